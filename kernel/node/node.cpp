#include "kernel/node/node.hpp"

#include <cstdlib>

#include "kernel/node/batch/batcher.hpp"
#include "kernel/node/mempool/journal.hpp"
#include "kernel/node/sequencer/sequencer.hpp"
#include "kernel/node/settle/keystore.hpp"
#include "kernel/node/settle/settler.hpp"
#include "sdk/cpp/calls.hpp"

namespace dovetail::node {
namespace {

MempoolLimits mempool_limits(const config::Settings& settings) {
  MempoolLimits out;
  out.transactions_max = settings.mempool.transactions_max;
  out.account_transactions_max = settings.mempool.account_transactions_max;
  out.bytes_max = settings.mempool.bytes_max;
  out.price_bump_percent = static_cast<uint32_t>(settings.mempool.price_bump_percent);
  out.lifetime = std::chrono::seconds(settings.mempool.lifetime_s);
  out.gas_limit_max = std::min<uint64_t>(out.gas_limit_max, settings.sequencer.block_gas_max);
  return out;
}

/// A block must always fit an empty batch, whose own overhead is 512 bytes at most.
constexpr uint64_t kBatchOverheadBytesMax = 512;

/// Most bytes of a batch: what is configured, but never more than the DA layer takes.
uint64_t pubdata_limit(const config::Settings& settings, plugin::Registry& plugins) {
  const uint64_t wanted = settings.batch.pubdata_bytes_max;
  auto da = plugins.acquire<dovetail_da_v1>();
  if (!da) return wanted;
  auto info = sdk::DaCalls(da->interface(), da->instance()).info();
  return info ? std::min(wanted, std::max(info->size_max, kBatchOverheadBytesMax + 1)) : wanted;
}

SequencerOptions sequencer_options(const config::Settings& settings, uint64_t pubdata_bytes_max) {
  SequencerOptions out;
  out.block_time = std::chrono::milliseconds(settings.sequencer.block_time_ms);
  out.limits.transactions_max =
      std::min(settings.sequencer.block_transactions_max, settings.batch.transactions_max);
  out.limits.gas_max = std::min(settings.sequencer.block_gas_max, settings.batch.gas_max);
  out.limits.pubdata_bytes_max = pubdata_bytes_max - kBatchOverheadBytesMax;
  out.limits.logs_max = settings.batch.logs_max;
  out.base_fee_min = settings.sequencer.base_fee_min;
  out.backlog_batches_max = settings.backlog.batches_max;
  return out;
}

BatchLimits batch_limits(const config::Settings& settings, uint64_t pubdata_bytes_max) {
  BatchLimits out;
  out.timeout = std::chrono::seconds(settings.batch.timeout_s);
  out.blocks_max = settings.batch.blocks_max;
  out.transactions_max = settings.batch.transactions_max;
  out.gas_max = settings.batch.gas_max;
  out.pubdata_bytes_max = pubdata_bytes_max;
  return out;
}

SenderLimits sender_limits(const config::Settings& settings) {
  SenderLimits out;
  out.max_fee_cap = U256(settings.settler.max_fee_gwei) * U256(1'000'000'000);
  out.bump_percent = settings.settler.bump_percent;
  out.bump_after_s = settings.settler.bump_after_s;
  out.confirmations = settings.settler.confirmations;
  return out;
}

SettlerOptions settler_options(const config::Settings& settings,
                               const std::filesystem::path& artifacts) {
  return {sender_limits(settings),          std::chrono::milliseconds(settings.settler.poll_ms),
          settings.settler.contracts,       artifacts,
          settings.settler.development_key, settings.chain.development_accounts};
}

constexpr auto kFeePoll = std::chrono::seconds(1);
/// The account that settles on a development L1; account 0 stays the user's.
constexpr size_t kDevelopmentSettler = 1;

}  // namespace

Expected<std::optional<SigningKey>> settler_key(const config::SettlerSettings& settings) {
  if (settings.development_key) return std::optional(development_key(kDevelopmentSettler));
  if (!settings.keystore.empty()) {
    auto key = open_keystore(settings.keystore, settings.password);
    if (!key) return key.error();
    return std::optional(std::move(*key));
  }
  if (settings.private_key.empty()) return std::optional<SigningKey>();
  auto secret = fixed_from_hex<32>(settings.private_key);
  if (!secret) return Failure(secret.error().status, "settler.private_key: " + secret.error().text);
  auto key = SigningKey::from_secret(*secret);
  if (!key)
    return Failure(key.error().status, std::string("settler.private_key: ") + key.error().text);
  return std::optional(std::move(*key));
}

namespace {

/// Whether a refusal by the pool is the fault of the node's own disk, not of the transaction.
bool is_of_the_node(Status status) {
  return status == Status::corrupt || status == Status::unavailable || status == Status::not_found;
}

}  // namespace

class Node::Impl {
 public:
  Impl(const config::Settings& settings, state::Database& database, plugin::Registry& plugins,
       std::optional<SigningKey> key, std::shared_ptr<spdlog::logger> logger,
       const std::filesystem::path& artifacts)
      : logger_(std::move(logger)),
        plugins_(plugins),
        chain_(database,
               {settings.chain.id, settings.chain.fee_collector, settings.sequencer.block_gas_max}),
        mempool_(mempool_limits(settings)),
        journal_(std::filesystem::path(settings.data_dir) / "mempool",
                 [this] { return pool_content(); }),
        fees_(plugins, *logger_, kFeePoll),
        settler_(chain_, plugins, std::move(key), *logger_, settler_options(settings, artifacts)),
        batcher_(
            chain_, [&plugins] { plugins.on_batch_boundary(); },
            [this] { return settler_.settlement_chain_id(); }, *logger_,
            batch_limits(settings, pubdata_limit(settings, plugins))),
        sequencer_(
            chain_, mempool_, fees_, [this] { return settler_.backlog(); }, *logger_,
            sequencer_options(settings, pubdata_limit(settings, plugins))) {}

