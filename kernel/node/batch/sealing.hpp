#pragma once
// A batch from its blocks: net changes, the tree after them, canonical pubdata, the state
// commitment.

#include "kernel/node/chain.hpp"

namespace dovetail::node {

struct SealedBatch {
  state::BatchRecord record;  ///< DA fields are empty until it is published
  Bytes pubdata;              ///< canonical, codec 0
  state::TreeUpdate tree;
};

/// Makes batch `number` of the blocks first..last, which follow the last sealed batch.
Expected<SealedBatch> make_batch(const Chain& chain, uint64_t number, uint64_t first, uint64_t last,
                                 uint64_t settlement_chain_id);

}  // namespace dovetail::node
