#pragma once
// The settlement chain as typed calls: dovetail_l1_v1 of sdk/abi/l1.h without its C structs. Any
// thread, several at once.
//
// Reorganisations: head and block give hash and parent hash as they are at that moment, and nothing
// is cached, so that a caller who compares a new block's parent with what it knew sees every
// reorganisation. A fail-over may bring an endpoint that is some blocks behind: to the
// caller this looks the same. logs alone spans several calls, and checks that they saw one branch.
//
// Failures common to all calls: unavailable, corrupt (method and endpoint named), cancelled,
// unsupported where no endpoint offers a method, resource_exhausted where an answer exceeds
// response_bytes_max.

#include <memory>
#include <vector>

#include "plugins/l1/ethereum/endpoints.hpp"
#include "plugins/l1/ethereum/surroundings.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::ethereum {

class Client {
 public:
  /// @param logs_range_max  blocks that one eth_getLogs asks for at most; 1 at least.
  Client(std::vector<Endpoint> ranked, std::optional<uint64_t> chain_id, uint64_t logs_range_max,
         Surroundings surroundings);

  Expected<sdk::L1Identity> identity(const Cancelled& cancelled);
  /// Fails with unsupported if the endpoint does not know the tag, with not_found if it has no such
  /// block yet.
  Expected<sdk::L1Block> head(sdk::L1Tag tag, const Cancelled& cancelled);
  /// Fails with not_found above the head.
  Expected<sdk::L1Block> block(uint64_t number, const Cancelled& cancelled);
  /// In chain order. Fails with invalid_argument on an empty range, with not_found if to_block is
  /// above the head, with unavailable if the chain was reorganised meanwhile, twice.
  Expected<std::vector<sdk::L1Log>> logs(const sdk::L1Filter& filter, const Cancelled& cancelled);
  /// Fails with not_found while not mined.
  Expected<sdk::L1Receipt> receipt(const Hash256& tx_hash, const Cancelled& cancelled);
  /// The network form, whose hash was checked. Fails with not_found if neither pool nor chain has
  /// it.
  Expected<Bytes> transaction(const Hash256& tx_hash, const Cancelled& cancelled);
  Expected<sdk::L1Account> account(const Address& address, const Cancelled& cancelled);
  Expected<Bytes> code(const Address& address, const Cancelled& cancelled);
  /// A refusal by the EVM (a revert, or another exception) is a value. Fails with not_found if the
  /// endpoint has no state of that block.
  Expected<sdk::L1CallResult> call(const sdk::L1Call& call, const Cancelled& cancelled);
  Expected<sdk::L1GasEstimate> estimate_gas(const sdk::L1Call& call, const Cancelled& cancelled);
  /// Succeeds too if pool or chain has this very transaction already. Fails with conflict (nonce,
  /// price, funds) or invalid_argument (never acceptable), the node's words in the text.
  Expected<void> send(ByteView signed_tx, const Cancelled& cancelled);
  /// @param blocks_count  1 to 1024; fewer are used near the genesis.
  Expected<sdk::L1Fees> fees(uint32_t blocks_count, const Cancelled& cancelled);

 private:
  Endpoints endpoints_;
  const uint64_t logs_range_max_;
};

}  // namespace dovetail::plugins::ethereum
