#pragma once
// The state commitment: what L1 holds of the state after a batch.
//
// blake2s(rollup root 32 | rollup next leaf u64 | porter root 32 | porter next leaf u64 | block
// number u64 | blake2s(last 256 block hashes) 32 | last timestamp u64), numbers big endian. The
// hashes are those of blocks number - 255 .. number, oldest first, zero before the genesis block. A
// tree is never smaller than its two guard leaves, so that the porter tree, empty until it is used,
// is genesis_root() with next leaf 2.

#include <span>

#include "sdk/base/bytes.hpp"

namespace dovetail::zkevm {

inline constexpr size_t kRecentHashes = 256;

struct TreeCommitment {
  Hash256 root;
  uint64_t next_leaf = 2;
};

struct StateCommitment {
  TreeCommitment rollup, porter;
  uint64_t block_number = 0;
  Hash256 recent_hashes;        ///< hash_recent(…)
  uint64_t last_timestamp = 0;  ///< seconds
};

/// @param hashes  kRecentHashes of them, oldest first.
Hash256 hash_recent(std::span<const Hash256, kRecentHashes> hashes);

Hash256 hash(const StateCommitment& commitment);

}  // namespace dovetail::zkevm
