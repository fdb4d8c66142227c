#pragma once
// The control thread: the one thread on which the functions tagged [control] are called.
//
// Wake is the signal that both sides share: a queued task or a generation's last lease. It outlives
// the thread, so that a late lease can still signal.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace dovetail::plugin {

class Wake {
 public:
  /// Something changed that a waiter may care about.
  void notify();
  /// Waits until over() is true, looked at after each notification, or the deadline. over must not
  /// notify.
  /// @return over().
  template <class Over>
  bool wait_until(std::chrono::steady_clock::time_point deadline, Over over) {
    std::unique_lock lock(mutex);
    return changed.wait_until(lock, deadline, over);
  }

  std::mutex mutex;
  std::condition_variable changed;
  uint64_t count = 0;  ///< of notifications
};

class ControlThread {
 public:
  /// @param on_wake  runs on the thread after each notification.
  ControlThread(std::shared_ptr<Wake> wake, std::function<void()> on_wake);
  /// Runs what is queued, then joins.
  ~ControlThread();

  /// Runs task on the control thread and returns when it is done.
  void run(const std::function<void()>& task);
  bool is_current() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  void loop();

  const std::shared_ptr<Wake> wake_;
  const std::function<void()> on_wake_;
  std::deque<std::function<void()>> tasks_;  ///< guarded by wake_->mutex
  bool stopping_ = false;                    ///< guarded by wake_->mutex
  std::thread thread_;
};

}  // namespace dovetail::plugin