  Expected<Hash256> submit(ByteView raw) {
    auto tx = PooledTransaction::decode(raw);
    if (!tx) return tx.error();
    if (auto place = chain_.database().transaction_place((*tx)->tx().hash); place)
      return Failure(Status::conflict, "already known");
    if (auto added = mempool_.add(*tx, pool_context()); !added) return added.error();
    if (auto kept = journal_.append((*tx)->raw()); !kept) {
      mempool_.drop((*tx)->tx().hash);
      return kept.error();
    }
    chain_.events().pending.raise(*tx);
    return (*tx)->tx().hash;
  }

  /// Takes back into the pool what it held when the process ended, as far as it is still valid.
  Expected<void> restore_pool() {
    auto entries = journal_.read();
    if (!entries) return entries.error();
    size_t count = 0;
    for (const Bytes& raw : *entries) {
      auto tx = PooledTransaction::decode(raw);
      if (!tx) continue;
      auto added = mempool_.add(*tx, pool_context());
      // A state that cannot be read says nothing about the transaction: the journal stays as it is.
      if (!added && is_of_the_node(added.error().status)) return added.error();
      if (added) ++count;
    }
    if (count > 0) logger_->info("the pool has {} transactions of the last run", count);
    return journal_.rewrite();
  }

  NodeStatus status() const {
    NodeStatus out;
    const auto heads = chain_.database().heads();
    out.latest_block = heads.latest.value_or(0);
    out.safe_block = heads.safe;
    out.finalized_block = heads.finalized;
    const SettlerStatus settler = settler_.status();
    if (auto last = chain_.database().last_batch(); last) out.batches_sealed = last->value_or(0);
    out.batches_committed = settler.committed;
    out.transactions_per_second = sequencer_.transactions_per_second();
    const auto counts = mempool_.counts();
    out.pool_pending = counts.pending;
    out.pool_queued = counts.queued;
    out.l1_chain_id = settler.l1_chain_id;
    out.contracts = settler.contracts;
    out.settler = settler.address;
    out.settler_balance = settler.balance;
    out.stages = stages(settler);
    return out;
  }

  Expected<BatchProgress> why(uint64_t number) const {
    auto last = chain_.database().last_batch();
    if (!last) return last.error();
    if (number == last->value_or(0) + 1) return open_progress(number);
    if (number > last->value_or(0))
      return Failure(Status::not_found, "batch " + std::to_string(number) +
                                            " does not exist: the open one is " +
                                            std::to_string(last->value_or(0) + 1));
    auto batch = chain_.database().batch(number);
    if (!batch) return batch.error();
    return sealed_progress(*batch);
  }

  void apply(const config::Settings& settings) {
    mempool_.set_limits(mempool_limits(settings));
    const uint64_t pubdata_bytes_max = pubdata_limit(settings, plugins_);
    sequencer_.set_options(sequencer_options(settings, pubdata_bytes_max));
    batcher_.set_limits(batch_limits(settings, pubdata_bytes_max));
    settler_.set_limits(sender_limits(settings),
                        std::chrono::milliseconds(settings.settler.poll_ms));
  }

