#include "kernel/node/sequencer/sequencer.hpp"

#include <algorithm>
#include <limits>

namespace dovetail::node {
namespace {

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

/// How long the last good price serves while the oracle gives none.
constexpr auto kPriceAgeMax = std::chrono::hours(1);
constexpr auto kRateWindow = std::chrono::seconds(10);

}  // namespace

Sequencer::Sequencer(Chain& chain, Mempool& mempool, const FeeSource& fees,
                     std::function<uint64_t()> backlog, spdlog::logger& logger,
                     SequencerOptions options)
    : chain_(chain),
      mempool_(mempool),
      fees_(fees),
      backlog_(std::move(backlog)),
      logger_(logger),
      builder_(chain),
      options_(options),
      thread_([this](std::stop_token stop) { run(stop); }) {}

Sequencer::~Sequencer() = default;

SequencerOptions Sequencer::options() const {
  std::lock_guard lock(mutex_);
  return options_;
}

void Sequencer::set_options(const SequencerOptions& options) {
  std::lock_guard lock(mutex_);
  options_ = options;
}

std::string Sequencer::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

U256 Sequencer::next_base_fee() const {
  const U256 minimum = options().base_fee_min;
  const auto sample = fees_.last();
  const auto parent = chain_.header(chain_.latest());
  if (!sample || !parent) return minimum;
  return node::next_base_fee(parent->header.base_fee, base_fee_target(sample->fees, minimum),
                             minimum);
}

double Sequencer::transactions_per_second() const {
  std::lock_guard lock(mutex_);
  size_t sum = 0;
  for (const auto& [when, count] : recent_)
    if (Clock::now() - when < kRateWindow) sum += count;
  return static_cast<double>(sum) / std::chrono::duration<double>(kRateWindow).count();
}

std::string Sequencer::obstacle(const SequencerOptions& options) const {
  const auto sample = fees_.last();
  if (!sample) return "no price yet: " + fees_.trouble();
  if (Clock::now() - sample->taken > kPriceAgeMax)
    return "no good price for an hour, and the last one is too old to sell blocks at: " +
           fees_.trouble();
  const uint64_t behind = backlog_();
  if (behind >= options.backlog_batches_max)
    return "settlement is " + std::to_string(behind) + " batches behind (backlog.batches_max is " +
           std::to_string(options.backlog_batches_max) +
           "): no new blocks until L1 takes some; see `dovetail admin status`";
  return "";
}

std::chrono::milliseconds Sequencer::pause(const SequencerOptions& options) const {
  const uint64_t behind = backlog_(), half = options.backlog_batches_max / 2;
  if (half == 0 || behind < half) return options.block_time;
  return options.block_time * (2 << std::min<uint64_t>(3, 4 * (behind - half) / half));
}

void Sequencer::say(std::string trouble) {
  std::lock_guard lock(mutex_);
  if (trouble != trouble_) {
    if (trouble.empty())
      logger_.info("sequencer: making blocks again");
    else
      logger_.warn("sequencer: {}", trouble);
  }
  trouble_ = std::move(trouble);
}

void Sequencer::run(std::stop_token stop) {
  std::mutex idle;
  std::condition_variable_any wake;
  for (auto next = Clock::now(); !stop.stop_requested();) {
    const SequencerOptions options = this->options();
    if (!mempool_.empty()) {
      std::string trouble = obstacle(options);
      if (trouble.empty())
        if (auto made = make_block(options); !made) trouble = made.error().text;
      say(std::move(trouble));
    }
    next = std::max(next + pause(options), Clock::now());
    std::unique_lock lock(idle);
    wake.wait_until(lock, stop, next, [] { return false; });
  }
}

Expected<void> Sequencer::make_block(const SequencerOptions& options) {
  mempool_.expire();
  const U256 base_fee = next_base_fee();
  // All of them, for any number may turn out not to fit: the pool is bounded, and so is a round.
  auto candidates = mempool_.best(base_fee, std::numeric_limits<size_t>::max());
  if (candidates.empty()) return {};
  if (!first_.empty()) {
    std::vector<TxRef> ordered;
    for (const bool wanted : {true, false})
      for (const TxRef& tx : candidates)
        if (first_.contains(tx->tx().hash) == wanted) ordered.push_back(tx);
    candidates = std::move(ordered);
  }
  auto result = builder_.build(candidates, now_s(), base_fee, options.limits);
  if (!result) return result.error();
  first_ = {result->overflowed.begin(), result->overflowed.end()};
  for (const LeftOut& left : result->invalid) {
    logger_.info("sequencer: {} can never be executed and leaves the pool: {}",
                 to_hex(left.hash.view()), left.why);
    mempool_.drop(left.hash);
  }
  if (!result->block) return {};
  return commit(std::move(*result->block));
}

Expected<void> Sequencer::commit(BuiltBlock block) {
  const uint64_t number = block.commit.header.number;
  const size_t count = block.commit.transactions.size();
  if (auto written = chain_.database().commit(block.commit); !written) return written;
  mempool_.included(block.next_nonces);
  {
    std::lock_guard lock(mutex_);
    std::erase_if(recent_,
                  [](const auto& entry) { return Clock::now() - entry.first > kRateWindow; });
    recent_.emplace_back(Clock::now(), count);
  }
  logger_.debug("block {}: {} transactions, {} gas", number, count, block.gas_used);
  chain_.events().block.raise(number);
  return {};
}

}  // namespace dovetail::node
