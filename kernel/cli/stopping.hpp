#pragma once
// Stopping within a bound: who stops is named, and if it takes too long the process ends anyway.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "kernel/cli/console.hpp"

namespace dovetail::cli {

/// From its construction the process has kStopWithin to end; then it says which part hangs and
/// ends with exit code 1. State is durable at every moment, so nothing is lost.
class StopWatchdog {
 public:
  explicit StopWatchdog(Console& console);
  ~StopWatchdog();

  /// @param part  a literal: what stops next
  void stopping(const char* part) { part_ = part; }

  static constexpr std::chrono::seconds kStopWithin{10};

 private:
  void watch();

  Console& console_;
  std::atomic<const char*> part_ = "start";
  std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::thread thread_;
};

/// Blocks SIGINT, SIGTERM and SIGHUP in this thread and those that it starts, so that
/// wait_for_signal alone sees them. Call it before any thread is started.
void block_signals();
/// @return the signal that came within that time, or 0.
int wait_for_signal(std::chrono::milliseconds within);

}  // namespace dovetail::cli
