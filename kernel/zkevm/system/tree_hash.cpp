#include "kernel/zkevm/system/tree_hash.hpp"

#include "sdk/crypto/blake2s.hpp"

namespace dovetail::zkevm {

Hash256 hash_leaf(const TreeLeaf& leaf) {
  uint8_t next[8];
  store_le64(next, leaf.next);
  Blake2s hash;
  hash.update(leaf.key.view());
  hash.update(leaf.value.view());
  hash.update(next);
  return hash.finish();
}

Hash256 hash_node(const Hash256& left, const Hash256& right) {
  Blake2s hash;
  hash.update(left.view());
  hash.update(right.view());
  return hash.finish();
}

Hash256 flat_key(const Address& address, const Hash256& slot) {
  const uint8_t padding[12]{};
  Blake2s hash;
  hash.update(padding);
  hash.update(address.view());
  hash.update(slot.view());
  return hash.finish();
}

Hash256 account_key(const Address& address) {
  Hash256 slot;
  for (size_t i = 0; i < Address::kSize; ++i) slot[12 + i] = address[i];
  return flat_key(kAccountPropertiesAddress, slot);
}

Hash256 known_code_key(const Hash256& code_hash) {
  return flat_key(kKnownCodesAddress, code_hash);
}

EmptyHashes empty_hashes() {
  EmptyHashes empty;
  empty[0] = hash_leaf({});
  for (size_t level = 0; level < kTreeDepth; ++level)
    empty[level + 1] = hash_node(empty[level], empty[level]);
  return empty;
}

Hash256 genesis_root(const EmptyHashes& empty) {
  Hash256 root = hash_node(hash_leaf(kGuardLeaves[0]), hash_leaf(kGuardLeaves[1]));
  for (size_t level = 1; level < kTreeDepth; ++level) root = hash_node(root, empty[level]);
  return root;
}

}  // namespace dovetail::zkevm
