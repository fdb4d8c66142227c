#pragma once
// The state after one block, while later blocks are written.
//
// The flat state is the latest one. Before a block changes a value, the old one is filed under
// (key, block). The value at block n is therefore the history entry with the smallest block above
// n, or the flat value if there is none: one seek.

#include <memory>
#include <unordered_map>

#include "kernel/state/block_records.hpp"
#include "kernel/state/store.hpp"
#include "kernel/zkevm/state/reader.hpp"

namespace dovetail::state {

/// For one thread at a time. The reader interface has no errors, so that a failed read answers as
/// if nothing were there and is remembered: whoever used a view for something that counts asks
/// failure() afterwards.
class StateView final : public zkevm::StateReader {
 public:
  /// The newest state. `latest` says which block that is.
  StateView(const Store& store, std::shared_ptr<const Snapshot> snapshot,
            std::optional<uint64_t> latest);
  /// The state after an older block.
  StateView(const Store& store, std::shared_ptr<const Snapshot> snapshot, uint64_t block,
            uint64_t latest);

  bool account(const Address& address, zkevm::Account& out) override;
  U256 storage(const Address& address, const U256& slot) override;
  ByteView code(const Hash256& code_hash) override;

  /// As storage(), by the key in the tree.
  U256 storage_at(const Hash256& flat_key);

  /// @return the block after which this is the state; nothing before the genesis block.
  std::optional<uint64_t> block() const { return block_; }
  /// @return the first read that failed, if one did.
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  std::optional<Bytes> read(char history_kind, char kind, ByteView key);
  std::optional<Bytes> past_value(char history_kind, ByteView key, bool& found);
  void remember(const Failure& failure);

  const Store& store_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::unique_ptr<Cursor> history_;  ///< absent in a view of the latest state
  std::optional<uint64_t> block_;
  std::unordered_map<Hash256, Bytes> codes_;  ///< keeps code() alive
  std::optional<Failure> failure_;
};

}  // namespace dovetail::state