  Chain& chain() { return chain_; }
  Mempool& mempool() { return mempool_; }
  const FeeSource& fees() const { return fees_; }
  U256 next_base_fee() const { return sequencer_.next_base_fee(); }
  Expected<uint64_t> pending_nonce(const Address& sender) const {
    auto account = chain_.account(sender);
    if (!account) return account.error();
    return mempool_.next_nonce(sender, account->nonce);
  }

 private:
  MempoolContext pool_context() {
    return {chain_.parameters().id, sequencer_.next_base_fee(),
            [this](const Address& address) { return chain_.account(address); }};
  }

  std::vector<Bytes> pool_content() const {
    std::vector<Bytes> out;
    const Mempool::Content content = mempool_.content();
    for (const auto* part : {&content.pending, &content.queued})
      for (const TxRef& tx : *part) out.push_back(tx->raw());
    return out;
  }

  std::vector<StageStatus> stages(const SettlerStatus& settler) const {
    const auto stage = [](const char* name, const std::string& trouble, const std::string& text) {
      return StageStatus{name, trouble.empty(), trouble.empty() ? text : trouble};
    };
    const auto sample = fees_.last();
    return {
        stage("fees", fees_.trouble(), sample ? "from " + sample->fees.source : "no sample yet"),
        stage("sequencer", sequencer_.trouble(),
              "next base fee " + to_decimal(sequencer_.next_base_fee()) + " wei"),
        stage("batcher", batcher_.trouble(), "open batch: " + batcher_.open_batch()),
        stage("settler", settler.healthy ? "" : settler.text, settler.text)};
  }

  BatchProgress open_progress(uint64_t number) const {
    const std::string trouble = batcher_.trouble();
    return {number, "open", trouble.empty() ? batcher_.open_batch() : trouble,
            "it is sealed by time, or when the next block would take it over a limit of batch.*"};
  }

  BatchProgress sealed_progress(const state::BatchRecord& batch) const {
    BatchProgress out{batch.number, text(batch.status), "", ""};
    if (batch.status >= state::BatchStatus::committed) {
      out.reason = batch.commit_tx.is_zero()
                       ? "committed on L1"
                       : "committed on L1 by " + to_hex(batch.commit_tx.view());
      out.next = "a proof: the prover slot is empty in this version, so batches stop here";
      return out;
    }
    const SettlerStatus settler = settler_.status();
    if (settler.working_on != 0 && batch.number > settler.working_on) {
      out.reason =
          "waits for batch " + std::to_string(settler.working_on) + ", which stands before it";
      out.next = "ask why " + std::to_string(settler.working_on);
      return out;
    }
    out.reason = settler.text;
    out.next = settler.healthy ? "nothing to do: the settler goes on by itself"
                               : "what the reason asks for";
    return out;
  }

  std::shared_ptr<spdlog::logger> logger_;
  plugin::Registry& plugins_;
  Chain chain_;
  Mempool mempool_;
  Journal journal_;
  // Stages, in the order in which they start; they stop in the other.
  FeeSource fees_;
  Settler settler_;
  Batcher batcher_;
  Sequencer sequencer_;
};

Node::Node(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Node::~Node() = default;

Expected<std::unique_ptr<Node>> Node::start(const config::Settings& settings,
                                            state::Database& database, plugin::Registry& plugins,
                                            std::shared_ptr<spdlog::logger> logger,
                                            const std::filesystem::path& artifacts) {
  if (settings.batch.pubdata_bytes_max <= kBatchOverheadBytesMax)
    return Failure(Status::invalid_argument, "batch.pubdata_bytes_max must be over " +
                                                 std::to_string(kBatchOverheadBytesMax));
  auto key = settler_key(settings.settler);
  if (!key) return key.error();
  std::unique_ptr<Node> node(new Node(std::make_unique<Impl>(
      settings, database, plugins, std::move(*key), std::move(logger), artifacts)));
  if (auto restored = node->impl_->restore_pool(); !restored) return restored.error();
  return node;
}

Expected<Hash256> Node::submit(ByteView raw) {
  return impl_->submit(raw);
}
Chain& Node::chain() {
  return impl_->chain();
}
Mempool& Node::mempool() {
  return impl_->mempool();
}
const FeeSource& Node::fees() const {
  return impl_->fees();
}
U256 Node::next_base_fee() const {
  return impl_->next_base_fee();
}
Expected<uint64_t> Node::pending_nonce(const Address& sender) const {
  return impl_->pending_nonce(sender);
}
NodeStatus Node::status() const {
  return impl_->status();
}
Expected<BatchProgress> Node::why(uint64_t batch) const {
  return impl_->why(batch);
}
void Node::apply(const config::Settings& settings) {
  impl_->apply(settings);
}

}  // namespace dovetail::node
