#include "kernel/node/block/builder.hpp"

#include <unordered_set>

#include "kernel/node/block/pubdata_meter.hpp"
#include "kernel/state/change_collector.hpp"
#include "kernel/zkevm/block/header.hpp"
#include "sdk/base/arena_vector.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

using zkevm::TxError;

/// A transaction that stays in the pool: it may fit a later block. Every other error is not mended
/// by waiting; what its sender can no longer pay for goes too, as in geth, or it would stand in the
/// way of those who can.
bool may_fit_later(TxError error) {
  return error == TxError::nonce_too_high || error == TxError::fee_below_base_fee ||
         error == TxError::gas_limit_over_block;
}

/// Executed gas, rolled back or not, at which a round ends, as a multiple of the block's limit.
constexpr uint64_t kTriedGasFactor = 2;

state::StoredLog stored(const zkevm::Log& log) {
  state::StoredLog out{log.address, {}, to_bytes(log.data)};
  for (const U256& topic : log.topics) out.topics.push_back(topic.to_be());
  return out;
}

/// A block under construction. Its arena outlives it.
class Draft {
 public:
  Draft(state::StateView& view, const zkevm::BlockEnv& env, const BlockLimits& limits, Arena& arena,
        uint64_t hash_seed)
      : state_(view, arena, hash_seed),
        env_(env),
        limits_(limits),
        meter_(state_, limits.pubdata_bytes_max),
        gas_left_(env.gas_limit),
        encoded_receipts_(arena),
        arena_(arena) {}

  /// Tries one transaction: takes it, leaves it for a later block, or says that it is invalid.
  void add(const TxRef& tx, BuildResult& result) {
    const zkevm::Transaction& t = tx->tx();
    if (full_ || passed_over_.contains(t.sender)) return;
    if (transactions.size() == limits_.transactions_max || !may_try(t)) return void(full_ = true);
    if (t.gas_limit > gas_left_) return pass_over(t.sender);
    const auto savepoint = state_.savepoint();
    const zkevm::TxResult outcome = zkevm::execute_transaction(state_, env_, t, gas_left_);
    if (outcome.error != TxError::none) {
      if (!may_fit_later(outcome.error))
        result.invalid.push_back({t.hash, zkevm::text(outcome.error)});
      return pass_over(t.sender);
    }
    tried_gas_ += outcome.gas_used;
    if (logs_count_ + outcome.logs.size() > limits_.logs_max || !meter_.add(outcome.gas_used)) {
      state_.rollback(savepoint);
      // Alone in its block it can only fit never: nobody else's transactions wait behind it for
      // ever.
      if (transactions.empty())
        result.invalid.push_back({t.hash, "it writes more pubdata or logs than a block may"});
      else
        result.overflowed.push_back(t.hash);
      return pass_over(t.sender);
    }
    take(tx, outcome);
  }

  zkevm::State& state() { return state_; }
  std::span<const ByteView> encoded_receipts() const { return encoded_receipts_.view(); }
  uint64_t gas_used() const { return env_.gas_limit - gas_left_; }

  std::vector<TxRef> transactions;
  std::vector<state::Receipt> receipts;
  zkevm::Bloom bloom;

 private:
  void pass_over(const Address& sender) { passed_over_.insert(sender); }

  /// A quarter of the memory is kept for the header's tries and the copies of what changed.
  bool may_try(const zkevm::Transaction& tx) const {
    if (tried_gas_ >= kTriedGasFactor * env_.gas_limit) return false;
    const uint64_t usable = arena_.capacity() - arena_.capacity() / 4;
    return arena_.used() + tx.gas_limit * kArenaBytesPerGasMax + tx.data.size() <= usable;
  }

