#pragma once
// The Ethereum virtual machine: one message, and every call that it makes, against a State.
//
// Calls do not recurse natively: frames are on an explicit stack in the State's scratch memory, so
// that 1024 levels need no more of the machine's stack than one.

#include "kernel/zkevm/evm/environment.hpp"
#include "kernel/zkevm/state/state.hpp"

namespace dovetail::zkevm {

enum class Outcome : uint8_t { success, revert, halt };

struct Message {
  Address caller;
  Address target;  ///< the account called, or the address at which a contract is made
  bool is_create = false;
  U256 value;      ///< wei, which the caller owns
  ByteView input;  ///< call data or init code
  int64_t gas = 0;
};

struct Execution {
  Outcome outcome = Outcome::success;
  int64_t gas_left = 0;
  ByteView output;  ///< in the State's arena: return data, revert data or deployed code
};

/// Runs a message. A message that fails leaves the state as it was, but for warmth noted before it.
Execution execute_message(State& state, const BlockEnv& block, const TxEnv& tx,
                          const Message& message);

/// @return the address of the contract that an account makes with this nonce.
Address create_address(const Address& creator, uint64_t nonce);

/// EIP-7702: the account to which this code delegates, if it is a delegation.
bool read_delegation(ByteView code, Address& target);

}  // namespace dovetail::zkevm
