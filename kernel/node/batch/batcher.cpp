#include "kernel/node/batch/batcher.hpp"

#include <algorithm>

#include "kernel/node/batch/sealing.hpp"
#include "kernel/node/block/pubdata_meter.hpp"

namespace dovetail::node {
namespace {

/// Version, codec, block range, timestamp, counts; and 32 bytes for each block's hash (measured per
/// block).
constexpr uint64_t kBatchOverheadBytes = 256;
constexpr uint64_t kBlockOverheadBytes = 32;

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

}  // namespace

BatchLoad& BatchLoad::operator+=(const BatchLoad& other) {
  blocks += other.blocks;
  transactions += other.transactions;
  gas += other.gas;
  pubdata_bytes += other.pubdata_bytes;
  return *this;
}

std::optional<std::string> BatchLoad::over(const BatchLimits& limits) const {
  if (blocks > limits.blocks_max) return "blocks";
  if (transactions > limits.transactions_max) return "transactions";
  if (gas > limits.gas_max) return "gas";
  if (pubdata_bytes + kBatchOverheadBytes > limits.pubdata_bytes_max) return "pubdata";
  return std::nullopt;
}

Batcher::Batcher(Chain& chain, std::function<void()> boundary,
                 std::function<uint64_t()> settlement_chain_id, spdlog::logger& logger,
                 BatchLimits limits)
    : chain_(chain),
      boundary_(std::move(boundary)),
      settlement_chain_id_(std::move(settlement_chain_id)),
      logger_(logger),
      limits_(limits) {
  listener_ = chain_.events().block.listen([this](uint64_t) {
    std::lock_guard lock(wake_mutex_);
    woken_ = true;
    wake_.notify_all();
  });
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Batcher::~Batcher() {
  chain_.events().block.unlisten(listener_);
}

void Batcher::set_limits(const BatchLimits& limits) {
  std::lock_guard lock(mutex_);
  limits_ = limits;
}

BatchLimits Batcher::limits() const {
  std::lock_guard lock(mutex_);
  return limits_;
}

std::string Batcher::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

std::string Batcher::open_batch() const {
  std::lock_guard lock(mutex_);
  return open_text_;
}

void Batcher::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    auto sealed = step();
    {
      std::lock_guard lock(mutex_);
      const std::string trouble = sealed ? "" : sealed.error().text;
      if (!trouble.empty() && trouble != trouble_) logger_.error("batcher: {}", trouble);
      trouble_ = trouble;
    }
    if (sealed && *sealed) continue;
    std::unique_lock lock(wake_mutex_);
    wake_.wait_for(lock, stop, std::chrono::milliseconds(500), [this] { return woken_; });
    woken_ = false;
  }
}

Expected<BatchLoad> Batcher::measure(uint64_t block) const {
  auto changes = chain_.database().net_changes(block, block);
  if (!changes) return changes.error();
  auto header = chain_.header(block);
  if (!header) return header.error();
  auto transactions = chain_.database().transactions(block);
  if (!transactions) return transactions.error();
  BatchLoad load{1, transactions->size(), header->header.gas_used, kBlockOverheadBytes};
  load.pubdata_bytes +=
      changes->accounts.size() * kAccountBytesMax + changes->slots.size() * kSlotBytesMax;
  for (const auto& account : changes->accounts)
    if (account.after && (!account.before || account.before->code_hash != account.after->code_hash))
      load.pubdata_bytes += kCodeBytesOverhead + account.after->code_size;
  return load;
}

/// @return whether a batch was sealed.
Expected<bool> Batcher::step() {
  auto last_batch = chain_.database().last_batch();
  if (!last_batch) return last_batch.error();
  if (!*last_batch) return Failure(Status::corrupt, "the genesis batch is missing");
  auto record = chain_.database().batch(**last_batch);
  if (!record) return record.error();
  const uint64_t first = record->output.last_block + 1, latest = chain_.latest();
  if (first != open_first_ || measured_ > latest) {
    open_first_ = first;
    measured_ = first - 1;
    load_ = {};
  }
  if (latest < first) {
    std::lock_guard lock(mutex_);
    open_text_ = "empty";
    return false;
  }
  const BatchLimits limits = this->limits();
  while (measured_ < latest) {
    auto load = measure(measured_ + 1);
    if (!load) return load.error();
    BatchLoad with = load_;
    with += *load;
    const auto over = with.over(limits);
    if (over && measured_ >= first) {
      if (auto sealed = seal(**last_batch + 1, first, measured_, *over); !sealed)
        return sealed.error();
      return true;
    }
    load_ = with;
    if (++measured_ == first) {
      auto header = chain_.header(first);
      if (!header) return header.error();
      open_since_ = header->header.timestamp;
    }
  }
  const uint64_t age = now_s() - std::min(now_s(), open_since_);
  const auto timeout = static_cast<uint64_t>(limits.timeout.count());
  {
    std::lock_guard lock(mutex_);
    open_text_ = std::to_string(load_.blocks) + " blocks, " + std::to_string(load_.transactions) +
                 " transactions, seals in " + std::to_string(age >= timeout ? 0 : timeout - age) +
                 " s";
  }
  if (age < timeout) return false;
  if (auto sealed = seal(**last_batch + 1, first, measured_, "time"); !sealed)
    return sealed.error();
  return true;
}

Expected<void> Batcher::seal(uint64_t number, uint64_t first, uint64_t last,
                             const std::string& why) {
  const uint64_t settlement = settlement_chain_id_();
  if (settlement == 0)
    return Failure(Status::unavailable,
                   "batch " + std::to_string(number) +
                       " cannot be sealed: the chain id of L1 is not "
                       "known yet, L1 has not answered since this data directory was made");
  auto sealed = make_batch(chain_, number, first, last, settlement);
  if (!sealed) return sealed.error();
  if (auto written = chain_.database().seal_batch(sealed->record, sealed->pubdata, sealed->tree);
      !written)
    return written;
  logger_.info("batch {} sealed by {}: blocks {} to {}, {} transactions, {} bytes of pubdata",
               number, why, first, last, sealed->record.output.l2_transactions,
               sealed->pubdata.size());
  chain_.events().batch.raise(number);
  boundary_();
  return {};
}

}  // namespace dovetail::node
