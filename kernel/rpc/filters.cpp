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
  block_listener_ = events.block.listen([this](uint64_t) {
    std::lock_guard lock(news_mutex_);
    new_block_ = true;
    news_.notify_one();
  });
  pending_listener_ =
      events.pending.listen([this](const node::TxRef& tx) { on_pending(tx->tx().hash); });
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
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
  std::lock_guard news(news_mutex_);
  filters_[id] = {kind, std::move(logs), node_.chain().latest() + 1, pending_end_, Clock::now()};
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
  Filter asked;
  uint64_t latest;
  json::array hashes;
  {
    std::lock_guard lock(mutex_);
    const auto found = filters_.find(*id);
    if (found == filters_.end()) return not_found();
    asked = found->second;
    latest = node_.chain().latest();
    hashes = new_pending(found->second.next_pending);
    found->second.used = Clock::now();
    found->second.next_block = latest + 1;
  }
  if (asked.kind == Kind::pending) return json::value(std::move(hashes));
  json::array out;
  for (uint64_t block = asked.next_block; block <= latest; ++block) {
    auto news = news_of_block(asked, block);
    if (!news) return news.error();
    out.insert(out.end(), std::make_move_iterator(news->begin()),
               std::make_move_iterator(news->end()));
  }
  return json::value(std::move(out));
}

json::array Filters::new_pending(uint64_t& next) const {
  std::lock_guard lock(news_mutex_);
  const uint64_t begin = pending_end_ - pending_.size();
  json::array out;
  for (uint64_t i = std::max(next, begin); i < pending_end_; ++i)
    out.emplace_back(to_hex(pending_[i - begin].view()));
  next = pending_end_;
  return out;
}

Parsed<json::array> Filters::news_of_block(const Filter& filter, uint64_t block) const {
  if (filter.kind == Kind::logs) {
    if (block < filter.logs.from.value_or(0) || block > filter.logs.to.value_or(block))
      return json::array();
    return logs_of_block(node_.chain(), filter.logs, block);
  }
  auto header = node_.chain().database().header(block);
  if (!header) return RpcError{kServerError, header.error().text, {}};
  return json::array{json::value(to_hex(header->hash.view()))};
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
  Subscription subscription{Kind::blocks, {}, caller.peer, false, {}};
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
  ++unanswered_;
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
  unanswered_ -= !found->second.answered;
  subscriptions_.erase(found);
  return json::value(true);
}

void Filters::answered(uint64_t peer_id) {
  if (unanswered_ == 0) return;
  std::lock_guard lock(mutex_);
  for (auto& [id, subscription] : subscriptions_) {
    if (subscription.answered || subscription.peer->id() != peer_id) continue;
    subscription.answered = true;
    --unanswered_;
    for (std::string& text : subscription.held) subscription.peer->send(std::move(text));
    subscription.held = {};
  }
}

void Filters::closed(uint64_t peer_id) {
  std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_, [&](const auto& entry) {
    if (entry.second.peer->id() != peer_id) return false;
    unanswered_ -= !entry.second.answered;
    return true;
  });
}

size_t Filters::subscriptions_count() const {
  std::lock_guard lock(mutex_);
  return subscriptions_.size();
}

void Filters::on_pending(const Hash256& hash) {
  std::lock_guard lock(news_mutex_);
  pending_.push_back(hash);
  ++pending_end_;
  if (pending_.size() > kPendingHashesMax) pending_.pop_front();
  news_.notify_one();
}

void Filters::run(std::stop_token stop) {
  uint64_t next_block = node_.chain().latest() + 1;
  uint64_t next_pending = 0;
  for (;;) {
    {
      std::unique_lock lock(news_mutex_);
      const auto news = [&] { return new_block_ || next_pending < pending_end_; };
      if (!news_.wait(lock, stop, news)) return;
      new_block_ = false;
    }
    for (const json::value& hash : new_pending(next_pending)) tell_pending(hash);
    const uint64_t latest = node_.chain().latest();
    for (next_block = std::min(next_block, latest + 1); next_block <= latest; ++next_block)
      tell_block(next_block);
  }
}

void Filters::tell(const U256& id, Subscription& subscription, json::value news) {
  std::string text = notification(id, std::move(news));
  if (subscription.answered)
    subscription.peer->send(std::move(text));
  else
    subscription.held.push_back(std::move(text));
}

void Filters::tell_block(uint64_t block) {
  std::lock_guard lock(mutex_);
  if (subscriptions_.empty()) return;
  const auto header = node_.chain().header(block);
  if (!header) return;
  for (auto& [id, subscription] : subscriptions_) {
    if (subscription.kind == Kind::blocks)
      tell(id, subscription, format_header(header->header, header->stored.hash));
    if (subscription.kind != Kind::logs) continue;
    if (auto logs = logs_of_block(node_.chain(), subscription.logs, block))
      for (auto& log : *logs) tell(id, subscription, std::move(log));
  }
}

void Filters::tell_pending(const json::value& hash) {
  std::lock_guard lock(mutex_);
  for (auto& [id, subscription] : subscriptions_)
    if (subscription.kind == Kind::pending) tell(id, subscription, hash);
}

}  // namespace dovetail::rpc
