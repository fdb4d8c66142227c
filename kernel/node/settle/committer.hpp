#pragma once
// Sealed batches, in order, to a commit on L1: sealed -> published -> committing -> committed.
//
// Each arrow is one durable write before its effect, so that a crash repeats a step and never skips
// or doubles one: publishing is idempotent by key, a commit's attempts share a nonce, and L1 itself
// is asked what it has before and after. A commit whose L1 block was reorganised away is taken back
// and sent again. One thread calls everything but committed().

#include <spdlog/logger.h>

#include <atomic>

#include "kernel/node/chain.hpp"
#include "kernel/node/settle/l1_sender.hpp"

namespace dovetail::node {

/// Where batches go: the chain's contract, and the DA scheme that it expects.
struct CommitTarget {
  Address chain;
  uint32_t da_scheme = 0;
};

class Committer {
 public:
  /// Hands a batch's pubdata to the DA layer and fills the batch's DA fields. Repeated for the same
  /// batch it gives the same.
  using Publish = std::function<Expected<void>(state::BatchRecord&)>;

  Committer(Chain& chain, Publish publish, spdlog::logger& logger)
      : chain_(chain), publish_(std::move(publish)), logger_(logger) {}

  /// Finds the last committed batch, and sets the safe head to it: a crash may have come between.
  Expected<void> load();
  /// @return the number of the last batch that is committed. Any thread.
  uint64_t committed() const { return committed_; }

  /// Fails with conflict if L1 has batches that this data directory has never seen.
  Expected<void> check_not_behind(const CommitTarget& target, const sdk::L1Calls& l1,
                                  sdk::Cancel cancel) const;
  /// Takes commits back that L1 no longer has.
  Expected<void> follow_reorganisations(const CommitTarget& target, const sdk::L1Calls& l1,
                                        sdk::Cancel cancel);
  /// Takes the batch after the last committed one, which is sealed, one step on.
  /// @return what it waits for; committed() moves when it need not wait. Fails with conflict if a
  /// person must do something.
  Expected<std::string> advance(const CommitTarget& target, const sdk::L1Calls& l1,
                                const L1Sender& sender, uint64_t now_s);

 private:
  Expected<Intent> intent_of(const CommitTarget& target, const state::BatchRecord& batch) const;
  Expected<void> publish(state::BatchRecord& batch);
  Expected<std::string> refused(state::BatchRecord& batch, Intent& intent,
                                const SendProgress& progress, bool l1_has_it, uint64_t now_s);
  Expected<bool> l1_has(const CommitTarget& target, const state::BatchRecord& batch,
                        const sdk::L1Calls& l1, sdk::Cancel cancel) const;
  Expected<void> save(state::BatchRecord& batch, const Intent& intent);
  Expected<void> mark_committed(state::BatchRecord& batch, const SendProgress& progress);
  Expected<void> set_status(state::BatchRecord& batch, state::BatchStatus status,
                            std::vector<state::NamedRecord> records = {});

  Chain& chain_;
  const Publish publish_;
  spdlog::logger& logger_;
  std::atomic<uint64_t> committed_ = 0;
  uint64_t reverts_ = 0;       ///< mined and reverted commits of the current batch
  uint64_t not_before_s_ = 0;  ///< when the next try after one of them may be made
};

/// Asks a contract of the chain for one word. Fails with conflict if none answers there.
Expected<Hash256> query_word(const Address& contract, ByteView calldata, const sdk::L1Calls& l1,
                             sdk::Cancel cancel);

}  // namespace dovetail::node
