#include "kernel/rpc/filters.hpp"

#include <openssl/rand.h>

namespace dovetail::rpc {
namespace {

constexpr size_t kFiltersMax = 10'000;
constexpr size_t kSubscriptionsPerPeerMax = 100;
constexpr size_t kPendingHashesMax = 10'000;
constexpr auto kFilterLifetime = std::chrono::minutes(5);

/// Ids cannot be guessed, so that nobody reads another's filter.
U256 new_id() {
  uint8_t bytes[16];
  DOVETAIL_ASSERT(RAND_bytes(bytes, sizeof bytes) == 1);
  bytes[0] |= 0x80;
  return U256::from_be(bytes);
}

std::string notification(const U256& id, json::value result) {
  return json::serialize(json::object{
      {"jsonrpc", "2.0"},
      {"method", "eth_subscription"},
      {"params", json::object{{"subscription", to_quantity(id)}, {"result", std::move(result)}}}});
}

RpcError not_found() {
  return {kServerError, "filter not found", {}};
}

}  // namespace

Filters::Filters(node::Node& node, LogLimits limits) : node_(node), limits_(limits) {
  auto& events = node_.chain().events();
  block_listener_ = events.block.listen([this](uint64_t block) { on_block(block); });
  pending_listener_ = events.pending.listen([this](const node::TxRef& tx) { on_pending(tx); });
}

Filters::~Filters() {
  auto& events = node_.chain().events();
  events.block.unlisten(block_listener_);
  events.pending.unlisten(pending_listener_);
}

void Filters::add_methods(Dispatcher& dispatcher) {
  dispatcher.add("eth_newFilter",
                 [this](const auto& params, const auto&) { return create(Kind::logs, params); });
  dispatcher.add("eth_newBlockFilter",
                 [this](const auto& params, const auto&) { return create(Kind::blocks, params); });
  dispatcher.add("eth_newPendingTransactionFilter",
                 [this](const auto& params, const auto&) { return create(Kind::pending, params); });
  dispatcher.add("eth_getFilterChanges",
                 [this](const auto& params, const auto&) { return changes(params); });
  dispatcher.add("eth_getFilterLogs",
                 [this](const auto& params, const auto&) { return all_logs(params); });
  dispatcher.add("eth_uninstallFilter", [this](const json::array& params, const auto&) -> Answer {
    auto id = quantity_param(params, 0);
    if (!id) return id.error();
    std::lock_guard lock(mutex_);
    return json::value(filters_.erase(*id) == 1);
  });
  dispatcher.add("eth_subscribe", [this](const auto& params, const Caller& caller) {
    return subscribe(params, caller);
  });
  dispatcher.add("eth_unsubscribe", [this](const auto& params, const Caller& caller) {
    return unsubscribe(params, caller);
  });
}

Answer Filters::create(Kind kind, const json::array& params) {
  LogFilter logs;
  if (kind == Kind::logs) {
    auto parsed = filter_of(param(params, 0), node_.chain());
    if (!parsed) return parsed.error();
    logs = std::move(*parsed);
  }
  std::lock_guard lock(mutex_);
  forget_unused();
  if (filters_.size() >= kFiltersMax)
    return RpcError{
        -32005, "too many filters: " + std::to_string(kFiltersMax) + " are in use, try later", {}};
  const U256 id = new_id();
  filters_[id] = {kind, std::move(logs), node_.chain().latest() + 1, {}, Clock::now()};
  return json::value(to_quantity(id));
}

void Filters::forget_unused() {
  const auto now = Clock::now();
  std::erase_if(filters_,
                [&](const auto& entry) { return now - entry.second.used > kFilterLifetime; });
}

Answer Filters::changes(const json::array& params) {
  auto id = quantity_param(params, 0);
  if (!id) return id.error();
  std::lock_guard lock(mutex_);
  const auto found = filters_.find(*id);
  if (found == filters_.end()) return not_found();
  found->second.used = Clock::now();
  auto news = new_since(found->second);
  if (!news) return news.error();
  return json::value(std::move(*news));
}

Parsed<json::array> Filters::new_since(Filter& filter) {
  json::array out;
  if (filter.kind == Kind::pending) {
    for (const Hash256& hash : filter.hashes) out.emplace_back(to_hex(hash.view()));
    filter.hashes.clear();
    return out;
  }
  const uint64_t latest = node_.chain().latest();
  for (; filter.next_block <= latest; ++filter.next_block) {
    if (filter.kind == Kind::blocks) {
      auto header = node_.chain().database().header(filter.next_block);
      if (!header) return RpcError{kServerError, header.error().text, {}};
      out.emplace_back(to_hex(header->hash.view()));
      continue;
    }
    if (filter.logs.from && filter.next_block < *filter.logs.from) continue;
    auto logs = logs_of_block(node_.chain(), filter.logs, filter.next_block);
    if (!logs) return logs.error();
    out.insert(out.end(), logs->begin(), logs->end());
  }
  return out;
}

Answer Filters::all_logs(const json::array& params) {
  auto id = quantity_param(params, 0);
  if (!id) return id.error();
  LogFilter filter;
  {
    std::lock_guard lock(mutex_);
    const auto found = filters_.find(*id);
    if (found == filters_.end() || found->second.kind != Kind::logs) return not_found();
    found->second.used = Clock::now();
    filter = found->second.logs;
  }
  auto logs = find_logs(node_.chain(), filter, limits_);
  if (!logs) return logs.error();
  return json::value(std::move(*logs));
}

Answer Filters::subscribe(const json::array& params, const Caller& caller) {
  if (!caller.peer)
    return RpcError{kServerError, "notifications not supported: subscribe over WebSocket", {}};
  auto name = text_param(params, 0);
  if (!name) return name.error();
  Subscription subscription{Kind::blocks, {}, caller.peer};
  if (*name == "logs") {
    auto filter = filter_of(param(params, 1), node_.chain());
    if (!filter) return filter.error();
    subscription.kind = Kind::logs;
    subscription.logs = std::move(*filter);
  } else if (*name == "newPendingTransactions") {
    subscription.kind = Kind::pending;
  } else if (*name != "newHeads") {
    return invalid_params(
        "no \"" + *name +
        "\" subscription in eth namespace: newHeads, logs and newPendingTransactions exist");
  }
  std::lock_guard lock(mutex_);
  size_t own = 0;
  for (const auto& [id, other] : subscriptions_) own += other.peer->id() == caller.peer->id();
  if (own >= kSubscriptionsPerPeerMax)
    return RpcError{-32005,
                    "too many subscriptions on this connection: at most " +
                        std::to_string(kSubscriptionsPerPeerMax),
                    {}};
  const U256 id = new_id();
  subscriptions_.emplace(id, std::move(subscription));
  return json::value(to_quantity(id));
}

Answer Filters::unsubscribe(const json::array& params, const Caller& caller) {
  auto id = quantity_param(params, 0);
  if (!id) return id.error();
  std::lock_guard lock(mutex_);
  const auto found = subscriptions_.find(*id);
  if (found == subscriptions_.end() || !caller.peer ||
      found->second.peer->id() != caller.peer->id())
    return RpcError{kServerError, "subscription not found", {}};
  subscriptions_.erase(found);
  return json::value(true);
}

void Filters::closed(uint64_t peer_id) {
  std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_,
                [&](const auto& entry) { return entry.second.peer->id() == peer_id; });
}

