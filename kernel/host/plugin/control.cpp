#include "kernel/host/plugin/control.hpp"

#include <future>

namespace dovetail::plugin {

void Wake::notify() {
  const std::lock_guard lock(mutex);
  ++count;
  changed.notify_all();
}

ControlThread::ControlThread(std::shared_ptr<Wake> wake, std::function<void()> on_wake)
    : wake_(std::move(wake)), on_wake_(std::move(on_wake)), thread_([this] { loop(); }) {}

ControlThread::~ControlThread() {
  {
    const std::lock_guard lock(wake_->mutex);
    stopping_ = true;
    wake_->changed.notify_all();
  }
  thread_.join();
}

void ControlThread::run(const std::function<void()>& task) {
  if (is_current()) return task();
  const auto done = std::make_shared<std::promise<void>>();
  {
    const std::lock_guard lock(wake_->mutex);
    tasks_.emplace_back([&task, done] {
      task();
      done->set_value();
    });
    wake_->changed.notify_all();
  }
  done->get_future().wait();
}

void ControlThread::loop() {
  uint64_t seen = 0;
  std::unique_lock lock(wake_->mutex);
  while (true) {
    wake_->changed.wait(lock, [&] { return stopping_ || !tasks_.empty() || wake_->count != seen; });
    if (tasks_.empty() && wake_->count == seen) return;
    std::function<void()> next = on_wake_;
    if (!tasks_.empty()) {
      next = std::move(tasks_.front());
      tasks_.pop_front();
    } else {
      seen = wake_->count;
    }
    lock.unlock();
    next();
    lock.lock();
  }
}

}  // namespace dovetail::plugin
