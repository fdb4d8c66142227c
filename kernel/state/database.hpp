#pragma once
// The node's database: flat state with its recent history, blocks, batches, the state tree,
// cursors, plugins' keys.
//
// Invariants
// - One block is one synchronous write: header, body, receipts, state, history and head agree after
// any crash.
// - One batch is one synchronous write: record, pubdata and tree agree after any crash.
// - The value of an account or slot before a block is kept as history until the block is both older
// than the window and
//   finalized. So the state at any block from oldest_state() on can be read, and blocks can be
//   reverted down to it.
// Thread safety: any number of threads may read, each with StateViews of its own; writes are
// serialised by a mutex. A reader that needs several answers about one moment takes a StateView.
// Lookups fail with not_found where the thing does not exist, and with corrupt or unavailable where
// the disk says so. Formats: README.md.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>

#include "kernel/state/batch_record.hpp"
#include "kernel/state/block_records.hpp"
#include "kernel/state/state_view.hpp"
#include "kernel/state/store.hpp"
#include "kernel/state/tree.hpp"

namespace dovetail::state {

/// Whose state a data directory holds. It is written when the directory is made and compared at
/// every opening.
struct Identity {
  uint64_t chain_id = 0;
  Hash256 genesis_hash;
  std::map<std::string, std::string> settings;  ///< what else may never change: "l1_chain_id", …
};

struct OpenOptions {
  uint64_t history_blocks = 256;   ///< how many blocks back the state can be read; at least 1
  size_t cache_bytes = 128 << 20;  ///< of uncompressed blocks, for reads
};

struct Heads {
  std::optional<uint64_t> latest;  ///< nothing before the genesis block
  uint64_t safe = 0;               ///< last block of the last committed batch
  uint64_t finalized = 0;          ///< last block that L1 can no longer take back
};

/// A change between two blocks. Sorted by address.
struct AccountDelta {
  Address address;
  std::optional<zkevm::Account> before, after;
};
/// Sorted by flat key.
struct SlotDelta {
  Hash256 flat_key;
  Address address;
  Hash256 slot;
  U256 before, after;
};
struct NetChanges {
  std::vector<AccountDelta> accounts;
  std::vector<SlotDelta> slots;
};

class Database {
 public:
  /// Opens or creates a data directory. Fails with conflict if it is in use or belongs to another
  /// chain or schema (saying which setting was expected and found), corrupt if it is damaged; it is
  /// never repaired silently.
  static Expected<std::unique_ptr<Database>> open(const std::filesystem::path& directory,
                                                  const Identity& identity,
                                                  const OpenOptions& options = {});

  // Blocks
  Heads heads() const;
  /// Writes a block after the latest one (the first has number 0), whole or not at all. Values that
  /// do not change are no changes. Fails with conflict if it does not follow, invalid_argument if
  /// its parts do not fit together.
  Expected<void> commit(const BlockCommit& block);
  /// Moves the safe and finalized heads. Fails with invalid_argument unless finalized <= safe <=
  /// latest.
  Expected<void> set_heads(uint64_t safe, uint64_t finalized);
  /// Undoes every block above `block`, and every batch that holds one, in one write. Fails with
  /// not_found if the history does not reach so far.
  Expected<void> revert_to(uint64_t block);

  Expected<StoredHeader> header(uint64_t block) const;
  Expected<uint64_t> block_of_hash(const Hash256& block_hash) const;
  Expected<std::vector<StoredTransaction>> transactions(uint64_t block) const;
  Expected<std::vector<Receipt>> receipts(uint64_t block) const;
  Expected<TransactionPlace> transaction_place(const Hash256& tx_hash) const;
  /// @return 256 hashes, oldest first, the last one being that of `block`; zero before the genesis
  /// block.
  Expected<std::vector<Hash256>> recent_hashes(uint64_t block) const;