size_t Filters::subscriptions_count() const {
  std::lock_guard lock(mutex_);
  return subscriptions_.size();
}

void Filters::on_block(uint64_t block) {
  std::lock_guard lock(mutex_);
  if (subscriptions_.empty()) return;
  const auto& chain = node_.chain();
  auto header = chain.header(block);
  if (!header) return;
  for (const auto& [id, subscription] : subscriptions_) {
    if (subscription.kind == Kind::blocks)
      subscription.peer->send(notification(id, format_header(header->header, header->stored.hash)));
    if (subscription.kind != Kind::logs) continue;
    if (auto logs = logs_of_block(chain, subscription.logs, block))
      for (auto& log : *logs) subscription.peer->send(notification(id, log));
  }
}

void Filters::on_pending(const node::TxRef& tx) {
  std::lock_guard lock(mutex_);
  const Hash256& hash = tx->tx().hash;
  for (auto& [id, filter] : filters_)
    if (filter.kind == Kind::pending && filter.hashes.size() < kPendingHashesMax)
      filter.hashes.push_back(hash);
  for (const auto& [id, subscription] : subscriptions_)
    if (subscription.kind == Kind::pending)
      subscription.peer->send(notification(id, json::value(to_hex(hash.view()))));
}

}  // namespace dovetail::rpc
