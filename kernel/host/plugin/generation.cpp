#include "kernel/host/plugin/generation.hpp"

#include <array>

#include "kernel/host/plugin/control.hpp"
#include "kernel/host/plugin/load.hpp"

namespace dovetail::plugin {

std::string_view state_name(GenerationState state) {
  static constexpr std::array<std::string_view, 5> kNames = {"starting", "serving", "draining",
                                                             "retired", "failed"};
  return kNames[static_cast<size_t>(state)];
}

Generation::Generation(GenerationInfo info, std::unique_ptr<Instance> instance,
                       std::shared_ptr<Wake> wake)
    : info_(std::move(info)), instance_(std::move(instance)), wake_(std::move(wake)) {}

Generation::~Generation() = default;

const void* Generation::interface() const {
  return instance_ ? instance_->interface() : nullptr;
}

dovetail_instance* Generation::instance() const {
  return instance_ ? instance_->instance() : nullptr;
}

bool Generation::must_move() const {
  return state_ == GenerationState::draining &&
         std::chrono::steady_clock::now() >= move_after_.load();
}

void Generation::drain(std::chrono::steady_clock::time_point deadline) {
  move_after_ = deadline;
  state_ = GenerationState::draining;
}

void Generation::retain() {
  ++jobs_;
}

// Sequentially consistent on both sides: either this sees that it drains, or who set that sees no
// lease.
void Generation::release() {
  if (--jobs_ == 0 && state_ != GenerationState::serving) wake_->notify();
}

void Generation::destroy_instance() {
  DOVETAIL_ASSERT(jobs_ == 0);
  instance_.reset();
}

}  // namespace dovetail::plugin
