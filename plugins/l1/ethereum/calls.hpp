#pragma once
// The calls of client.hpp, each as a function on one endpoint's session.

#include "plugins/l1/ethereum/endpoints.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::ethereum {

Expected<sdk::L1Block> read_head(Session& session, sdk::L1Tag tag);
Expected<sdk::L1Block> read_block(Session& session, uint64_t number);
Expected<std::vector<sdk::L1Log>> read_logs(Session& session, const sdk::L1Filter& filter,
                                            uint64_t range_max);
Expected<sdk::L1Receipt> read_receipt(Session& session, const Hash256& tx_hash);
Expected<Bytes> read_transaction(Session& session, const Hash256& tx_hash);
Expected<sdk::L1Account> read_account(Session& session, const Address& address);
Expected<Bytes> read_code(Session& session, const Address& address);
Expected<sdk::L1CallResult> run_call(Session& session, const sdk::L1Call& call);
Expected<sdk::L1GasEstimate> estimate_call(Session& session, const sdk::L1Call& call);
/// @param tx_hash  of signed_tx.
Expected<void> send_transaction(Session& session, ByteView signed_tx, const Hash256& tx_hash);
Expected<sdk::L1Fees> read_fees(Session& session, uint32_t blocks_count);

}  // namespace dovetail::plugins::ethereum
