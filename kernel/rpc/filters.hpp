#pragma once
// Polling filters (eth_newFilter and kin) and subscriptions (eth_subscribe).
//
// A filter is forgotten when nobody has asked for it in five minutes; a subscription when its
// WebSocket closes. Both are bounded in number. A thread of their own tells subscribers what the
// node's events announce, so that no subscriber holds up a block; and none hears anything before
// the answer that names its subscription.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

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
  /// The answers to a WebSocket's calls are on their way: its new subscriptions may speak.
  void answered(uint64_t peer_id);
  /// A WebSocket has gone: its subscriptions end.
  void closed(uint64_t peer_id);
  size_t subscriptions_count() const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Kind { logs, blocks, pending };
  struct Filter {
    Kind kind;
    LogFilter logs;
    uint64_t next_block;    ///< first one not reported yet
    uint64_t next_pending;  ///< likewise, counted since the start of the node
    Clock::time_point used;
  };
  struct Subscription {
    Kind kind;
    LogFilter logs;
    std::shared_ptr<host::WebSocketPeer> peer;
    bool answered = false;
    std::vector<std::string> held;  ///< to be sent once answered
  };

  Answer create(Kind kind, const json::array& params);
  Answer changes(const json::array& params);
  Answer all_logs(const json::array& params);
  Answer subscribe(const json::array& params, const Caller& caller);
  Answer unsubscribe(const json::array& params, const Caller& caller);
  Parsed<json::array> news_of_block(const Filter& filter, uint64_t block) const;
  /// @return the hashes since the one numbered next, which moves to the end.
  json::array new_pending(uint64_t& next) const;
  void on_pending(const Hash256& hash);
  void forget_unused();
  void run(std::stop_token stop);
  void tell_block(uint64_t block);
  void tell_pending(const json::value& hash);
  static void tell(const U256& id, Subscription& subscription, json::value news);

  node::Node& node_;
  const LogLimits limits_;
  mutable std::mutex mutex_;  ///< of the two maps
  std::map<U256, Filter> filters_;
  std::map<U256, Subscription> subscriptions_;
  std::atomic<size_t> unanswered_ = 0;  ///< subscriptions

  mutable std::mutex news_mutex_;  ///< of what follows; held for a moment only
  std::condition_variable_any news_;
  bool new_block_ = false;
  std::deque<Hash256> pending_;  ///< the last ones that entered the pool
  uint64_t pending_end_ = 0;     ///< how many there have ever been

  uint64_t block_listener_ = 0, pending_listener_ = 0;
  std::jthread thread_;
};

}  // namespace dovetail::rpc
