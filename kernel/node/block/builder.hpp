#pragma once
// One block: transactions executed in order on the latest state, those that do not fit rolled back.
//
// What a round may cost is bounded, whatever the candidates are: it ends when the gas that was
// executed, rolled back or not, reaches twice the block's limit, or when the memory left could be
// too little for the next candidate.

#include "kernel/node/block/memory.hpp"
#include "kernel/node/chain.hpp"
#include "kernel/node/mempool/pooled.hpp"

namespace dovetail::node {

struct BlockLimits {
  uint64_t transactions_max = 1000;
  uint64_t gas_max = 100'000'000;
  uint64_t pubdata_bytes_max = 100'000;  ///< upper bound of what its net changes take
  uint64_t logs_max = 16'384;
};

/// Why a candidate is not in the block.
struct LeftOut {
  Hash256 hash;
  const char* why;
};

struct BuiltBlock {
  state::BlockCommit commit;
  std::vector<std::pair<Address, uint64_t>> next_nonces;  ///< of every sender
  uint64_t gas_used = 0;
};

struct BuildResult {
  std::optional<BuiltBlock> block;  ///< nothing if no candidate fits: no block is ever empty
  std::vector<LeftOut> invalid;     ///< can never be executed: the pool forgets them
  /// Were rolled back, as the block had no room left. Given first to the next round they are either
  /// taken or found to be too large for any block, so that nothing is executed in vain twice.
  std::vector<Hash256> overflowed;
};

class BlockBuilder {
 public:
  explicit BlockBuilder(const Chain& chain) : chain_(chain) {}

  /// Builds the block after the latest one. Fails if the state cannot be read, or with
  /// resource_exhausted if there is no memory to execute in.
  /// @param candidates  best first, each sender's in nonce order.
  Expected<BuildResult> build(const std::vector<TxRef>& candidates, uint64_t timestamp,
                              const U256& base_fee, const BlockLimits& limits);

 private:
  const Chain& chain_;
  std::optional<ReservedMemory> memory_;  ///< from the first block on
};

}  // namespace dovetail::node
