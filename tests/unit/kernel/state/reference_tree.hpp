#pragma once
// The state tree as its definition says it, without a thought for speed: all leaves in memory,
// every node recomputed.

#include <map>
#include <vector>

#include "kernel/state/tree.hpp"

namespace dovetail::state {

class ReferenceTree {
 public:
  ReferenceTree() {
    for (uint64_t index = 0; index < zkevm::kGuardLeaves.size(); ++index) {
      leaves_.push_back(zkevm::kGuardLeaves[index]);
      index_.emplace(leaves_.back().key, index);
    }
  }

  void apply(const std::vector<FlatChange>& changes) {
    for (const FlatChange& change : changes)
      if (const auto known = index_.find(change.key); known != index_.end())
        leaves_[known->second].value = change.value;
      else
        insert(change);
  }

  TreeHead head() const {
    std::vector<Hash256> nodes;
    for (const zkevm::TreeLeaf& leaf : leaves_) nodes.push_back(zkevm::hash_leaf(leaf));
    Hash256 empty = zkevm::hash_leaf({});
    for (unsigned level = 0; level < zkevm::kTreeDepth; ++level) {
      if (nodes.size() % 2) nodes.push_back(empty);
      for (size_t i = 0; i < nodes.size() / 2; ++i)
        nodes[i] = zkevm::hash_node(nodes[2 * i], nodes[2 * i + 1]);
      nodes.resize(nodes.size() / 2);
      empty = zkevm::hash_node(empty, empty);
    }
    return {nodes[0], leaves_.size()};
  }

  const std::vector<zkevm::TreeLeaf>& leaves() const { return leaves_; }

 private:
  void insert(const FlatChange& change) {
    const auto next = index_.upper_bound(change.key);
    const auto previous = std::prev(next);
    leaves_[previous->second].next = leaves_.size();
    index_.emplace(change.key, leaves_.size());
    leaves_.push_back({change.key, change.value, next->second});
  }

  std::vector<zkevm::TreeLeaf> leaves_;
  std::map<Hash256, uint64_t> index_;
};

}  // namespace dovetail::state
