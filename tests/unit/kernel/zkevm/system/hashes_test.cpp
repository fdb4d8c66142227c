// Tree hashes, account properties and state commitment. Expected values come from Python's hashlib;
// those of the empty tree are ZKsync OS's own.
#include <gtest/gtest.h>

#include "kernel/zkevm/system/account_properties.hpp"
#include "kernel/zkevm/system/commitment.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"

namespace dovetail::zkevm {
namespace {

template <size_t N>
FixedBytes<N> filled(uint8_t byte) {
  FixedBytes<N> out;
  for (uint8_t& b : out.bytes) b = byte;
  return out;
}
Hash256 counting(uint8_t first) {
  Hash256 out;
  for (uint8_t i = 0; i < 32; ++i) out[i] = static_cast<uint8_t>(first + i);
  return out;
}
AccountProperties contract() {
  AccountProperties out;
  out.account = {9, 1'000'000'000'000'000'000, filled<32>(0x44), 77};
  out.code_blake = filled<32>(0x33);
  return out;
}

TEST(tree_hash, agrees_with_zksync_os_on_the_empty_tree) {
  EXPECT_EQ(genesis_root(empty_hashes()),
            fixed_hex<32>("90a83ead2ba2194fbbb0f7cd2a017e36cfb4891513546d943a7282c2844d4b6b"));
}

TEST(tree_hash, hashes_a_leaf_with_its_link_little_endian) {
  EXPECT_EQ(hash_leaf({filled<32>(1), filled<32>(2), 258}),
            fixed_hex<32>("e677c43e4a4d2a0aa4e73f6c2a01843195515e279dc388e0c6927a6590e54b37"));
}

TEST(tree_hash, derives_flat_keys) {
  const Address address = filled<20>(0x11);
  EXPECT_EQ(flat_key(address, U256(5).to_be()),
            fixed_hex<32>("bb6bffb4b138f12ebe2bf3b34bc4cdda8e465e50a56e4fa6b7996a5f2a867dc2"));
  EXPECT_EQ(account_key(address),
            fixed_hex<32>("36ee0477e38756352977e661e86bedbaefb444d7957c202e199e060fc93d798c"));
  EXPECT_EQ(known_code_key(filled<32>(0x22)),
            fixed_hex<32>("9ccb07b75e661ac2d294e0393b6a8822c62899ad76508af4481b8e347923d59c"));
}

TEST(account_properties, hash_all_their_fields) {
  EXPECT_EQ(hash(contract()),
            fixed_hex<32>("0274b1c037c3ad1dfbcef1312c05b2b417a8acc15817f91c90806450175b4f3b"));
  AccountProperties plain;
  plain.account.nonce = 9;
  plain.account.balance = 1'000'000'000'000'000'000;
  EXPECT_EQ(hash(plain),
            fixed_hex<32>("452bb50cdbdfdcef9df1022e31ec5f8ad35824ca43a8f47eb97a04980601bcf1"));
}

TEST(account_properties, are_zero_when_the_account_is_empty) {
  EXPECT_TRUE(hash(AccountProperties()).is_zero());
}

TEST(account_properties, decode_to_what_was_encoded) {
  EXPECT_EQ(*decode_account_properties(encode(contract())), contract());
  EXPECT_EQ(*decode_account_properties(encode({})), AccountProperties());
}

TEST(account_properties, refuse_bytes_that_do_not_fit_together) {
  for (const size_t at : {0, 1, 7, 83, 84, 123}) {  // versioning, sizes, artifacts
    AccountBytes bytes = encode(contract());
    bytes[at] ^= 1;
    EXPECT_FALSE(decode_account_properties(bytes)) << at;
  }
  for (const size_t at : {48, 80, 88, 120}) {  // code fields without code
    AccountBytes bytes = encode({});
    bytes[at] ^= 1;
    EXPECT_FALSE(decode_account_properties(bytes)) << at;
  }
}

TEST(commitment, hashes_both_trees_block_and_timestamp) {
  const StateCommitment commitment{
      {counting(0), 5}, {counting(32), 2}, 7, counting(64), 1'700'000'000};
  EXPECT_EQ(hash(commitment),
            fixed_hex<32>("db0d00f7398bf1f620ce11bccca294f30d33b47d932e39b7e0f6f7a264abbffc"));
}

TEST(commitment, hashes_recent_blocks_oldest_first) {
  static Hash256 hashes[kRecentHashes];
  for (size_t i = 0; i < kRecentHashes; ++i) hashes[i] = U256(i).to_be();
  EXPECT_EQ(hash_recent(hashes),
            fixed_hex<32>("8be92b6da3b23e58b0acec390d0b1f92b37a878b455bcf6df10b6cd747691eea"));
}

}  // namespace
}  // namespace dovetail::zkevm
