#pragma once
// From the changes of a zkevm::State to the writes of a block.

#include "kernel/state/block_records.hpp"
#include "kernel/zkevm/state/state.hpp"

namespace dovetail::state {

/// Appends what State::visit_changes reports to a block; the bytes of new code are copied.
class ChangeCollector final : public zkevm::ChangeVisitor {
 public:
  explicit ChangeCollector(BlockCommit& block) : block_(block) {}

  void account(const zkevm::AccountChange& change) override {
    AccountWrite& write = block_.accounts.emplace_back();
    write.address = change.address;
    if (change.exists) write.after = change.after;
    if (!change.new_code.empty())
      block_.codes.emplace_back(change.after.code_hash, to_bytes(change.new_code));
  }
  void storage(const zkevm::StorageChange& change) override {
    block_.storage.push_back({change.address, change.slot.to_be(), change.after});
  }

 private:
  BlockCommit& block_;
};

}  // namespace dovetail::state
