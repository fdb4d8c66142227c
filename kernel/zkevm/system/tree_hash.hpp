#pragma once
// The hashes of the state tree: a Blake2s tree of depth 64 whose leaves are a linked list sorted by
// key. Source: ZKsync OS, system/io/tree and storage_model.
//
// A leaf is blake2s(key 32 | value 32 | next u64 little endian), where next is the index of the
// leaf with the next larger key: absence of a key is proven by the leaf before it. Leaf 0 has key 0
// and leaf 1 has key 0xff..ff, which points to itself; both have value zero and are never written.
// A leaf index that is not taken yet hashes as the leaf of all zeros.

#include <array>

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

inline constexpr unsigned kTreeDepth = 64;

struct TreeLeaf {
  Hash256 key, value;
  uint64_t next = 0;  ///< index of the leaf with the next larger key

  friend bool operator==(const TreeLeaf&, const TreeLeaf&) = default;
};

inline constexpr Hash256 kLastKey = [] {
  Hash256 key;
  for (uint8_t& byte : key.bytes) byte = 0xff;
  return key;
}();
/// The leaves of the tree before its first batch, indices 0 and 1.
inline constexpr std::array<TreeLeaf, 2> kGuardLeaves = {TreeLeaf{{}, {}, 1}, {kLastKey, {}, 1}};

/// The addresses whose slots hold what the system knows about accounts and code.
constexpr Address system_address(uint16_t low) {
  Address address;
  address[18] = static_cast<uint8_t>(low >> 8);
  address[19] = static_cast<uint8_t>(low);
  return address;
}
inline constexpr Address kAccountPropertiesAddress = system_address(0x8003);
inline constexpr Address kKnownCodesAddress = system_address(0x8004);

Hash256 hash_leaf(const TreeLeaf& leaf);
Hash256 hash_node(const Hash256& left, const Hash256& right);

/// @return blake2s(12 zero bytes | address | slot): where a storage slot lies in the tree.
Hash256 flat_key(const Address& address, const Hash256& slot);
/// @return the key of the leaf with blake2s of an account's properties; zero stands for an absent
/// account.
Hash256 account_key(const Address& address);
/// @return the key of the leaf that is 1 once the code with this keccak256 has been published.
Hash256 known_code_key(const Hash256& code_hash);

/// Roots of subtrees without leaves: [0] is the empty leaf, [n] the root of a tree of depth n.
using EmptyHashes = std::array<Hash256, kTreeDepth + 1>;
EmptyHashes empty_hashes();

/// @return the root of the tree of depth 64 with the two guard leaves alone.
Hash256 genesis_root(const EmptyHashes& empty);

}  // namespace dovetail::zkevm
