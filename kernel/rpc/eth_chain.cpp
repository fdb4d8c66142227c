// Blocks, transactions and receipts: what is on the chain.

#include "kernel/rpc/service.hpp"

namespace dovetail::rpc {
namespace {

using node::Node;

/// A block's number by hash (parameter 0), or nothing if it is unknown: then the answer is null.
Parsed<std::optional<uint64_t>> by_hash(const json::array& params, Node& node) {
  auto hash = fixed_param<32>(params, 0);
  if (!hash) return hash.error();
  auto block = node.chain().database().block_of_hash(*hash);
  if (!block && block.error().status == Status::not_found) return std::optional<uint64_t>();
  if (!block) return error_of(block.error());
  return std::optional(*block);
}

/// A block's number by number or tag; nothing above the head.
Parsed<std::optional<uint64_t>> by_number(const json::array& params, Node& node) {
  auto block = block_param(params, 0, node.chain());
  if (!block && block.error().code == kServerError) return std::optional<uint64_t>();
  if (!block) return block.error();
  return std::optional(*block);
}

bool wants_full(const json::array& params) {
  const json::value* full = param(params, 1);
  return full != nullptr && full->is_bool() && full->as_bool();
}

Answer block_answer(const Parsed<std::optional<uint64_t>>& block, bool full, Node& node) {
  if (!block) return block.error();
  if (!*block) return json::value(nullptr);
  auto formatted = format_block(node.chain(), **block, full);
  if (!formatted) return error_of(formatted.error());
  return std::move(*formatted);
}

Answer count_answer(const Parsed<std::optional<uint64_t>>& block, Node& node) {
  if (!block) return block.error();
  if (!*block) return json::value(nullptr);
  auto transactions = node.chain().database().transactions(**block);
  if (!transactions) return error_of(transactions.error());
  return json::value(to_quantity(transactions->size()));
}

Answer transaction_at(uint64_t block, uint64_t index, Node& node) {
  auto transactions = node.chain().database().transactions(block);
  if (!transactions) return error_of(transactions.error());
  if (index >= transactions->size()) return json::value(nullptr);
  auto header = node.chain().header(block);
  if (!header) return error_of(header.error());
  const auto& stored = (*transactions)[index];
  auto pooled = node::PooledTransaction::restore(stored.raw, stored.sender);
  if (!pooled) return error_of(pooled.error());
  return format_transaction((*pooled)->tx(),
                            TxPlace{block, header->stored.hash, index, header->header.base_fee,
                                    header->header.timestamp});
}

Answer transaction_in(const Parsed<std::optional<uint64_t>>& block, const json::array& params,
                      Node& node) {
  if (!block) return block.error();
  auto index = quantity_param(params, 1);
  if (!index) return index.error();
  if (!*block) return json::value(nullptr);
  return transaction_at(**block, index->saturated_u64(), node);
}

Answer transaction_by_hash(const json::array& params, Node& node) {
  auto hash = fixed_param<32>(params, 0);
  if (!hash) return hash.error();
  auto place = node.chain().database().transaction_place(*hash);
  if (place) return transaction_at(place->block, place->index, node);
  if (place.error().status != Status::not_found) return error_of(place.error());
  if (const auto pending = node.mempool().find(*hash))
    return format_transaction(pending->tx(), std::nullopt);
  return json::value(nullptr);
}

Answer raw_transaction_by_hash(const json::array& params, Node& node) {
  auto hash = fixed_param<32>(params, 0);
  if (!hash) return hash.error();
  if (const auto pending = node.mempool().find(*hash)) return json::value(to_hex(pending->raw()));
  auto place = node.chain().database().transaction_place(*hash);
  if (!place) return json::value(nullptr);
  auto transactions = node.chain().database().transactions(place->block);
  if (!transactions) return error_of(transactions.error());
  return json::value(to_hex((*transactions)[place->index].raw));
}

Answer receipt(const json::array& params, Node& node) {
  auto hash = fixed_param<32>(params, 0);
  if (!hash) return hash.error();
  auto place = node.chain().database().transaction_place(*hash);
  if (!place && place.error().status == Status::not_found) return json::value(nullptr);
  if (!place) return error_of(place.error());
  auto formatted = format_receipt(node.chain(), place->block, place->index);
  if (!formatted) return error_of(formatted.error());
  return std::move(*formatted);
}

Answer block_receipts(const json::array& params, Node& node) {
  auto block = by_number(params, node);
  if (!block) return block.error();
  if (!*block) return json::value(nullptr);
  auto receipts = format_receipts(node.chain(), **block);
  if (!receipts) return error_of(receipts.error());
  return json::value(std::move(*receipts));
}

}  // namespace

void add_chain_methods(Dispatcher& dispatcher, Node& node) {
  const auto add = [&](const char* name, auto method) {
    dispatcher.add(name, [&node, method](const json::array& params, const Caller&) -> Answer {
      return method(params, node);
    });
  };
  add("eth_chainId", [](const auto&, Node& n) -> Answer {
    return json::value(to_quantity(n.chain().parameters().id));
  });
  add("eth_blockNumber",
      [](const auto&, Node& n) -> Answer { return json::value(to_quantity(n.chain().latest())); });
  add("eth_getBlockByNumber",
      [](const auto& p, Node& n) { return block_answer(by_number(p, n), wants_full(p), n); });
  add("eth_getBlockByHash",
      [](const auto& p, Node& n) { return block_answer(by_hash(p, n), wants_full(p), n); });
  add("eth_getBlockTransactionCountByNumber",
      [](const auto& p, Node& n) { return count_answer(by_number(p, n), n); });
  add("eth_getBlockTransactionCountByHash",
      [](const auto& p, Node& n) { return count_answer(by_hash(p, n), n); });
  add("eth_getTransactionByBlockNumberAndIndex",
      [](const auto& p, Node& n) { return transaction_in(by_number(p, n), p, n); });
  add("eth_getTransactionByBlockHashAndIndex",
      [](const auto& p, Node& n) { return transaction_in(by_hash(p, n), p, n); });
  add("eth_getTransactionByHash", transaction_by_hash);
  add("eth_getRawTransactionByHash", raw_transaction_by_hash);
  add("eth_getTransactionReceipt", receipt);
  add("eth_getBlockReceipts", block_receipts);
  for (const char* name : {"eth_getUncleCountByBlockNumber", "eth_getUncleCountByBlockHash"})
    add(name, [](const auto&, Node&) -> Answer { return json::value("0x0"); });
  for (const char* name : {"eth_getUncleByBlockNumberAndIndex", "eth_getUncleByBlockHashAndIndex"})
    add(name, [](const auto&, Node&) -> Answer { return json::value(nullptr); });
}

}  // namespace dovetail::rpc
