#pragma once
// The prices of the next block: the fee oracle's samples, bounded.
//
// A sample that is absurd, stale or zero is refused and the last good one kept, for an hour;
// without a good one there is no price and no block. The base fee follows its target by at most an
// eighth per block, as wallets expect since EIP-1559.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "kernel/host/plugin/registry.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::node {

struct FeeSample {
  sdk::Fees fees;
  std::chrono::steady_clock::time_point taken;
};

/// @return why a sample must not be used, or nothing.
std::optional<std::string> refuse_fees(const sdk::Fees& fees);

/// base fee target = max(minimum, ceil(pubdata price / 50,000)): fee model v2 of the ZK Stack, base
/// token ratio included.
U256 base_fee_target(const sdk::Fees& fees, const U256& minimum);
/// @return target, moved from parent by at most an eighth (at least 1 wei), and never below
/// minimum.
U256 next_base_fee(const U256& parent, const U256& target, const U256& minimum);

class FeeSource {
 public:
  FeeSource(plugin::Registry& plugins, spdlog::logger& logger, std::chrono::milliseconds poll);
  ~FeeSource();

  /// @return the last good sample; nothing before the first.
  std::optional<FeeSample> last() const;
  /// Why the newest sample was not taken; empty while all is well.
  std::string trouble() const;

 private:
  void run(std::stop_token stop);
  void sample();

  plugin::Registry& plugins_;
  spdlog::logger& logger_;
  const std::chrono::milliseconds poll_;
  mutable std::mutex mutex_;
  std::optional<FeeSample> last_;
  std::string trouble_, said_;  ///< as it is now; as it was last logged
  uint64_t samples_count_ = 0;
  std::jthread thread_;
};

}  // namespace dovetail::node
