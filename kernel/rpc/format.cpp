#include "kernel/rpc/format.hpp"

#include "sdk/cpp/text.hpp"

namespace dovetail::rpc {
namespace {

std::string hex(ByteView bytes) {
  return to_hex(bytes);
}
template <size_t N>
std::string hex(const FixedBytes<N>& bytes) {
  return to_hex(bytes.view());
}
std::string number(const U256& value) {
  return to_quantity(value);
}

json::array format_access_list(const zkevm::Transaction& tx) {
  json::array out;
  for (const auto& entry : tx.access_list) {
    json::array keys;
    for (const U256& slot : entry.slots) keys.emplace_back(hex(slot.to_be()));
    out.push_back(json::object{{"address", hex(entry.address)}, {"storageKeys", std::move(keys)}});
  }
  return out;
}

U256 effective_price(const zkevm::Transaction& tx, const U256& base_fee) {
  return std::min(tx.max_fee_per_gas, base_fee + tx.max_priority_fee_per_gas);
}

zkevm::Bloom bloom_of(const state::Receipt& receipt) {
  zkevm::Bloom bloom;
  for (const auto& log : receipt.logs) {
    U256 topics[4];
    for (size_t i = 0; i < log.topics.size(); ++i) topics[i] = U256::from_be(log.topics[i].view());
    const zkevm::Log one{log.address, {topics, log.topics.size()}, log.data};
    zkevm::add_to_bloom(bloom, {&one, 1});
  }
  return bloom;
}

void add_fees(const zkevm::Transaction& tx, const std::optional<TxPlace>& place,
              json::object& out) {
  if (tx.type == zkevm::TxType::dynamic_fee) {
    out["maxFeePerGas"] = number(tx.max_fee_per_gas);
    out["maxPriorityFeePerGas"] = number(tx.max_priority_fee_per_gas);
    out["gasPrice"] = number(place ? effective_price(tx, place->base_fee) : tx.max_fee_per_gas);
  } else {
    out["gasPrice"] = number(tx.max_fee_per_gas);
  }
}

void add_signature(const zkevm::Transaction& tx, json::object& out) {
  if (tx.chain_id) out["chainId"] = number(*tx.chain_id);
  if (tx.type == zkevm::TxType::legacy) {
    out["v"] =
        number(tx.chain_id ? U256(*tx.chain_id) * 2 + 35 + tx.y_parity : U256(27 + tx.y_parity));
  } else {
    out["accessList"] = format_access_list(tx);
    out["yParity"] = number(tx.y_parity);
    out["v"] = number(tx.y_parity);
  }
  out["r"] = number(tx.r);
  out["s"] = number(tx.s);
}

json::object receipt_object(const state::Receipt& receipt, const state::StoredTransaction& stored,
                            const zkevm::Transaction& tx) {
  const zkevm::Bloom bloom = bloom_of(receipt);
  json::object out{{"type", number(receipt.type)},
                   {"status", receipt.success ? "0x1" : "0x0"},
                   {"cumulativeGasUsed", number(receipt.cumulative_gas_used)},
                   {"gasUsed", number(receipt.gas_used)},
                   {"effectiveGasPrice", number(receipt.effective_gas_price)},
                   {"transactionHash", hex(stored.hash)},
                   {"from", hex(stored.sender)},
                   {"logsBloom", hex(bloom)}};
  out["to"] = tx.to ? json::value(hex(*tx.to)) : json::value(nullptr);
  out["contractAddress"] =
      receipt.created ? json::value(hex(*receipt.created)) : json::value(nullptr);
  return out;
}

}  // namespace

json::value format_header(const zkevm::Header& header, const Hash256& hash) {
  return json::object{{"number", number(header.number)},
                      {"hash", hex(hash)},
                      {"parentHash", hex(header.parent_hash)},
                      {"sha3Uncles", hex(header.ommers_hash)},
                      {"miner", hex(header.coinbase)},
                      {"stateRoot", hex(header.state_root)},
                      {"transactionsRoot", hex(header.transactions_root)},
                      {"receiptsRoot", hex(header.receipts_root)},
                      {"logsBloom", hex(header.logs_bloom)},
                      {"difficulty", number(header.difficulty)},
                      {"gasLimit", number(header.gas_limit)},
                      {"gasUsed", number(header.gas_used)},
                      {"timestamp", number(header.timestamp)},
                      {"extraData", hex(header.extra_data)},
                      {"mixHash", hex(header.mix_hash)},
                      {"nonce", hex(header.nonce)},
                      {"baseFeePerGas", number(header.base_fee)},
                      {"withdrawalsRoot", hex(header.withdrawals_root)},
                      {"blobGasUsed", number(header.blob_gas_used)},
                      {"excessBlobGas", number(header.excess_blob_gas)},
                      {"parentBeaconBlockRoot", hex(header.parent_beacon_block_root)},
                      {"requestsHash", hex(header.requests_hash)}};
}

Expected<json::value> format_block(const node::Chain& chain, uint64_t block, bool full) {
  auto header = chain.header(block);
  if (!header) return header.error();
  auto transactions = chain.database().transactions(block);
  if (!transactions) return transactions.error();
  json::object out = format_header(header->header, header->stored.hash).as_object();
  json::array list;
  size_t size = header->stored.rlp.size();
  for (size_t i = 0; i < transactions->size(); ++i) {
    const auto& tx = (*transactions)[i];
    size += tx.raw.size();
    if (!full) {
      list.emplace_back(hex(tx.hash));
      continue;
    }
    auto pooled = node::PooledTransaction::restore(tx.raw, tx.sender);
    if (!pooled) return pooled.error();
    list.push_back(format_transaction(
        (*pooled)->tx(),
        TxPlace{block, header->stored.hash, i, header->header.base_fee, header->stored.timestamp}));
  }
  out["transactions"] = std::move(list);
  out["uncles"] = json::array();
  out["withdrawals"] = json::array();
  out["size"] = number(size);
  out["totalDifficulty"] = "0x0";
  return json::value(std::move(out));
}

json::value format_transaction(const zkevm::Transaction& tx, const std::optional<TxPlace>& place) {
  json::object out{{"hash", hex(tx.hash)},      {"type", number(static_cast<uint64_t>(tx.type))},
                   {"nonce", number(tx.nonce)}, {"from", hex(tx.sender)},
                   {"value", number(tx.value)}, {"gas", number(tx.gas_limit)},
                   {"input", hex(tx.data)}};
  out["to"] = tx.to ? json::value(hex(*tx.to)) : json::value(nullptr);
  out["blockNumber"] = place ? json::value(number(place->block)) : json::value(nullptr);
  out["blockHash"] = place ? json::value(hex(place->block_hash)) : json::value(nullptr);
  out["transactionIndex"] = place ? json::value(number(place->index)) : json::value(nullptr);
  add_fees(tx, place, out);
  add_signature(tx, out);
  return out;
}

Expected<json::array> format_receipts(const node::Chain& chain, uint64_t block) {
  auto header = chain.database().header(block);
  if (!header) return header.error();
  auto receipts = chain.database().receipts(block);
  if (!receipts) return receipts.error();
  auto transactions = chain.database().transactions(block);
  if (!transactions) return transactions.error();
  json::array out;
  LogPlace place{block, header->hash, {}, 0, 0, header->timestamp};
  for (size_t i = 0; i < receipts->size(); ++i) {
    const auto& stored = (*transactions)[i];
    auto pooled = node::PooledTransaction::restore(stored.raw, stored.sender);
    if (!pooled) return pooled.error();
    json::object receipt = receipt_object((*receipts)[i], stored, (*pooled)->tx());
    receipt["blockNumber"] = number(block);
    receipt["blockHash"] = hex(header->hash);
    receipt["transactionIndex"] = number(i);
    place.tx_hash = stored.hash;
    place.tx_index = i;
    json::array logs;
    for (const auto& log : (*receipts)[i].logs) {
      logs.push_back(format_log(log, place));
      ++place.log_index;
    }
    receipt["logs"] = std::move(logs);
    out.push_back(std::move(receipt));
  }
  return out;
}

Expected<json::value> format_receipt(const node::Chain& chain, uint64_t block, size_t index) {
  auto all = format_receipts(chain, block);
  if (!all) return all.error();
  if (index >= all->size())
    return Failure(Status::corrupt, "block " + std::to_string(block) + " has no such receipt");
  return (*all)[index];
}

json::value format_log(const state::StoredLog& log, const LogPlace& place) {
  json::array topics;
  for (const Hash256& topic : log.topics) topics.emplace_back(hex(topic));
  return json::object{{"address", hex(log.address)},
                      {"topics", std::move(topics)},
                      {"data", hex(log.data)},
                      {"blockNumber", number(place.block)},
                      {"blockHash", hex(place.block_hash)},
                      {"blockTimestamp", number(place.timestamp)},
                      {"transactionHash", hex(place.tx_hash)},
                      {"transactionIndex", number(place.tx_index)},
                      {"logIndex", number(place.log_index)},
                      {"removed", false}};
}

}  // namespace dovetail::rpc
