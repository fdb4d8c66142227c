#pragma once
// What endpoints mean by their error objects. Codes are too few, so that words decide; the tables
// list those of geth, erigon, nethermind, besu, reth, anvil and the large providers.

#include "plugins/l1/ethereum/json_rpc.hpp"

namespace dovetail::plugins::ethereum {

/// @return "error -32000: words".
std::string describe(const RpcError& error);

bool is_missing_method(const RpcError& error);
bool is_rate_limit(const RpcError& error);
/// eth_getLogs: the range or the answer is too large; a smaller range may do.
bool is_range_too_large(const RpcError& error);
/// The tag "safe" or "finalized" is not understood.
bool is_unknown_tag(const RpcError& error);
/// The state or block asked for is not there.
bool is_missing_state(const RpcError& error);
/// A call or an estimate that the EVM refused, by REVERT or by another exception, and would refuse
/// again.
bool is_evm_refusal(const RpcError& error);
/// eth_sendRawTransaction: the pool has this very transaction.
bool is_already_known(const RpcError& error);
/// eth_sendRawTransaction: the state does not allow it now (nonce, price, funds).
bool is_send_conflict(const RpcError& error);
/// eth_sendRawTransaction: it can never be accepted.
bool is_send_invalid(const RpcError& error);

}  // namespace dovetail::plugins::ethereum
