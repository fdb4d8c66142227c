#include "kernel/cli/stopping.hpp"

#include <unistd.h>

#include <csignal>
#include <ctime>

#include "kernel/cli/exit_codes.hpp"

namespace dovetail::cli {
namespace {

sigset_t handled_signals() {
  sigset_t out;
  sigemptyset(&out);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&out, signal);
  return out;
}

}  // namespace

StopWatchdog::StopWatchdog(Console& console) : console_(console), thread_([this] { watch(); }) {}

StopWatchdog::~StopWatchdog() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_all();
  thread_.join();
}

void StopWatchdog::watch() {
  std::unique_lock lock(mutex_);
  if (done_changed_.wait_for(lock, kStopWithin, [this] { return done_; })) return;
  console_.log(
      "error: the node did not stop within 10 s; this part hangs: " + std::string(part_.load()) +
      ". It is ended now; nothing that was written is lost.\n");
  ::_exit(kFailure);
}

void block_signals() {
  const sigset_t signals = handled_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int wait_for_signal(std::chrono::milliseconds within) {
  const sigset_t signals = handled_signals();
  const timespec time{within.count() / 1000, within.count() % 1000 * 1'000'000};
  const int signal = ::sigtimedwait(&signals, nullptr, &time);
  return signal < 0 ? 0 : signal;
}

}  // namespace dovetail::cli
