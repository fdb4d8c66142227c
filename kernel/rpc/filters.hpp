#pragma once
// Polling filters (eth_newFilter and kin) and subscriptions (eth_subscribe).
//
// A filter is forgotten when nobody has asked for it in five minutes; a subscription when its
// WebSocket closes. Both are bounded in number. Subscriptions are fed by the node's events.

#include <chrono>
#include <map>
#include <mutex>
#include <variant>

#include "kernel/node/node.hpp"
#include "kernel/rpc/logs.hpp"

namespace dovetail::rpc {

class Filters {
 public:
  Filters(node::Node& node, LogLimits limits);
  ~Filters();
  Filters(const Filters&) = delete;
  Filters& operator=(const Filters&) = delete;

  /// Adds the methods to a dispatcher that this outlives.
  void add_methods(Dispatcher& dispatcher);
  /// A WebSocket has gone: its subscriptions end.
  void closed(uint64_t peer_id);
  size_t subscriptions_count() const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Kind { logs, blocks, pending };
  struct Filter {
    Kind kind;
    LogFilter logs;
    uint64_t next_block;          ///< first one not reported yet
    std::vector<Hash256> hashes;  ///< of pending transactions since the last poll
    Clock::time_point used;
  };
  struct Subscription {
    Kind kind;
    LogFilter logs;
    std::shared_ptr<host::WebSocketPeer> peer;
  };

  Answer create(Kind kind, const json::array& params);
  Answer changes(const json::array& params);
  Answer all_logs(const json::array& params);
  Answer subscribe(const json::array& params, const Caller& caller);
  Answer unsubscribe(const json::array& params, const Caller& caller);
  Parsed<json::array> new_since(Filter& filter);
  void on_block(uint64_t block);
  void on_pending(const node::TxRef& tx);
  void forget_unused();

  node::Node& node_;
  const LogLimits limits_;
  mutable std::mutex mutex_;
  std::map<U256, Filter> filters_;
  std::map<U256, Subscription> subscriptions_;
  uint64_t block_listener_ = 0, pending_listener_ = 0;
};

}  // namespace dovetail::rpc
