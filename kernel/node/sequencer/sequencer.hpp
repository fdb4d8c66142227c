#pragma once
// The sequencer: a block every block_time if there is anything to put in it, never an empty one.

#include <spdlog/logger.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "kernel/node/block/builder.hpp"
#include "kernel/node/fees/fee_source.hpp"
#include "kernel/node/mempool/mempool.hpp"

namespace dovetail::node {

struct SequencerOptions {
  std::chrono::milliseconds block_time{250};
  BlockLimits limits;
  U256 base_fee_min;
  uint64_t backlog_batches_max =
      100;  ///< sealed but not committed batches at which no block is made
};

class Sequencer {
 public:
  /// @param backlog  how many batches are sealed and not committed.
  Sequencer(Chain& chain, Mempool& mempool, const FeeSource& fees,
            std::function<uint64_t()> backlog, spdlog::logger& logger, SequencerOptions options);
  ~Sequencer();

  void set_options(const SequencerOptions& options);
  /// @return the base fee of the next block, wei; the minimum until there is a price.
  U256 next_base_fee() const;
  /// Why no block can be made now, though transactions wait; empty if one can.
  std::string trouble() const;
  /// Over the last ten seconds.
  double transactions_per_second() const;

 private:
  using Clock = std::chrono::steady_clock;

  void run(std::stop_token stop);
  Expected<void> make_block(const SequencerOptions& options);
  Expected<void> commit(BuiltBlock block);
  std::string obstacle(const SequencerOptions& options) const;
  SequencerOptions options() const;
  void say(std::string trouble);
  /// Half the backlog used: every block waits twice as long, and so on up to sixteen times.
  std::chrono::milliseconds pause(const SequencerOptions& options) const;

  Chain& chain_;
  Mempool& mempool_;
  const FeeSource& fees_;
  const std::function<uint64_t()> backlog_;
  spdlog::logger& logger_;
  BlockBuilder builder_;
  mutable std::mutex mutex_;
  SequencerOptions options_;
  std::string trouble_;
  std::vector<std::pair<Clock::time_point, size_t>> recent_;  ///< blocks of the last ten seconds
  std::unordered_set<Hash256>
      first_;  ///< go first into the next block: the sequencer's thread alone
  std::jthread thread_;
};

}  // namespace dovetail::node