  void take(const TxRef& tx, const zkevm::TxResult& outcome) {
    gas_left_ -= outcome.gas_used;
    logs_count_ += outcome.logs.size();
    state::Receipt receipt;
    receipt.type = static_cast<uint8_t>(tx->tx().type);
    receipt.success = outcome.outcome == zkevm::Outcome::success;
    receipt.gas_used = outcome.gas_used;
    receipt.cumulative_gas_used = gas_used();
    receipt.effective_gas_price = outcome.effective_gas_price;
    if (receipt.success) receipt.created = outcome.created;
    for (const zkevm::Log& log : outcome.logs) receipt.logs.push_back(stored(log));
    const zkevm::Receipt consensus{tx->tx().type, receipt.success, gas_used(), outcome.logs};
    encoded_receipts_.push_back(zkevm::encode_receipt(consensus, arena_));
    zkevm::add_to_bloom(bloom, outcome.logs);
    receipts.push_back(std::move(receipt));
    transactions.push_back(tx);
  }

  zkevm::State state_;
  const zkevm::BlockEnv env_;
  const BlockLimits limits_;
  PubdataMeter meter_;
  uint64_t gas_left_;
  uint64_t tried_gas_ = 0;
  uint64_t logs_count_ = 0;
  bool full_ = false;
  std::unordered_set<Address> passed_over_;
  ArenaVector<ByteView> encoded_receipts_;
  Arena& arena_;
};

zkevm::Header seal(const Draft& draft, const BlockHeader& parent, const zkevm::BlockEnv& env,
                   Arena& arena) {
  std::vector<ByteView> raws;
  for (const TxRef& tx : draft.transactions) raws.push_back(tx->raw());
  zkevm::Header header;
  header.parent_hash = parent.stored.hash;
  header.coinbase = env.coinbase;
  header.transactions_root = zkevm::ordered_root(raws, arena);
  header.receipts_root = zkevm::ordered_root(draft.encoded_receipts(), arena);
  header.logs_bloom = draft.bloom;
  header.number = env.number;
  header.gas_limit = env.gas_limit;
  header.gas_used = draft.gas_used();
  header.timestamp = env.timestamp;
  header.base_fee = env.base_fee;
  return header;
}

BuiltBlock finish(Draft& draft, const BlockHeader& parent, const zkevm::BlockEnv& env,
                  Arena& arena) {
  const zkevm::Header header = seal(draft, parent, env, arena);
  BuiltBlock out;
  out.gas_used = header.gas_used;
  out.commit.header = {
      header.number, {}, header.timestamp, to_bytes(zkevm::encode_header(header, arena))};
  out.commit.header.hash = keccak256(out.commit.header.rlp);
  out.commit.parent_hash = header.parent_hash;
  for (const TxRef& tx : draft.transactions) {
    out.commit.transactions.push_back({tx->tx().hash, tx->tx().sender, tx->raw()});
    out.next_nonces.emplace_back(tx->tx().sender, tx->tx().nonce + 1);
  }
  out.commit.receipts = std::move(draft.receipts);
  state::ChangeCollector collector(out.commit);
  draft.state().visit_changes(collector);
  return out;
}

}  // namespace

Expected<BuildResult> BlockBuilder::build(const std::vector<TxRef>& candidates, uint64_t timestamp,
                                          const U256& base_fee, const BlockLimits& limits) {
  auto parent = chain_.header(chain_.latest());
  if (!parent) return parent.error();
  auto view = chain_.database().latest_state();
  if (!view) return view.error();
  if (!memory_) {
    auto reserved = ReservedMemory::reserve();
    if (!reserved) return reserved.error();
    memory_.emplace(std::move(*reserved));
  }
  AncestorHashes hashes(chain_.database(), parent->stored.number);
  zkevm::Header next;
  next.number = parent->stored.number + 1;
  next.timestamp = std::max(timestamp, parent->stored.timestamp);
  next.gas_limit = limits.gas_max;
  next.base_fee = base_fee;
  next.coinbase = chain_.parameters().fee_collector;
  zkevm::BlockEnv env = chain_.environment(next);
  env.hashes = &hashes;

  Arena arena(memory_->bytes());
  Draft draft(**view, env, limits, arena, chain_.hash_seed());
  BuildResult out;
  for (const TxRef& tx : candidates) draft.add(tx, out);
  if ((*view)->failure()) return *(*view)->failure();
  if (!draft.transactions.empty()) out.block = finish(draft, *parent, env, arena);
  if (arena.used() > (size_t{256} << 20)) memory_->forget();
  return out;
}

}  // namespace dovetail::node
