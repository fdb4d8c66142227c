#pragma once
// A thread that reads L1's fees from time to time, so that nobody who asks for a price waits for
// L1.
//
// Invariants: one read at a time; a failed read leaves the last sample, whose age grows, and is
// logged once until a read succeeds again; the destructor ends a read under way through its stop
// token and joins.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "plugins/fee_oracle/l1_gas/prices.hpp"

namespace dovetail::plugins::l1_gas {

struct Reading {
  sdk::L1Fees fees;
  uint64_t block = 0;  ///< the head
};

/// Where readings and time come from, and where news goes. Called from the sampler's thread, but
/// for the clock, which any thread asks.
struct Sources {
  std::function<Expected<Reading>(std::stop_token)> read;
  std::function<uint64_t()> monotonic_ms;
  std::function<void(bool works, std::string_view text)> news;
};

class Sampler {
 public:
  /// After a failure it tries again within this time, however long poll_ms is.
  static constexpr uint32_t kRetryMs = 1'000;

  Sampler(Config config, Sources sources);

  /// The newest prices and their age. Fails with unavailable, and the last reason, before the
  /// first.
  Expected<sdk::Fees> sample() const;

 private:
  void run(std::stop_token stop);
  bool take(std::stop_token stop);

  const Config config_;
  const Sources sources_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::optional<sdk::Fees> last_;
  uint64_t last_ms_ = 0;
  std::string reason_ = "L1 has not been asked yet";
  std::condition_variable_any stopped_;
  std::jthread thread_;  ///< last: ends before the rest
};

}  // namespace dovetail::plugins::l1_gas
