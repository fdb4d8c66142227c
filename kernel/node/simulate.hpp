#pragma once
// Execution that leaves nothing behind: eth_call and eth_estimateGas.
//
// A call ends by its gas and by nothing else: the interpreter looks at no clock, so that the same
// call gives the same answer on every machine. How long one takes is therefore bounded by
// rpc.call_gas_max. Whatever that is, no call gets more gas than its memory can hold the worst
// program of (memory.hpp): about 117 million gas in the 4 GiB of address space that each reserves.

#include <map>

#include "kernel/node/chain.hpp"

namespace dovetail::node {

struct CallRequest {
  Address from;
  std::optional<Address> to;
  U256 value;                   ///< wei
  std::optional<uint64_t> gas;  ///< absent: as much as the simulation allows
  U256 max_fee_per_gas;         ///< wei; zero: the base fee is not charged
  U256 max_priority_fee_per_gas;
  Bytes data;
  std::vector<std::pair<Address, std::vector<U256>>> access_list;
};

/// Replacements in the state before the call (geth's third parameter of eth_call).
struct AccountOverride {
  std::optional<U256> balance;
  std::optional<uint64_t> nonce;
  std::optional<Bytes> code;
  std::map<U256, U256> storage_diff;  ///< slots that change
};
using StateOverrides = std::map<Address, AccountOverride>;

struct SimulateOptions {
  uint64_t gas_max = 50'000'000;
  StateOverrides overrides;
};

struct CallOutcome {
  zkevm::Outcome outcome = zkevm::Outcome::success;
  uint64_t gas_used = 0;
  Bytes output;  ///< return or revert data
};

/// Executes request on the state after `block`, in that block's environment. Fails with
/// invalid_argument and geth's words if the transaction is invalid (insufficient funds, fee cap
/// below the base fee), not_found if the state is not kept, resource_exhausted if the process may
/// not reserve the memory.
Expected<CallOutcome> simulate(const Chain& chain, const CallRequest& request, uint64_t block,
                               const SimulateOptions& options);

struct GasEstimate {
  uint64_t gas = 0;  ///< the least gas limit with which request succeeds, within 1.5 %
  std::optional<CallOutcome> failure;  ///< set if it fails with any gas limit
};
Expected<GasEstimate> estimate_gas(const Chain& chain, const CallRequest& request, uint64_t block,
                                   const SimulateOptions& options);

/// @return the reason of Error(string) or Panic(uint256) revert data, if it is one.
std::optional<std::string> revert_reason(ByteView output);

}  // namespace dovetail::node
