#pragma once
// The batcher: blocks in, sealed batches out.
//
// The open batch is every block after the last sealed one. It is sealed before a block that would
// take it over a limit, or when its first block is timeout old. Its cursor is the last sealed batch
// in the database: after a restart the open batch is measured again from its blocks. No receipt or
// charge depends on where a batch ends.

#include <spdlog/logger.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "kernel/node/chain.hpp"

namespace dovetail::node {

struct BatchLimits {
  std::chrono::seconds timeout{60};
  uint64_t blocks_max = 5000;
  uint64_t transactions_max = 10'000;
  uint64_t gas_max = 2'000'000'000;
  uint64_t pubdata_bytes_max = 110'000;
};

/// What a batch holds; of the pubdata an upper bound.
struct BatchLoad {
  uint64_t blocks = 0, transactions = 0, gas = 0, pubdata_bytes = 0;
  BatchLoad& operator+=(const BatchLoad& other);
  /// @return the name of the first limit that is exceeded, or nothing.
  std::optional<std::string> over(const BatchLimits& limits) const;
};

class Batcher {
 public:
  /// @param boundary  called between two batches: a plugin may change there.
  /// @param settlement_chain_id  of L1; 0 while it is not known, and then nothing is sealed.
  Batcher(Chain& chain, std::function<void()> boundary,
          std::function<uint64_t()> settlement_chain_id, spdlog::logger& logger,
          BatchLimits limits);
  ~Batcher();

  void set_limits(const BatchLimits& limits);
  std::string trouble() const;
  /// "3 blocks, 17 transactions, seals in 41 s": what the open batch holds and when it is sealed.
  std::string open_batch() const;

 private:
  void run(std::stop_token stop);
  Expected<bool> step();
  Expected<BatchLoad> measure(uint64_t block) const;
  Expected<void> seal(uint64_t number, uint64_t first, uint64_t last, const std::string& why);
  BatchLimits limits() const;

  Chain& chain_;
  const std::function<void()> boundary_;
  const std::function<uint64_t()> settlement_chain_id_;
  spdlog::logger& logger_;
  mutable std::mutex mutex_;
  BatchLimits limits_;
  std::string trouble_, open_text_;
  // The open batch as far as it was measured; the batcher's thread alone.
  uint64_t open_first_ = 0, measured_ = 0;
  uint64_t open_since_ = 0;  ///< timestamp of its first block, seconds
  BatchLoad load_;
  uint64_t listener_ = 0;
  std::condition_variable_any wake_;
  std::mutex wake_mutex_;
  bool woken_ = false;
  std::jthread thread_;
};

}  // namespace dovetail::node
