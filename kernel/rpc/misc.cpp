// net, web3, txpool, zks, and the eth methods that only tell about the node.

#include "kernel/rpc/service.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::rpc {
namespace {

using node::Node;

constexpr const char* kVersion = "dovetail/v" DOVETAIL_VERSION "/linux-amd64/cpp";

json::object by_sender(const std::vector<node::TxRef>& transactions) {
  json::object out;
  for (const auto& tx : transactions) {
    json::value& sender = out[to_hex(tx->tx().sender.view())];
    if (!sender.is_object()) sender = json::object();
    sender.as_object()[std::to_string(tx->tx().nonce)] = format_transaction(tx->tx(), std::nullopt);
  }
  return out;
}

node::Mempool::Content pool(Node& node) {
  return node.mempool().content();
}

Answer batch_details(const json::array& params, Node& node) {
  const json::value* value = param(params, 0);
  if (value == nullptr || !value->is_number())
    return invalid_params("invalid argument 0: expected a batch number");
  json::error_code bad;
  const auto number = value->to_number<uint64_t>(bad);
  if (bad) return invalid_params("invalid argument 0: expected a batch number");
  auto batch = node.chain().database().batch(number);
  if (!batch && batch.error().status == Status::not_found) return json::value(nullptr);
  if (!batch) return error_of(batch.error());
  const auto& output = batch->output;
  json::object out{{"number", number},
                   {"status", text(batch->status)},
                   {"timestamp", output.first_timestamp},
                   {"l1TxCount", output.l1_transactions},
                   {"l2TxCount", output.l2_transactions},
                   {"firstBlock", output.first_block},
                   {"lastBlock", output.last_block},
                   {"rootHash", to_hex(batch->tree_root.view())},
                   {"stateCommitment", to_hex(batch->state_after.view())},
                   {"daCommitment", to_hex(output.da_commitment.view())},
                   {"proveTxHash", nullptr},
                   {"executeTxHash", nullptr}};
  out["commitTxHash"] = batch->commit_tx.is_zero() ? json::value(nullptr)
                                                   : json::value(to_hex(batch->commit_tx.view()));
  return json::value(std::move(out));
}

Answer l1_contracts(Node& node, Address config::Contracts::* which) {
  const auto contracts = node.status().contracts;
  if (!contracts)
    return RpcError{
        kServerError, "the chain has no contracts on L1 yet; see `dovetail admin status`", {}};
  return json::value(to_hex(((*contracts).*which).view()));
}

void add_zks_methods(Dispatcher& dispatcher, Node& node) {
  dispatcher.add("zks_L1ChainId", [&node](const auto&, const Caller&) -> Answer {
    return json::value(to_quantity(node.status().l1_chain_id));
  });
  dispatcher.add("zks_L1BatchNumber", [&node](const auto&, const Caller&) -> Answer {
    return json::value(to_quantity(node.status().batches_sealed));
  });
  dispatcher.add("zks_getL1BatchDetails", [&node](const auto& params, const Caller&) {
    return batch_details(params, node);
  });
  dispatcher.add("zks_getBridgehubContract", [&node](const auto&, const Caller&) {
    return l1_contracts(node, &config::Contracts::bridgehub);
  });
  dispatcher.add("zks_getMainContract", [&node](const auto&, const Caller&) {
    return l1_contracts(node, &config::Contracts::chain);
  });
}

void add_pool_methods(Dispatcher& dispatcher, Node& node) {
  dispatcher.add("txpool_status", [&node](const auto&, const Caller&) -> Answer {
    const auto counts = node.mempool().counts();
    return json::value(json::object{{"pending", to_quantity(counts.pending)},
                                    {"queued", to_quantity(counts.queued)}});
  });
  dispatcher.add("txpool_content", [&node](const auto&, const Caller&) -> Answer {
    const auto content = pool(node);
    return json::value(json::object{{"pending", by_sender(content.pending)},
                                    {"queued", by_sender(content.queued)}});
  });
}

}  // namespace

void add_misc_methods(Dispatcher& dispatcher, Node& node) {
  dispatcher.add("web3_clientVersion",
                 [](const auto&, const Caller&) -> Answer { return json::value(kVersion); });
  dispatcher.add("web3_sha3", [](const json::array& params, const Caller&) -> Answer {
    auto bytes = bytes_param(params, 0);
    if (!bytes) return bytes.error();
    return json::value(to_hex(keccak256(*bytes).view()));
  });
  dispatcher.add("net_version", [&node](const auto&, const Caller&) -> Answer {
    return json::value(std::to_string(node.chain().parameters().id));
  });
  dispatcher.add("net_listening",
                 [](const auto&, const Caller&) -> Answer { return json::value(true); });
  dispatcher.add("net_peerCount",
                 [](const auto&, const Caller&) -> Answer { return json::value("0x0"); });
  dispatcher.add("eth_syncing",
                 [](const auto&, const Caller&) -> Answer { return json::value(false); });
  dispatcher.add("eth_accounts",
                 [](const auto&, const Caller&) -> Answer { return json::value(json::array()); });
  add_zks_methods(dispatcher, node);
  add_pool_methods(dispatcher, node);
}

}  // namespace dovetail::rpc
