#include "plugins/l1/ethereum/client.hpp"

#include "plugins/l1/ethereum/calls.hpp"
#include "plugins/l1/ethereum/tx_hash.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr uint32_t kFeeBlocksMax = 1024;  // what endpoints serve in one eth_feeHistory

Failure invalid(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

}  // namespace

Client::Client(std::vector<Endpoint> ranked, std::optional<uint64_t> chain_id,
               uint64_t logs_range_max, Surroundings surroundings)
    : endpoints_(std::move(ranked), chain_id, std::move(surroundings)),
      logs_range_max_(logs_range_max) {}

Expected<sdk::L1Identity> Client::identity(const Cancelled& cancelled) {
  return endpoints_.identity(cancelled);
}

Expected<sdk::L1Block> Client::head(sdk::L1Tag tag, const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1Block>(cancelled, [&](Session& s) { return read_head(s, tag); });
}

Expected<sdk::L1Block> Client::block(uint64_t number, const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1Block>(cancelled, [&](Session& s) { return read_block(s, number); });
}

Expected<std::vector<sdk::L1Log>> Client::logs(const sdk::L1Filter& filter,
                                               const Cancelled& cancelled) {
  if (filter.from_block > filter.to_block)
    return invalid("expected from_block <= to_block, found " + std::to_string(filter.from_block) +
                   " and " + std::to_string(filter.to_block));
  return endpoints_.run<std::vector<sdk::L1Log>>(
      cancelled, [&](Session& s) { return read_logs(s, filter, logs_range_max_); });
}

Expected<sdk::L1Receipt> Client::receipt(const Hash256& tx_hash, const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1Receipt>(cancelled,
                                        [&](Session& s) { return read_receipt(s, tx_hash); });
}

Expected<Bytes> Client::transaction(const Hash256& tx_hash, const Cancelled& cancelled) {
  return endpoints_.run<Bytes>(cancelled, [&](Session& s) { return read_transaction(s, tx_hash); });
}

Expected<sdk::L1Account> Client::account(const Address& address, const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1Account>(cancelled,
                                        [&](Session& s) { return read_account(s, address); });
}

Expected<Bytes> Client::code(const Address& address, const Cancelled& cancelled) {
  return endpoints_.run<Bytes>(cancelled, [&](Session& s) { return read_code(s, address); });
}

Expected<sdk::L1CallResult> Client::call(const sdk::L1Call& call, const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1CallResult>(cancelled,
                                           [&](Session& s) { return run_call(s, call); });
}

Expected<sdk::L1GasEstimate> Client::estimate_gas(const sdk::L1Call& call,
                                                  const Cancelled& cancelled) {
  return endpoints_.run<sdk::L1GasEstimate>(cancelled,
                                            [&](Session& s) { return estimate_call(s, call); });
}

Expected<void> Client::send(ByteView signed_tx, const Cancelled& cancelled) {
  const auto tx_hash = hash_of_network_form(signed_tx);
  if (!tx_hash) return tx_hash.error();
  return endpoints_.run<void>(cancelled,
                              [&](Session& s) { return send_transaction(s, signed_tx, *tx_hash); });
}

Expected<sdk::L1Fees> Client::fees(uint32_t blocks_count, const Cancelled& cancelled) {
  if (blocks_count == 0 || blocks_count > kFeeBlocksMax)
    return invalid("expected 1 to " + std::to_string(kFeeBlocksMax) + " blocks, found " +
                   std::to_string(blocks_count));
  return endpoints_.run<sdk::L1Fees>(cancelled,
                                     [&](Session& s) { return read_fees(s, blocks_count); });
}

}  // namespace dovetail::plugins::ethereum
