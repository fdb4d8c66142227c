#pragma once
// Blocks, transactions, receipts and logs as JSON, with the fields of the execution-apis
// specification.

#include "kernel/node/chain.hpp"
#include "kernel/node/mempool/pooled.hpp"
#include "kernel/rpc/json_rpc.hpp"

namespace dovetail::rpc {

/// Where a transaction lies; absent for a pending one.
struct TxPlace {
  uint64_t block = 0;
  Hash256 block_hash;
  uint64_t index = 0;
  U256 base_fee;
  uint64_t timestamp = 0;
};

json::value format_header(const zkevm::Header& header, const Hash256& hash);
/// @param full  whole transactions instead of their hashes.
Expected<json::value> format_block(const node::Chain& chain, uint64_t block, bool full);
json::value format_transaction(const zkevm::Transaction& tx, const std::optional<TxPlace>& place);
Expected<json::value> format_receipt(const node::Chain& chain, uint64_t block, size_t index);
Expected<json::array> format_receipts(const node::Chain& chain, uint64_t block);

/// Where a log lies, beside the log itself.
struct LogPlace {
  uint64_t block = 0;
  Hash256 block_hash, tx_hash;
  uint64_t tx_index = 0, log_index = 0, timestamp = 0;
};
json::value format_log(const state::StoredLog& log, const LogPlace& place);

}  // namespace dovetail::rpc
