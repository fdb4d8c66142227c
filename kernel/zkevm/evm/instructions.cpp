#include "kernel/zkevm/evm/instructions.hpp"

#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr int64_t kHalt = -1;

/// Pays for copying size bytes to memory at `to` and makes room for them.
int64_t reach_for_copy(Machine& m, Frame& f, int64_t gas, const U256& to, const U256& size) {
  gas = m.reach(f, gas, to, size);
  if (gas < 0) return gas;
  return gas - gas::kCopyWord * static_cast<int64_t>(gas::words(size.low_u64()));
}

/// Copies from[offset, offset + size) to `to`, with zeros behind the end of from.
void copy_padded(uint8_t* to, ByteView from, const U256& offset, size_t size) {
  size_t present = 0;
  if (offset.fits_u64() && offset.low_u64() < from.size()) {
    const size_t left = from.size() - static_cast<size_t>(offset.low_u64());
    present = size < left ? size : left;
    std::memcpy(to, from.data() + offset.low_u64(), present);
  }
  std::memset(to + present, 0, size - present);
}

/// top: destination, offset, size.
int64_t copy_to_memory(U256* top, int64_t gas, Frame& f, Machine& m, ByteView from) {
  gas = reach_for_copy(m, f, gas, top[0], top[-2]);
  if (gas < 0 || top[-2].is_zero()) return gas;
  copy_padded(f.memory + top[0].low_u64(), from, top[-1], static_cast<size_t>(top[-2].low_u64()));
  return gas;
}

}  // namespace

int64_t Metered::exp(U256* top, int64_t gas, Frame&, Machine&) {
  gas -= gas::kExpByte * ((bit_width(top[-1]) + 7) / 8);
  if (gas >= 0) top[-1] = power(top[0], top[-1]);
  return gas;
}

int64_t Metered::keccak256(U256* top, int64_t gas, Frame& f, Machine& m) {
  gas = m.reach(f, gas, top[0], top[-1]);
  if (gas < 0) return gas;
  const uint64_t size = top[-1].low_u64();
  gas -= gas::kKeccakWord * static_cast<int64_t>(gas::words(size));
  if (gas < 0) return gas;
  const ByteView bytes =
      size == 0 ? ByteView{} : ByteView{f.memory + top[0].low_u64(), static_cast<size_t>(size)};
  const Hash256 hash = dovetail::keccak256(bytes);
  top[-1] = load_word(hash.bytes);
  return gas;
}

int64_t Metered::calldatacopy(U256* top, int64_t gas, Frame& f, Machine& m) {
  return copy_to_memory(top, gas, f, m, f.input);
}

int64_t Metered::codecopy(U256* top, int64_t gas, Frame& f, Machine& m) {
  return copy_to_memory(top, gas, f, m, {f.code->code, f.code->size});
}

int64_t Metered::returndatacopy(U256* top, int64_t gas, Frame& f, Machine& m) {
  const uint64_t size = m.return_data.size();
  const U256::Sum end = U256::add(top[-1], top[-2]);
  if (end.carry || U256(size) < end.value) return kHalt;
  return copy_to_memory(top, gas, f, m, m.return_data);
}

int64_t Metered::mcopy(U256* top, int64_t gas, Frame& f, Machine& m) {
  const U256& farther = top[0] < top[-1] ? top[-1] : top[0];
  gas = reach_for_copy(m, f, gas, farther, top[-2]);
  if (gas < 0 || top[-2].is_zero()) return gas;
  std::memmove(f.memory + top[0].low_u64(), f.memory + top[-1].low_u64(),
               static_cast<size_t>(top[-2].low_u64()));
  return gas;
}

int64_t Metered::balance(U256* top, int64_t gas, Frame&, Machine& m) {
  AccountEntry& account = m.account(top[0]);
  top[0] = account.now.balance;
  return gas - m.access_cost(account);
}

int64_t Metered::extcodesize(U256* top, int64_t gas, Frame&, Machine& m) {
  AccountEntry& account = m.account(top[0]);
  top[0] = U256(account.now.code_size);
  return gas - m.access_cost(account);
}

