#pragma once
// What the node tells whoever listens: new blocks, transactions that enter the pool, batches that
// move on.
//
// Listeners are called on the thread that causes the event, one after another, and must return
// quickly: queue the work.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "kernel/node/mempool/pooled.hpp"

namespace dovetail::node {

template <class... Args>
class Event {
 public:
  using Listener = std::function<void(const Args&...)>;

  /// @return a number for unlisten.
  uint64_t listen(Listener listener) {
    std::lock_guard lock(mutex_);
    listeners_.emplace(next_, std::make_shared<const Listener>(std::move(listener)));
    return next_++;
  }
  /// When it returns, the listener is not running and will not be called again. A listener may end
  /// itself, or another of the same event, while it runs; it must not touch other events.
  void unlisten(uint64_t id) {
    std::lock_guard lock(mutex_);
    listeners_.erase(id);
  }
  /// Calls those who listen now; a listener that is added meanwhile hears the next event.
  void raise(const Args&... args) {
    std::lock_guard lock(mutex_);
    std::vector<uint64_t> ids;
    for (const auto& [id, listener] : listeners_) ids.push_back(id);
    for (const uint64_t id : ids)
      if (const auto found = listeners_.find(id); found != listeners_.end()) {
        const auto listener = found->second;  // it may end itself
        (*listener)(args...);
      }
  }

 private:
  std::recursive_mutex mutex_;
  std::map<uint64_t, std::shared_ptr<const Listener>> listeners_;
  uint64_t next_ = 1;
};

struct Events {
  Event<uint64_t> block;     ///< number of a new block, already readable
  Event<uint64_t> reverted;  ///< every block above this one is gone
  Event<TxRef> pending;      ///< entered the pool
  Event<uint64_t> batch;     ///< number of a batch whose status changed
};

}  // namespace dovetail::node
