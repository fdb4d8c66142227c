#include "kernel/node/settle/committer.hpp"

#include <algorithm>

#include "kernel/node/settle/contracts.hpp"

namespace dovetail::node {
namespace {

/// After a commit that was mined and reverted, doubled each time: every try costs gas.
constexpr uint64_t kRetryS = 60;
constexpr uint64_t kRetryMaxS = 3600;

std::string intent_record(uint64_t batch) {
  return "settle/intent/" + std::to_string(batch);
}
std::string receipt_record(uint64_t batch) {
  return "settle/receipt/" + std::to_string(batch);
}

/// Where on L1 a commit lies: block number and hash.
Bytes encode_place(const sdk::L1Receipt& receipt) {
  Bytes out(8);
  store_be64(out.data(), receipt.block_number);
  out.insert(out.end(), receipt.block_hash.begin(), receipt.block_hash.end());
  return out;
}

std::optional<sdk::L1Receipt> decode_place(ByteView bytes) {
  if (bytes.size() != 40) return std::nullopt;
  sdk::L1Receipt out;
  out.block_number = load_be64(bytes.data());
  out.block_hash = Hash256::from(bytes.subspan(8));
  return out;
}

Failure mend(std::string text) {
  return {Status::conflict, std::move(text)};
}

std::string name_of(const state::BatchRecord& batch) {
  return "batch " + std::to_string(batch.number) + ": ";
}

/// What a refusal means where the contract's own words do not say what can be done.
std::string advice(const std::string& refusal, const state::BatchRecord& batch) {
  if (refusal.find("TimestampTooOld") != std::string::npos)
    return "; L1 takes no batch whose first block is over three days old, and a block's time is "
           "final, so that neither waiting nor sealing it anew helps: the blocks from " +
           std::to_string(batch.output.first_block) +
           " on can only be given up, for those of an earlier copy of the data directory or a new "
           "one";
  if (refusal.find("TimestampTooNew") != std::string::npos)
    return "; this machine's clock was over an hour ahead of L1's: set it right, and the batch is "
           "taken when L1's has caught up";
  return "";
}

}  // namespace

Expected<Hash256> query_word(const Address& contract, ByteView calldata, const sdk::L1Calls& l1,
                             sdk::Cancel cancel) {
  sdk::L1Call call;
  call.to = contract;
  call.data = calldata;
  auto result = l1.call(call, cancel);
  if (!result) return result.error();
  if (result->reverted || result->data.size() < 32)
    return mend("no ZKChain answers at " + to_hex(contract.view()) +
                " on L1: check settler.contracts.chain");
  return Hash256::from(ByteView(result->data).first(32));
}

Expected<void> Committer::load() {
  auto& database = chain_.database();
  auto last = database.last_batch();
  if (!last) return last.error();
  uint64_t committed = last->value_or(0), safe = 0;
  for (; committed > 0; --committed) {
    auto batch = database.batch(committed);
    if (!batch) return batch.error();
    safe = batch->output.last_block;
    if (batch->status >= state::BatchStatus::committed) break;
  }
  if (committed == 0) safe = 0;
  committed_ = committed;
  const auto heads = database.heads();
  if (heads.safe == safe) return {};
  return database.set_heads(safe, std::min(heads.finalized, safe));
}

Expected<void> Committer::check_not_behind(const CommitTarget& target, const sdk::L1Calls& l1,
                                           sdk::Cancel cancel) const {
  auto total = query_word(target.chain, query_call("totalBatchesCommitted()"), l1, cancel);
  if (!total) return total.error();
  auto last = chain_.database().last_batch();
  if (!last) return last.error();
  const U256 on_l1 = U256::from_be(total->view());
  if (on_l1 <= U256(last->value_or(0))) return {};
  return mend("L1 holds " + to_decimal(on_l1) + " batches of this chain and this data directory " +
              std::to_string(last->value_or(0)) +
              ": it is older than the chain, or new. Restore the newer data directory");
}

Expected<bool> Committer::l1_has(const CommitTarget& target, const state::BatchRecord& batch,
                                 const sdk::L1Calls& l1, sdk::Cancel cancel) const {
  auto total = query_word(target.chain, query_call("totalBatchesCommitted()"), l1, cancel);
  if (!total) return total.error();
  if (U256::from_be(total->view()) < U256(batch.number)) return false;
  auto stored =
      query_word(target.chain, query_call("storedBatchHash(uint256)", batch.number), l1, cancel);
  if (!stored) return stored.error();
  if (*stored == stored_batch_hash(batch.number, batch.state_after, batch.output)) return true;
  return mend(
      "L1 holds another batch " + std::to_string(batch.number) + " of this chain (stored hash " +
      to_hex(stored->view()) +
      "): this data directory is older than the chain, or a second node settles it. Stop one "
      "of them, or restore the newer data directory");
}

Expected<void> Committer::follow_reorganisations(const CommitTarget& target, const sdk::L1Calls& l1,
                                                 sdk::Cancel cancel) {
  // The newest commit that still stands holds up all before it: each commit needs its predecessor.
  uint64_t standing = committed_;
  for (; standing > 0; --standing) {
    auto saved = chain_.database().get_record(receipt_record(standing));
    if (!saved && saved.error().status != Status::not_found) return saved.error();
    if (const auto place = saved ? decode_place(*saved) : std::nullopt; place) {
      auto there = L1Sender::still_there(*place, l1, cancel);
      if (!there) return there.error();
      if (*there) break;
    } else {  // found on L1 without a receipt of ours
      auto total = query_word(target.chain, query_call("totalBatchesCommitted()"), l1, cancel);
      if (!total) return total.error();
      if (U256::from_be(total->view()) >= U256(standing)) break;
    }
  }
  for (; committed_ > standing; --committed_) {
    auto batch = chain_.database().batch(committed_);
    if (!batch) return batch.error();
    logger_.warn("L1 reorganised: the commit of batch {} is gone, it is sent again", batch->number);
    if (auto set = set_status(*batch, state::BatchStatus::committing); !set) return set;
  }
  return {};
}

Expected<void> Committer::set_status(state::BatchRecord& batch, state::BatchStatus status,
                                     std::vector<state::NamedRecord> records) {
  batch.status = status;
  if (auto written = chain_.database().update_batch(batch, records); !written) return written;
  const auto heads = chain_.database().heads();
  uint64_t safe = heads.safe;
  if (status >= state::BatchStatus::committed)
    safe = std::max(safe, batch.output.last_block);
  else
    safe = std::min(safe, batch.output.first_block - 1);
  if (safe != heads.safe)
    if (auto moved = chain_.database().set_heads(safe, std::min(heads.finalized, safe)); !moved)
      return moved;
  chain_.events().batch.raise(batch.number);
  return {};
}

Expected<void> Committer::publish(state::BatchRecord& batch) {
  if (auto published = publish_(batch); !published) return published;
  return set_status(batch, state::BatchStatus::published);
}

Expected<Intent> Committer::intent_of(const CommitTarget& target,
                                      const state::BatchRecord& batch) const {
  auto before = chain_.database().batch(batch.number - 1);
  if (!before) return before.error();
  Intent intent{"commit batch " + std::to_string(batch.number),
                target.chain,
                commit_call(*before, batch),
                {},
                0};
  auto saved = chain_.database().get_record(intent_record(batch.number));
  if (!saved && saved.error().status != Status::not_found) return saved.error();
  if (!saved || saved->empty()) return intent;
  auto decoded = decode_intent(*saved);
  if (!decoded) return decoded.error();
  intent.attempts = std::move(decoded->attempts);
  intent.displaced_at_s = decoded->displaced_at_s;
  return intent;
}

Expected<void> Committer::save(state::BatchRecord& batch, const Intent& intent) {
  batch.commit_attempts = static_cast<uint32_t>(intent.attempts.size());
  batch.commit_tx = intent.attempts.empty() ? Hash256{} : intent.attempts.back().hash;
  return set_status(batch, state::BatchStatus::committing,
                    {{intent_record(batch.number), encode_intent(intent)}});
}

Expected<std::string> Committer::advance(const CommitTarget& target, const sdk::L1Calls& l1,
                                         const L1Sender& sender, uint64_t now_s) {
  auto batch = chain_.database().batch(committed_ + 1);
  if (!batch) return batch.error();
  if (batch->status == state::BatchStatus::sealed)
    if (auto published = publish(*batch); !published) return published.error();
  auto intent = intent_of(target, *batch);
  if (!intent) return intent.error();
  if (intent->attempts.empty()) {
    auto has = l1_has(target, *batch, l1, sender.cancel());
    if (!has) return has.error();
    if (*has) {
      if (auto marked = mark_committed(*batch, {}); !marked) return marked.error();
      return name_of(*batch) + "L1 has it already";
    }
    if (now_s < not_before_s_ && not_before_s_ - now_s <= kRetryMaxS)
      return name_of(*batch) + "its last commit reverted; tries again in " +
             std::to_string(not_before_s_ - now_s) + " s";
    if (batch->output.da_scheme != target.da_scheme) {
      // Published for a DA layer that the chain no longer has; nothing of it is on its way.
      if (auto published = publish(*batch); !published) return published.error();
      intent = intent_of(target, *batch);
      if (!intent) return intent.error();
    }
  }
  const auto keep = [&](const Intent& now) { return save(*batch, now); };
  auto progress = sender.advance(*intent, l1, now_s, keep);
  if (!progress) return progress.error();
  if (progress->state == SendState::waiting) return name_of(*batch) + progress->text;
  if (progress->state == SendState::confirmed) {
    if (auto marked = mark_committed(*batch, *progress); !marked) return marked.error();
    return name_of(*batch) + "committed";
  }
  auto has = l1_has(target, *batch, l1, sender.cancel());
  if (!has) return has.error();
  return refused(*batch, *intent, *progress, *has, now_s);
}

Expected<std::string> Committer::refused(state::BatchRecord& batch, Intent& intent,
                                         const SendProgress& progress, bool l1_has_it,
                                         uint64_t now_s) {
  if (l1_has_it) {
    if (auto marked = mark_committed(batch, {}); !marked) return marked.error();
    return name_of(batch) + "L1 has it already";
  }
  if (!intent.attempts.empty()) {
    not_before_s_ = now_s + std::min(kRetryS << std::min<uint64_t>(reverts_, 6), kRetryMaxS);
    ++reverts_;
    intent.attempts.clear();
    if (auto saved = save(batch, intent); !saved) return saved.error();
  }
  return mend(name_of(batch) + progress.text + advice(progress.text, batch));
}

Expected<void> Committer::mark_committed(state::BatchRecord& batch, const SendProgress& progress) {
  // An empty place overwrites that of an earlier commit, which L1 has forgotten.
  state::NamedRecord place{receipt_record(batch.number), {}};
  if (progress.state == SendState::confirmed) {
    batch.commit_tx = progress.hash;
    place.value = encode_place(progress.receipt);
    logger_.info("batch {} committed in L1 block {}: transaction {}, {} gas", batch.number,
                 progress.receipt.block_number, to_hex(progress.hash.view()),
                 progress.receipt.gas_used);
  } else {
    logger_.info("batch {} committed: L1 has it already", batch.number);
  }
  if (auto set = set_status(batch, state::BatchStatus::committed, {place}); !set) return set;
  committed_ = batch.number;
  reverts_ = not_before_s_ = 0;
  return {};
}

}  // namespace dovetail::node
