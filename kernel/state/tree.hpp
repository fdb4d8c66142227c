#pragma once
// The state tree on disk. What a leaf and a node are: kernel/zkevm/system/tree_hash.hpp.
//
// Nodes are stored sixteen to a page: page (level, index) holds the hashes of nodes 16 index .. 16
// index + 15 of level 4 * level, where level 0 of the tree is its leaves. The three levels between
// two pages are recomputed. A page that is missing is all empty. So a key costs one read per four
// levels, and one batch reads and hashes each page once. The tree changes only by the TreeUpdates
// of Database::seal_batch and revert; apply() itself writes nothing.

#include <array>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "kernel/state/store.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"

namespace dovetail::state {

/// A net change: the key's value after the batch.
struct FlatChange {
  Hash256 key, value;

  friend bool operator==(const FlatChange&, const FlatChange&) = default;
};

struct TreeHead {
  Hash256 root;
  uint64_t next_index = 0;  ///< leaves in use

  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

using IndexedLeaf = std::pair<uint64_t, zkevm::TreeLeaf>;

struct TreePage {
  static constexpr unsigned kLevels = 4;
  static constexpr size_t kNodes = 1 << kLevels;

  uint8_t level = 0;
  uint64_t index = 0;
  std::array<Hash256, kNodes> hashes;
};

/// One step of the tree, forwards or back.
struct TreeUpdate {
  TreeHead before, after;
  std::vector<IndexedLeaf> leaves;    ///< as they are afterwards, ascending by index
  std::vector<IndexedLeaf> replaced;  ///< leaves below before.next_index as they were
  std::vector<IndexedLeaf> removed;   ///< leaves that are no more (a step back)
  std::vector<TreePage> pages;
};

/// What a step back needs to know of a step forwards.
struct TreeUndo {
  TreeHead before;
  std::vector<IndexedLeaf> replaced;
};
Bytes encode_undo(const TreeUpdate& update);
Expected<TreeUndo> decode_undo(ByteView bytes);

/// Reads the tree after the last batch. While a batch is being sealed by another thread its answers
/// may mix two trees: one thread seals and asks.
class Tree {
 public:
  explicit Tree(const Store& store) : store_(store), empty_(zkevm::empty_hashes()) {}

  Expected<TreeHead> head() const;
  /// @return the leaf index of a key, or nothing if the key was never written.
  Expected<std::optional<uint64_t>> index_of(const Hash256& key) const;
  /// Fails with not_found at head().next_index and above.
  Expected<zkevm::TreeLeaf> leaf(uint64_t index) const;
  /// @return the index of the leaf with the largest key that is smaller. Fails with not_found for
  /// key zero.
  Expected<uint64_t> predecessor(const Hash256& key) const;
  /// @return the 64 siblings on the way from a leaf to the root, the lowest first.
  Expected<std::vector<Hash256>> path(uint64_t index) const;

  /// The tree after a batch. New keys are appended in the order of the changes.
  /// @param changes  ascending by key, no key twice, no guard key, no new key with value zero: else
  /// invalid_argument.
  Expected<TreeUpdate> apply(std::span<const FlatChange> changes) const;
  /// The tree before one or several steps.  @param steps  newest first.
  Expected<TreeUpdate> undo(std::span<const TreeUndo> steps) const;

  /// The guard leaves, written once when the database is made.
  TreeUpdate genesis() const;
  static void write(Batch& batch, const TreeUpdate& update);

 private:
  using NewHashes = std::map<uint64_t, Hash256>;  ///< by index within a level

  class Appender;
  Expected<TreePage> page(uint8_t level, uint64_t index) const;
  Hash256 page_root(const TreePage& page) const;
  /// Recomputes every page above the changed nodes of level 0, collects them and @return the root.
  Expected<Hash256> rehash(NewHashes hashes, bool read_pages, std::vector<TreePage>& pages) const;
  Expected<NewHashes> rehash_level(uint8_t level, const NewHashes& hashes, bool read_pages,
                                   std::vector<TreePage>& pages) const;

  const Store& store_;
  zkevm::EmptyHashes empty_;
};

}  // namespace dovetail::state
