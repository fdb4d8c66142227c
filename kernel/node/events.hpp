#pragma once
// What the node tells whoever listens: new blocks, transactions that enter the pool, batches that
// move on.
//
// Listeners are called on the thread that causes the event, one after another, and must return
// quickly: queue the work.

#include <functional>
#include <map>
#include <mutex>

#include "kernel/node/mempool/pooled.hpp"

namespace dovetail::node {

template <class... Args>
class Event {
 public:
  using Listener = std::function<void(const Args&...)>;

  /// @return a number for unlisten.
  uint64_t listen(Listener listener) {
    std::lock_guard lock(mutex_);
    listeners_.emplace(next_, std::move(listener));
    return next_++;
  }
  /// When it returns, the listener is not running and will not be called again.
  void unlisten(uint64_t id) {
    std::lock_guard lock(mutex_);
    listeners_.erase(id);
  }
  void raise(const Args&... args) {
    std::lock_guard lock(mutex_);
    for (const auto& [id, listener] : listeners_) listener(args...);
  }

 private:
  std::mutex mutex_;
  std::map<uint64_t, Listener> listeners_;
  uint64_t next_ = 1;
};

struct Events {
  Event<uint64_t> block;     ///< number of a new block, already readable
  Event<uint64_t> reverted;  ///< every block above this one is gone
  Event<TxRef> pending;      ///< entered the pool
  Event<uint64_t> batch;     ///< number of a batch whose status changed
};

}  // namespace dovetail::node