  // State
  /// The state after the latest block (empty before genesis). The view must not outlive the
  /// database.
  Expected<std::unique_ptr<StateView>> latest_state() const;
  /// The state after `block`. Fails with not_found above the latest block and below oldest_state().
  Expected<std::unique_ptr<StateView>> state_at(uint64_t block) const;
  /// @return the first block whose state can still be read.
  Expected<uint64_t> oldest_state() const;
  /// What blocks first..last changed together; later blocks may exist. Fails with not_found as
  /// state_at does.
  Expected<NetChanges> net_changes(uint64_t first, uint64_t last) const;
  /// @return code by keccak256.
  Expected<Bytes> code(const Hash256& code_hash) const;

  // Batches
  /// @return the number of the last batch, or nothing.
  Expected<std::optional<uint64_t>> last_batch() const;
  /// Writes the batch after the last one, its pubdata and the tree after it, whole or not at all.
  /// Fails with conflict if number, block range or tree do not follow the last batch.
  Expected<void> seal_batch(const BatchRecord& record, ByteView pubdata, const TreeUpdate& tree);
  /// Overwrites the record of a batch together with named records, in one write. Fails with
  /// not_found.
  Expected<void> update_batch(const BatchRecord& record, std::span<const NamedRecord> records = {});
  /// Undoes the batches above `batch` and their tree changes; blocks stay. For resealing.
  Expected<void> revert_batches_to(uint64_t batch);
  Expected<BatchRecord> batch(uint64_t number) const;
  /// @return the canonical pubdata of a batch.
  Expected<Bytes> batch_pubdata(uint64_t number) const;
  /// @return the batch that holds a block. Fails with not_found if it is not sealed yet.
  Expected<uint64_t> batch_of_block(uint64_t block) const;
  /// The tree after the last batch.
  Tree tree() const { return Tree(*store_); }

  // Records: cursors of the stages, as bytes by name
  Expected<void> put_records(std::span<const NamedRecord> records);
  Expected<Bytes> get_record(std::string_view name) const;

  // Keys of plugins: each plugin has a namespace of at most 255 bytes
  Expected<void> plugin_put(std::string_view space, ByteView key, ByteView value);
  Expected<Bytes> plugin_get(std::string_view space, ByteView key) const;
  Expected<void> plugin_remove(std::string_view space, ByteView key);

 private:
  Database(std::unique_ptr<Store> store, const OpenOptions& options);

  struct Moment;  ///< a snapshot and the heads in it

  Expected<void> check_identity(const Identity& identity, const std::string& directory);
  Expected<void> create(const Bytes& identity);
  Expected<Heads> read_heads(const Snapshot* snapshot) const;
  static void put_heads(Batch& batch, const Heads& heads);
  void publish(const Heads& heads);
  Expected<Moment> moment() const;
  Expected<void> check_known(const Moment& moment, uint64_t block) const;
  Expected<uint64_t> oldest_state(const Snapshot* snapshot) const;
  Expected<Bytes> require(ByteView key, const std::string& what,
                          const Snapshot* snapshot = nullptr) const;
  Expected<Journal> journal(uint64_t block, const Snapshot* snapshot = nullptr) const;

  Expected<void> check_follows(const BlockCommit& block) const;
  Expected<void> write_accounts(Batch& batch, const BlockCommit& block, Journal& journal) const;
  Expected<void> write_slots(Batch& batch, const BlockCommit& block, Journal& journal) const;
  Expected<void> prune(Batch& batch, const Heads& heads) const;
  Expected<void> forget(Batch& batch, uint64_t block) const;

  Expected<void> undo_state(Batch& batch, uint64_t block, uint64_t latest) const;
  Expected<void> undo_blocks(Batch& batch, uint64_t block, uint64_t latest) const;
  Expected<void> undo_batches(Batch& batch, uint64_t first) const;
  Expected<void> check_batch_follows(const BatchRecord& record, const TreeUpdate& tree) const;
  Expected<void> prune_tree_undo(Batch& batch) const;

  std::unique_ptr<Store> store_;
  const OpenOptions options_;
  mutable std::mutex write_mutex_;
  mutable std::mutex heads_mutex_;
  Heads heads_;  ///< under heads_mutex_
};

}  // namespace dovetail::state
