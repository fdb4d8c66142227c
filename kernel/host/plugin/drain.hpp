#pragma once
// Generations that no slot publishes any more: they wait here for their last lease, then end on the
// control thread.
//
// A generation is never cut off; past its deadline it goes on draining, and status says which and
// how many jobs.

#include <deque>
#include <mutex>
#include <vector>

#include "kernel/host/plugin/control.hpp"
#include "kernel/host/plugin/generation.hpp"

namespace dovetail::plugin {

class Drain {
 public:
  explicit Drain(std::shared_ptr<Wake> wake) : wake_(std::move(wake)) {}

  /// Ends generation as last (retired or failed) once its leases are gone.
  void add(std::shared_ptr<Generation> generation, GenerationState last = GenerationState::retired);
  /// On the control thread: ends those without leases.
  void reap();
  /// Waits until generation has ended, or the deadline.  @return its leases then.
  uint64_t wait(const Generation& generation, std::chrono::steady_clock::time_point deadline) const;
  /// Waits until no generation is left here, or the deadline.  @return how many are left.
  size_t wait_all(std::chrono::steady_clock::time_point deadline) const;

  std::vector<std::shared_ptr<Generation>> draining() const;
  /// The last that ended, oldest first: (what it was, how it ended).
  std::vector<std::pair<GenerationInfo, GenerationState>> ended() const;

 private:
  struct Entry {
    std::shared_ptr<Generation> generation;
    GenerationState last;
  };
  std::vector<Entry> idle() const;
  void note_ended(const Entry& entry);

  const std::shared_ptr<Wake> wake_;
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::deque<std::pair<GenerationInfo, GenerationState>> ended_;
};

}  // namespace dovetail::plugin
