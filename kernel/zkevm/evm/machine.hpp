#pragma once
// The interpreter's working state: frames, their memory, and what the instructions share. Internal
// to this folder.
//
// Invariants: only the top frame runs; its memory is the top block of the scratch, so growing it
// moves nothing else; an output that outlives its frame is copied to the return buffer.

#include "kernel/zkevm/evm/analysis.hpp"
#include "kernel/zkevm/evm/evm.hpp"
#include "kernel/zkevm/evm/gas.hpp"
#include "kernel/zkevm/evm/words.hpp"

namespace dovetail::zkevm {

/// What a CALL or CREATE starts.
struct Invocation {
  AccountEntry* self = nullptr;       ///< whose storage and balance
  AccountEntry* code_from = nullptr;  ///< null for init code
  AccountEntry* payer = nullptr;      ///< null: nothing is transferred
  int precompile = 0;                 ///< its number, or 0
  Address caller;
  U256 value;
  ByteView input;  ///< call data or init code
  int64_t gas = 0;
  bool is_static = false;
  bool is_create = false;
  int depth = 0;
  // Where the output goes in the caller's memory.
  uint64_t output_offset = 0;
  uint64_t output_size = 0;
};

struct Frame : Invocation {
  Frame* caller_frame = nullptr;
  size_t checkpoint = 0;
  Scratch::Mark mark;
  const CodeAnalysis* code = nullptr;

  // Registers, kept here while another frame runs; so is the gas.
  const uint8_t* pc = nullptr;
  U256* top = nullptr;  ///< the top item; base when empty

  U256* base = nullptr;  ///< one below the lowest item
  uint8_t* memory = nullptr;
  uint64_t memory_size = 0;      ///< bytes, a multiple of 32, all defined
  uint64_t memory_capacity = 0;  ///< bytes reserved
};

enum class CallKind : uint8_t { call, callcode, delegatecall, staticcall };

struct Machine {
  State& state;
  const BlockEnv& block;
  const TxEnv& tx;

  ByteView return_data{};  ///< of the last call of the running frame
  Execution result{};      ///< of the outermost frame

  /// Runs frames until none is left.
  void run(Frame* frame);

  /// Starts a call or creation: the transfer, then a precompile, nothing, or a new frame.
  /// @return the frame to run next; null if the outermost message has ended.
  Frame* enter(Frame* caller, const Invocation& invocation);
  /// Ends a frame.  @param output  in its memory.  @return the frame to run next, as enter does.
  Frame* leave(Frame& frame, Outcome outcome, ByteView output);

  // Instructions that start or end frames; registers are in the frame. All return the frame to run
  // next.
  Frame* call(Frame& frame, CallKind kind);
  Frame* create(Frame& frame, bool salted);
  Frame* self_destruct(Frame& frame);
  Frame* return_output(Frame& frame, Outcome outcome);
  Frame* halt(Frame& frame) { return leave(frame, Outcome::halt, {}); }

  /// EIP-2929.  @return the gas that access costs above a warm one.
  int64_t access_cost(AccountEntry& account);
  AccountEntry& account(const U256& word) { return state.entry(address_of_word(word)); }

  /// Makes memory cover size > 0 bytes at offset.  @return the gas left, negative if it is too
  /// little.
  int64_t reach(Frame& frame, int64_t gas, const U256& offset, uint64_t size) {
    if (offset.fits_u64() && offset.limbs[0] <= frame.memory_size &&
        frame.memory_size - offset.limbs[0] >= size) [[likely]]
      return gas;
    return grow(frame, gas, offset, size);
  }
  /// The same for a size from the stack, where zero needs no memory.
  int64_t reach(Frame& frame, int64_t gas, const U256& offset, const U256& size);

 private:
  int64_t grow(Frame& frame, int64_t gas, const U256& offset, uint64_t size);
  int64_t call_cost(Frame& frame, CallKind kind, AccountEntry& target, const U256& value,
                    AccountEntry*& code_from);
  Frame* push_frame(Frame* caller, const Invocation& invocation, size_t checkpoint);
  Frame* deliver(Frame* caller, const Invocation& callee, Outcome outcome, int64_t gas_left);
  Frame* run_precompile(Frame* caller, const Invocation& invocation, size_t checkpoint);
  bool deploy(Frame& frame, ByteView code);
  void keep_output(ByteView output);
  const CodeAnalysis* analysed(Code& code);
};

/// EIP-684 and EIP-7610: whether a contract may not be made at this account.
bool is_occupied(State& state, const AccountEntry& account);

/// EIP-7702.  @return the account to which this one delegates, which may be itself; null without a
/// delegation.
AccountEntry* delegate_of(State& state, AccountEntry& account);

}  // namespace dovetail::zkevm
