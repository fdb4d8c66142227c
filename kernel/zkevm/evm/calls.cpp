// The instructions that start or end a frame, and the outermost message.
// Source: EIP-150 (63/64), 170, 684, 1014, 2929, 3541, 3860, 6780, 7610, 7702.

#include "kernel/zkevm/evm/machine.hpp"
#include "kernel/zkevm/evm/precompiles.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr uint8_t kDelegation[3] = {0xef, 0x01, 0x00};
constexpr size_t kDelegationSize = 23;

Address last_20(const Hash256& hash) {
  return Address::from(hash.view().subspan(12));
}

/// EIP-1014.
Address create2_address(const Address& creator, const U256& salt, ByteView init_code) {
  uint8_t bytes[85] = {0xff};
  std::memcpy(bytes + 1, creator.bytes, 20);
  store_word(bytes + 21, salt);
  const Hash256 code_hash = keccak256(init_code);
  std::memcpy(bytes + 53, code_hash.bytes, 32);
  return last_20(keccak256(bytes));
}

int64_t all_but_one_64th(int64_t gas) {
  return gas - gas / 64;
}

}  // namespace

Address create_address(const Address& creator, uint64_t nonce) {
  // rlp([creator, nonce]): at most 1 + 21 + 9 bytes.
  uint8_t bytes[31];
  size_t size = 22;
  bytes[1] = 0x94;
  std::memcpy(bytes + 2, creator.bytes, 20);
  if (nonce != 0 && nonce < 0x80) {
    bytes[size++] = static_cast<uint8_t>(nonce);
  } else {
    const unsigned width = (bit_width(nonce) + 7) / 8;
    bytes[size++] = static_cast<uint8_t>(0x80 + width);
    for (unsigned i = width; i-- > 0;) bytes[size++] = static_cast<uint8_t>(nonce >> (8 * i));
  }
  bytes[0] = static_cast<uint8_t>(0xc0 + size - 1);
  return last_20(keccak256({bytes, size}));
}

bool read_delegation(ByteView code, Address& target) {
  if (code.size() != kDelegationSize || !equal(code.first(3), kDelegation)) return false;
  target = Address::from(code.subspan(3));
  return true;
}

bool is_occupied(State& state, const AccountEntry& account) {
  return account.now.nonce != 0 || account.now.code_size != 0 || state.has_storage(account);
}

AccountEntry* delegate_of(State& state, AccountEntry& account) {
  Address target;
  if (account.now.code_size != kDelegationSize) return nullptr;
  if (!read_delegation(state.code(account).bytes, target)) return nullptr;
  return &state.entry(target);
}

/// @return the gas left after everything but the gas given to the callee; negative if it is too
/// little.
int64_t Machine::call_cost(Frame& frame, CallKind kind, AccountEntry& target, const U256& value,
                           AccountEntry*& code_from) {
  int64_t gas = frame.gas - access_cost(target);
  if (!value.is_zero()) {
    gas -= gas::kCallValue;
    if (kind == CallKind::call && target.now.is_empty()) gas -= gas::kNewAccount;
  }
  code_from = &target;
  if (AccountEntry* delegate = delegate_of(state, target)) {
    gas -= gas::kWarmAccess + access_cost(*delegate);
    code_from = delegate;
  }
  return gas;
}

Frame* Machine::call(Frame& frame, CallKind kind) {
  const bool has_value = kind == CallKind::call || kind == CallKind::callcode;
  const U256 value = has_value ? frame.top[-2] : U256{};
  const U256* memory = frame.top - (has_value ? 3 : 2);
  const U256 &in_offset = memory[0], &in_size = memory[-1];
  const U256 &out_offset = memory[-2], &out_size = memory[-3];
  if (kind == CallKind::call && frame.is_static && !value.is_zero()) return halt(frame);
  frame.gas = reach(frame, frame.gas, in_offset, in_size);
  if (frame.gas >= 0) frame.gas = reach(frame, frame.gas, out_offset, out_size);
  if (frame.gas < 0) return halt(frame);

  AccountEntry& target = account(frame.top[-1]);
  AccountEntry* code_from = nullptr;
  int64_t gas = call_cost(frame, kind, target, value, code_from);
  if (gas < 0) return halt(frame);
  int64_t callee_gas = all_but_one_64th(gas);
  if (frame.top[0] < U256(static_cast<uint64_t>(callee_gas)))
    callee_gas = static_cast<int64_t>(frame.top[0].low_u64());
  frame.gas = gas - callee_gas;
  if (!value.is_zero()) callee_gas += gas::kCallStipend;

  Invocation callee;
  const bool keeps_self = kind == CallKind::callcode || kind == CallKind::delegatecall;
  callee.self = keeps_self ? frame.self : &target;
  callee.code_from = code_from;
  callee.payer = kind == CallKind::delegatecall ? nullptr : frame.self;
  callee.precompile = runnable_precompile(target.address, block.revision);
  callee.caller = kind == CallKind::delegatecall ? frame.caller : frame.self->address;
  callee.value = kind == CallKind::delegatecall ? frame.value : value;
  if (!in_size.is_zero())
    callee.input = {frame.memory + in_offset.low_u64(), static_cast<size_t>(in_size.low_u64())};
  callee.gas = callee_gas;
  callee.is_static = frame.is_static || kind == CallKind::staticcall;
  callee.depth = frame.depth + 1;
  callee.output_offset = out_offset.low_u64();
  callee.output_size = out_size.low_u64();

  frame.top = const_cast<U256*>(memory) - 4;
  if (callee.depth > gas::kDepthMax || frame.self->now.balance < value) {
    return_data = {};
    return deliver(&frame, callee, Outcome::revert, callee_gas);
  }
  return enter(&frame, callee);
}

