#include "plugins/fee_oracle/l1_gas/sampler.hpp"

#include <algorithm>
#include <chrono>

namespace dovetail::plugins::l1_gas {

Sampler::Sampler(Config config, Sources sources)
    : config_(config),
      sources_(std::move(sources)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

Expected<sdk::Fees> Sampler::sample() const {
  std::lock_guard lock(mutex_);
  if (!last_) return Failure(Status::unavailable, "no price yet: " + reason_);
  sdk::Fees out = *last_;
  out.age_ms = sources_.monotonic_ms() - last_ms_;
  return out;
}

void Sampler::run(std::stop_token stop) {
  bool worked = true;
  while (!stop.stop_requested()) {
    const bool works = take(stop);
    if (works != worked && !stop.stop_requested()) sources_.news(works, works ? "" : reason_);
    worked = works;
    const uint32_t pause_ms = works ? config_.poll_ms : std::min(config_.poll_ms, kRetryMs);
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, std::chrono::milliseconds(pause_ms), [] { return false; });
  }
}

bool Sampler::take(std::stop_token stop) {
  const uint64_t asked_ms = sources_.monotonic_ms();
  auto reading = sources_.read(std::move(stop));
  auto fees = reading ? price(config_, reading->fees, reading->block)
                      : Expected<sdk::Fees>(reading.error());
  std::lock_guard lock(mutex_);
  if (!fees) {
    reason_ = fees.error().text;
    return false;
  }
  last_ = std::move(*fees);
  last_ms_ = asked_ms;
  return true;
}

}  // namespace dovetail::plugins::l1_gas
