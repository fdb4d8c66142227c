// Frames: how they begin and end, and their memory.

#include "kernel/zkevm/evm/machine.hpp"

#include "kernel/zkevm/evm/precompiles.hpp"

namespace dovetail::zkevm {
namespace {

constexpr uint64_t kFirstMemory = 1024;

}  // namespace

int64_t Machine::reach(Frame& frame, int64_t gas, const U256& offset, const U256& size) {
  if (size.is_zero()) return gas;
  if (!size.fits_u64() || size.low_u64() >> 32 != 0) return -1;
  return reach(frame, gas, offset, size.low_u64());
}

int64_t Machine::grow(Frame& frame, int64_t gas, const U256& offset, uint64_t size) {
  // Four gigabytes cost more gas than any limit allows.
  if (!offset.fits_u64() || offset.low_u64() >> 32 != 0) return -1;
  const auto cost = [](uint64_t words) {
    return static_cast<int64_t>(words * gas::kMemoryWord +
                                words * words / gas::kMemoryQuadraticDivisor);
  };
  const uint64_t words = gas::words(offset.low_u64() + size);
  gas -= cost(words) - cost(frame.memory_size / 32);
  if (gas < 0) return gas;
  const uint64_t new_size = 32 * words;
  if (new_size > frame.memory_capacity) {
    uint64_t capacity = 2 * frame.memory_capacity;
    if (capacity < new_size) capacity = new_size;
    frame.memory = state.scratch().extend(frame.memory, static_cast<size_t>(frame.memory_size),
                                          static_cast<size_t>(capacity));
    frame.memory_capacity = capacity;
  }
  std::memset(frame.memory + frame.memory_size, 0,
              static_cast<size_t>(new_size - frame.memory_size));
  frame.memory_size = new_size;
  return gas;
}

int64_t Machine::access_cost(AccountEntry& account) {
  if (state.is_warm(account) || precompile_number(account.address, block.revision) != 0) return 0;
  state.warm_up(account);
  return gas::kColdAccountMore;
}

/// @return null if the space for analyses is used up.
const CodeAnalysis* Machine::analysed(Code& code) {
  if (code.analysis != nullptr) return code.analysis;
  const size_t size = analysis_size(code.bytes.size());
  if (!state.take_analysis_space(size)) return nullptr;
  CodeAnalysis* made = &state.arena().make<CodeAnalysis>(1)[0];
  *made = analyse(code.bytes, state.arena().allocate(size));
  return code.analysis = made;
}

Frame* Machine::enter(Frame* caller, const Invocation& invocation) {
  const size_t checkpoint = state.checkpoint();
  AccountEntry& self = *invocation.self;
  if (invocation.is_create) {
    state.mark_created(self);
    state.set_nonce(self, 1);
  }
  if (invocation.payer != nullptr) {
    state.sub_balance(*invocation.payer, invocation.value);
    state.add_balance(self, invocation.value);
  }
  return_data = {};
  if (invocation.precompile != 0) return run_precompile(caller, invocation, checkpoint);
  if (invocation.is_create ? invocation.input.empty() : invocation.code_from->now.code_size == 0)
    return deliver(caller, invocation, Outcome::success, invocation.gas);
  return push_frame(caller, invocation, checkpoint);
}

Frame* Machine::push_frame(Frame* caller, const Invocation& invocation, size_t checkpoint) {
  // The analysis of a deployed code stays, within bounds; that of init code goes with its frame.
  ByteView bytes = invocation.input;
  const CodeAnalysis* code = nullptr;
  if (!invocation.is_create) {
    Code& deployed = state.code(*invocation.code_from);
    bytes = deployed.bytes;
    code = analysed(deployed);
  }
  Scratch& scratch = state.scratch();
  const Scratch::Mark mark = scratch.mark();
  Frame* frame = new (scratch.allocate(sizeof(Frame))) Frame{invocation};
  frame->caller_frame = caller;
  frame->checkpoint = checkpoint;
  frame->mark = mark;
  if (code == nullptr) {
    uint8_t* analysis = scratch.allocate(analysis_size(bytes.size()));
    code = new (scratch.allocate(sizeof(CodeAnalysis))) CodeAnalysis(analyse(bytes, analysis));
  }
  if (invocation.is_create) frame->input = {};
  frame->code = code;
  frame->pc = code->code;
  frame->base = reinterpret_cast<U256*>(scratch.allocate((gas::kStackMax + 1) * sizeof(U256)));
  frame->top = frame->base;
  frame->memory = scratch.allocate(kFirstMemory);
  frame->memory_capacity = kFirstMemory;
  return frame;
}

Frame* Machine::run_precompile(Frame* caller, const Invocation& invocation, size_t checkpoint) {
  const PrecompileResult result =
      call_precompile(invocation.precompile, block.revision, invocation.input, invocation.gas,
                      state.scratch(), state.arena());
  if (!result.ok) {
    state.revert_to(checkpoint);
    return deliver(caller, invocation, Outcome::halt, 0);
  }
  return_data = result.output;
  return deliver(caller, invocation, Outcome::success, result.gas_left);
}

bool Machine::deploy(Frame& frame, ByteView code) {
  if (code.size() > gas::kCodeSizeMax) return false;
  if (!code.empty() && code[0] == 0xef) return false;  // EIP-3541
  const int64_t cost = gas::kCodeByte * static_cast<int64_t>(code.size());
  if (cost > frame.gas) return false;
  frame.gas -= cost;
  if (!code.empty()) state.set_code(*frame.self, code);
  return true;
}

void Machine::keep_output(ByteView output) {
  if (output.empty()) {
    return_data = {};
    return;
  }
  uint8_t* kept = state.scratch().output(output.size());
  std::memcpy(kept, output.data(), output.size());
  return_data = {kept, output.size()};
}

Frame* Machine::leave(Frame& frame, Outcome outcome, ByteView output) {
  if (frame.is_create && outcome == Outcome::success) {
    if (!deploy(frame, output)) outcome = Outcome::halt;
    output = {};
  }
  if (outcome == Outcome::halt) {
    frame.gas = 0;
    output = {};
  }
  if (outcome != Outcome::success) state.revert_to(frame.checkpoint);
  keep_output(output);
  Frame* next = deliver(frame.caller_frame, frame, outcome, frame.gas);
  state.scratch().release(frame.mark);
  return next;
}

/// Hands outcome, gas and return_data to the caller, or makes them the result.
Frame* Machine::deliver(Frame* caller, const Invocation& callee, Outcome outcome,
                        int64_t gas_left) {
  if (caller == nullptr) {
    result = {outcome, gas_left, return_data};
    return nullptr;
  }
  const bool ok = outcome == Outcome::success;
  caller->gas += gas_left;
  *++caller->top = callee.is_create && ok ? word_of(callee.self->address) : U256(ok);
  const uint64_t size =
      callee.output_size < return_data.size() ? callee.output_size : return_data.size();
  if (size != 0)
    std::memcpy(caller->memory + callee.output_offset, return_data.data(),
                static_cast<size_t>(size));
  return caller;
}

}  // namespace dovetail::zkevm