Frame* Machine::create(Frame& frame, bool salted) {
  const U256 value = frame.top[0], offset = frame.top[-1], size = frame.top[-2];
  if (frame.is_static || U256(gas::kInitCodeSizeMax) < size) return halt(frame);
  frame.gas = reach(frame, frame.gas, offset, size);
  const int64_t per_word = gas::kInitCodeWord + (salted ? gas::kKeccakWord : 0);
  frame.gas -= per_word * static_cast<int64_t>(gas::words(size.low_u64()));
  if (frame.gas < 0) return halt(frame);

  const U256 salt = salted ? frame.top[-3] : U256{};
  frame.top -= salted ? 4 : 3;
  return_data = {};
  Invocation callee;
  callee.is_create = true;
  callee.payer = frame.self;
  callee.caller = frame.self->address;
  callee.value = value;
  if (!size.is_zero())
    callee.input = {frame.memory + offset.low_u64(), static_cast<size_t>(size.low_u64())};
  callee.depth = frame.depth + 1;
  const uint64_t nonce = frame.self->now.nonce;
  if (callee.depth > gas::kDepthMax || frame.self->now.balance < value || nonce + 1 == 0)
    return deliver(&frame, callee, Outcome::revert, 0);

  callee.gas = all_but_one_64th(frame.gas);
  frame.gas -= callee.gas;
  state.set_nonce(*frame.self, nonce + 1);
  callee.self = &state.entry(salted ? create2_address(callee.caller, salt, callee.input)
                                    : create_address(callee.caller, nonce));
  state.warm_up(*callee.self);
  if (is_occupied(state, *callee.self)) return deliver(&frame, callee, Outcome::halt, 0);
  return enter(&frame, callee);
}

Frame* Machine::self_destruct(Frame& frame) {
  if (frame.is_static) return halt(frame);
  AccountEntry &self = *frame.self, &heir = account(frame.top[0]);
  if (access_cost(heir) != 0) frame.gas -= gas::kColdAccount;
  const U256 balance = self.now.balance;
  if (!balance.is_zero() && heir.now.is_empty()) frame.gas -= gas::kNewAccount;
  if (frame.gas < 0) return halt(frame);
  state.sub_balance(self, balance);
  state.add_balance(heir, balance);
  if (state.is_created(self)) {
    state.set_balance(self, U256{});
    state.mark_destroyed(self);
  }
  return leave(frame, Outcome::success, {});
}

Frame* Machine::return_output(Frame& frame, Outcome outcome) {
  const U256 &offset = frame.top[0], &size = frame.top[-1];
  frame.gas = reach(frame, frame.gas, offset, size);
  if (frame.gas < 0) return halt(frame);
  if (size.is_zero()) return leave(frame, outcome, {});
  return leave(frame, outcome,
               {frame.memory + offset.low_u64(), static_cast<size_t>(size.low_u64())});
}

Execution execute_message(State& state, const BlockEnv& block, const TxEnv& tx,
                          const Message& message) {
  Machine machine{state, block, tx};
  Invocation root;
  root.self = &state.entry(message.target);
  root.payer = &state.entry(message.caller);
  root.caller = message.caller;
  root.value = message.value;
  root.input = message.input;
  root.gas = message.gas;
  root.is_create = message.is_create;
  if (message.is_create) {
    if (is_occupied(state, *root.self)) return {Outcome::halt, 0, {}};
  } else {
    root.code_from = root.self;
    if (AccountEntry* delegate = delegate_of(state, *root.self)) {
      state.warm_up(*delegate);
      root.code_from = delegate;
    }
    root.precompile = runnable_precompile(message.target, block.revision);
  }
  Frame* first = machine.enter(nullptr, root);
  if (first != nullptr) machine.run(first);
  Execution out = machine.result;
  const bool deployed = message.is_create && out.outcome == Outcome::success;
  out.output = deployed ? state.code(*root.self).bytes : state.arena().copy(out.output);
  return out;
}

}  // namespace dovetail::zkevm
