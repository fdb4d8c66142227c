#pragma once
// A batch from its blocks: net changes, the tree after them, canonical pubdata, the state
// commitment.
//
// Pure over the database: it reads and writes nothing back; Database::seal_batch takes what it
// returns.

#include "kernel/state/database.hpp"
#include "kernel/zkevm/system/pubdata.hpp"

namespace dovetail::state {

/// What the blocks of a batch sent to L1, in order.
struct BatchMessages {
  std::vector<zkevm::L2Log> logs;
  std::vector<Bytes> messages;
};

struct BatchContents {
  std::vector<FlatChange> changes;  ///< ascending by key: what a proof of the batch claims
  TreeUpdate tree;
  Bytes pubdata;  ///< canonical, codec 0
  Hash256 state_after;
};

/// Builds the batch of the blocks first..last, which follow the last sealed batch.
/// Fails as Database::net_changes does, and with corrupt if flat state and tree contradict each
/// other.
Expected<BatchContents> build_batch(const Database& database, uint64_t first, uint64_t last,
                                    const BatchMessages& messages = {});

/// @return the commitment to the state after `block`, with this tree.
Expected<Hash256> state_commitment(const Database& database, const TreeHead& tree, uint64_t block);

}  // namespace dovetail::state
