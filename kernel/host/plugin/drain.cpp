#include "kernel/host/plugin/drain.hpp"

#include <algorithm>

namespace dovetail::plugin {
namespace {

constexpr size_t kEndedMax = 32;

}  // namespace

void Drain::add(std::shared_ptr<Generation> generation, GenerationState last) {
  {
    const std::lock_guard lock(mutex_);
    entries_.push_back({std::move(generation), last});
  }
  wake_->notify();
}

std::vector<Drain::Entry> Drain::idle() const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> out;
  for (const auto& entry : entries_)
    if (entry.generation->jobs_count() == 0) out.push_back(entry);
  return out;
}

void Drain::note_ended(const Entry& entry) {
  entry.generation->set_state(entry.last);
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const Entry& other) { return other.generation == entry.generation; });
  ended_.emplace_back(entry.generation->info(), entry.last);
  if (ended_.size() > kEndedMax) ended_.pop_front();
}

void Drain::reap() {
  const auto ending = idle();
  for (const auto& entry : ending) {
    entry.generation->destroy_instance();
    note_ended(entry);
  }
  if (!ending.empty()) wake_->notify();
}

uint64_t Drain::wait(const Generation& generation,
                     std::chrono::steady_clock::time_point deadline) const {
  wake_->wait_until(deadline, [&] {
    const GenerationState state = generation.state();
    return state == GenerationState::retired || state == GenerationState::failed;
  });
  return generation.jobs_count();
}

size_t Drain::wait_all(std::chrono::steady_clock::time_point deadline) const {
  wake_->wait_until(deadline, [&] { return draining().empty(); });
  return draining().size();
}

std::vector<std::shared_ptr<Generation>> Drain::draining() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Generation>> out;
  for (const auto& entry : entries_) out.push_back(entry.generation);
  return out;
}

std::vector<std::pair<GenerationInfo, GenerationState>> Drain::ended() const {
  const std::lock_guard lock(mutex_);
  return {ended_.begin(), ended_.end()};
}

}  // namespace dovetail::plugin
