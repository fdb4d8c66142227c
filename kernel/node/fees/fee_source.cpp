#include "kernel/node/fees/fee_source.hpp"

#include <algorithm>

#include "sdk/cpp/calls.hpp"

namespace dovetail::node {
namespace {

/// Gas that a byte of pubdata may cost at most: fee model v2's limit.
constexpr uint64_t kGasPerPubdataMax = 50'000;
/// 100,000 gwei: two hundred times the highest base fee that Ethereum has seen.
constexpr uint64_t kWeiPerGasMax = 100'000'000'000'000;
constexpr uint64_t kWeiPerByteMax = 40 * kWeiPerGasMax;
constexpr uint64_t kAgeMaxMs = 600'000;

U256 ceil_divide(const U256& a, const U256& b) {
  return (a + b - 1) / b;
}

std::string outside(const char* what, const U256& value, uint64_t max) {
  return std::string(what) + " of " + to_decimal(value) + " wei is over " + std::to_string(max) +
         ": absurd";
}

}  // namespace

std::optional<std::string> refuse_fees(const sdk::Fees& fees) {
  if (fees.l1_base_fee.is_zero()) return "L1 base fee of zero";
  if (fees.ratio_numerator == 0 || fees.ratio_denominator == 0)
    return "base token ratio with a zero";
  if (fees.l1_base_fee > kWeiPerGasMax)
    return outside("L1 base fee", fees.l1_base_fee, kWeiPerGasMax);
  if (fees.l1_blob_fee > kWeiPerGasMax) return outside("blob fee", fees.l1_blob_fee, kWeiPerGasMax);
  if (fees.pubdata_price > kWeiPerByteMax)
    return outside("pubdata price", fees.pubdata_price, kWeiPerByteMax);
  if (fees.native_price > kWeiPerGasMax)
    return outside("native price", fees.native_price, kWeiPerGasMax);
  if (fees.age_ms > kAgeMaxMs)
    return "sample is " + std::to_string(fees.age_ms / 1000) + " s old: stale";
  return std::nullopt;
}

U256 base_fee_target(const sdk::Fees& fees, const U256& minimum) {
  const U256 in_base_token = fees.pubdata_price * fees.ratio_numerator / fees.ratio_denominator;
  return std::max(minimum, ceil_divide(in_base_token, kGasPerPubdataMax));
}

U256 next_base_fee(const U256& parent, const U256& target, const U256& minimum) {
  const U256 step = std::max(parent / 8, U256(1));
  const U256 low = parent > step ? parent - step : U256();
  return std::max(std::clamp(target, low, parent + step), minimum);
}

FeeSource::FeeSource(plugin::Registry& plugins, spdlog::logger& logger,
                     std::chrono::milliseconds poll)
    : plugins_(plugins),
      logger_(logger),
      poll_(poll),
      thread_([this](std::stop_token stop) { run(stop); }) {}

FeeSource::~FeeSource() = default;

std::optional<FeeSample> FeeSource::last() const {
  std::lock_guard lock(mutex_);
  return last_;
}

std::string FeeSource::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

void FeeSource::run(std::stop_token stop) {
  std::mutex idle;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    sample();
    std::unique_lock lock(idle);
    wake.wait_for(lock, stop, poll_, [] { return false; });
  }
}

void FeeSource::sample() {
  std::string trouble;
  std::optional<sdk::Fees> good;
  if (auto lease = plugins_.acquire<dovetail_fee_oracle_v1>(); !lease) {
    trouble = lease.error().text;
  } else if (auto fees = sdk::FeeOracleCalls(lease->interface(), lease->instance()).sample();
             !fees) {
    trouble = lease->info().id + ": " + fees.error().text;
  } else if (auto why = refuse_fees(*fees)) {
    trouble = lease->info().id + ": " + *why;
  } else {
    good = *fees;
  }
  std::lock_guard lock(mutex_);
  if (good) last_ = FeeSample{*good, std::chrono::steady_clock::now()};
  // An oracle that reads L1 has nothing yet when it is asked the first time: that is no news.
  const bool first = samples_count_++ == 0;
  if (trouble != said_ && !first) {
    if (trouble.empty())
      logger_.info("fees: the oracle answers again");
    else
      logger_.warn("fees: {}; {}", trouble,
                   last_ ? "the last good sample is used" : "no block before a first sample");
    said_ = trouble;
  }
  trouble_ = std::move(trouble);
}

}  // namespace dovetail::node