int64_t Metered::extcodehash(U256* top, int64_t gas, Frame&, Machine& m) {
  AccountEntry& account = m.account(top[0]);
  const bool empty = account.now.is_empty();
  top[0] = empty ? U256{} : U256::from_be(account.now.code_hash.view());
  return gas - m.access_cost(account);
}

int64_t Metered::extcodecopy(U256* top, int64_t gas, Frame& f, Machine& m) {
  AccountEntry& account = m.account(top[0]);
  gas -= m.access_cost(account);
  if (gas < 0) return gas;
  return copy_to_memory(top - 1, gas, f, m, m.state.code(account).bytes);
}

int64_t Metered::sload(U256* top, int64_t gas, Frame& f, Machine& m) {
  SlotEntry& slot = m.state.slot(*f.self, top[0]);
  top[0] = slot.now;
  return m.state.warm_up(slot) ? gas - gas::kColdSlotMore : gas;
}

namespace {

// EIP-2200 with the costs of EIP-2929 and the refunds of EIP-3529.
int64_t store_cost(const U256& original, const U256& now, const U256& value) {
  if (value == now || now != original) return gas::kWarmAccess;
  return original.is_zero() ? gas::kSlotSet : gas::kSlotReset;
}

int64_t store_refund(const U256& original, const U256& now, const U256& value) {
  if (value == now) return 0;
  int64_t refund = 0;
  if (!original.is_zero()) {
    if (now.is_zero()) refund -= gas::kSlotClearRefund;
    if (value.is_zero()) refund += gas::kSlotClearRefund;
  }
  if (now == original || value != original) return refund;
  const int64_t paid = original.is_zero() ? gas::kSlotSet : gas::kSlotReset;
  return refund + paid - gas::kWarmAccess;
}

}  // namespace

int64_t Metered::sstore(U256* top, int64_t gas, Frame& f, Machine& m) {
  if (f.is_static || gas <= gas::kSstoreSentry) return kHalt;
  SlotEntry& slot = m.state.slot(*f.self, top[0]);
  const U256 original = m.state.original(slot), value = top[-1];
  if (m.state.warm_up(slot)) gas -= gas::kColdSlot;
  gas -= store_cost(original, slot.now, value);
  if (gas < 0) return gas;
  const int64_t refund = store_refund(original, slot.now, value);
  if (refund != 0) m.state.add_refund(refund);
  m.state.set_storage(slot, value);
  return gas;
}

int64_t Metered::tload(U256* top, int64_t gas, Frame& f, Machine& m) {
  top[0] = m.state.transient(*f.self, top[0]);
  return gas;
}

int64_t Metered::tstore(U256* top, int64_t gas, Frame& f, Machine& m) {
  if (f.is_static) return kHalt;
  m.state.set_transient(*f.self, top[0], top[-1]);
  return gas;
}

template <int kTopics>
int64_t Metered::log(U256* top, int64_t gas, Frame& f, Machine& m) {
  if (f.is_static) return kHalt;
  gas = m.reach(f, gas, top[0], top[-1]);
  if (gas < 0) return gas;
  const size_t size = static_cast<size_t>(top[-1].low_u64());
  gas -= gas::kLogByte * static_cast<int64_t>(size);
  if (gas < 0) return gas;
  U256 topics[kTopics + 1];
  for (int i = 0; i < kTopics; ++i) topics[i] = top[-2 - i];
  const uint8_t* data = size == 0 ? nullptr : f.memory + top[0].low_u64();
  m.state.add_log(f.self->address, {topics, static_cast<size_t>(kTopics)}, {data, size});
  return gas;
}

template int64_t Metered::log<0>(U256*, int64_t, Frame&, Machine&);
template int64_t Metered::log<1>(U256*, int64_t, Frame&, Machine&);
template int64_t Metered::log<2>(U256*, int64_t, Frame&, Machine&);
template int64_t Metered::log<3>(U256*, int64_t, Frame&, Machine&);
template int64_t Metered::log<4>(U256*, int64_t, Frame&, Machine&);

}  // namespace dovetail::zkevm
