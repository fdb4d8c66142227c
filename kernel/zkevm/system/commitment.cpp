#include "kernel/zkevm/system/commitment.hpp"

#include "sdk/crypto/blake2s.hpp"

namespace dovetail::zkevm {
namespace {

void add_u64(Blake2s& hash, uint64_t number) {
  uint8_t bytes[8];
  store_be64(bytes, number);
  hash.update(bytes);
}

}  // namespace

Hash256 hash_recent(std::span<const Hash256, kRecentHashes> hashes) {
  Blake2s hash;
  for (const Hash256& block_hash : hashes) hash.update(block_hash.view());
  return hash.finish();
}

Hash256 hash(const StateCommitment& commitment) {
  Blake2s hash;
  for (const TreeCommitment& tree : {commitment.rollup, commitment.porter}) {
    hash.update(tree.root.view());
    add_u64(hash, tree.next_leaf);
  }
  add_u64(hash, commitment.block_number);
  hash.update(commitment.recent_hashes.view());
  add_u64(hash, commitment.last_timestamp);
  return hash.finish();
}

}  // namespace dovetail::zkevm
