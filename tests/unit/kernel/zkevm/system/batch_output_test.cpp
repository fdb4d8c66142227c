// Batch output, stored batch and public input. Expected values come from the Solidity contracts
// (tests/vectors).
#include "kernel/zkevm/system/batch_output.hpp"

#include <gtest/gtest.h>

#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

constexpr Hash256 kStateBefore =
    fixed_hex<32>("12fbf1817bec71ff185fe0c45772bc3a4b056b262a1ef3b146c1ea0f261914b1");
constexpr Hash256 kStateAfter =
    fixed_hex<32>("405cd382cb53caffa9b71166a8cf787e84f4fd23f5a3120531fc5c1e1af0bee0");

BatchOutput every_field_its_own_value() {
  BatchOutput output;
  output.chain_id = 0xabcdef012345;
  output.first_timestamp = 0x3132333435363738;
  output.last_timestamp = 0x5152535455565758;
  output.da_scheme = 4;
  output.da_commitment =
      fixed_hex<32>("5861b1d18aadd964fa8f45672a86602585d0e78ef71f06b77f58e25ea6bca00b");
  output.l1_transactions = 0x1111;
  output.l2_transactions = 0x2222;
  output.priority_operations_hash =
      fixed_hex<32>("67b54a452faac2d9efcd17001fed596a5461d8274c00dfb382e9cd3f3dae7b71");
  output.logs_root =
      fixed_hex<32>("7f9d6664d90402b55d444abe4babb095846a532cd52f9846d2c9d5dd0c3d1061");
  output.upgrade_tx_hash =
      fixed_hex<32>("3496f066ae952ac1d28b45d44aefe8a27b625772484f1c54551e1614ade77dbe");
  output.dependency_roots_hash =
      fixed_hex<32>("ec4688a5f886142f1cc351a4e4d4765982620a2f40111ade9c2a4b012cba5ee3");
  output.settlement_chain_id = 0x7777;
  output.first_block = 0x4142434445464748;
  output.last_block = 0x6162636465666768;
  return output;
}

TEST(batch_output, hashes_as_the_contracts_do) {
  EXPECT_EQ(hash(every_field_its_own_value()),
            fixed_hex<32>("1b0b7c5789b6864c1f24f8429a1054288e1c7e337d9e972b201ed2a93b990473"));
}

TEST(batch_output, stored_batch_hashes_as_the_contracts_do) {
  EXPECT_EQ(stored_batch_hash(0x0102030405060708, kStateAfter, every_field_its_own_value()),
            fixed_hex<32>("8d3e1ced44c8c1a13c9c0a67e10f20c792ec44219cd1eb56ebc44aed89b7509c"));
}

TEST(batch_output, stored_genesis_hashes_as_the_contracts_do) {
  EXPECT_EQ(stored_genesis_hash(
                fixed_hex<32>("bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a")),
            fixed_hex<32>("684e18664793fe25f830a33552b2c8ab6f1cda363c888121862e1c281bf3bcb2"));
}

TEST(batch_output, public_input_hashes_as_the_contracts_do) {
  EXPECT_EQ(public_input(kStateBefore, kStateAfter, hash(every_field_its_own_value())),
            fixed_hex<32>("6759c0cac2fb9ec535f1ba64a32bb6a29a90066d972c6264096688493b923f16"));
}

Hash256 pair(const Hash256& left, const Hash256& right) {
  Keccak256 hash;
  hash.update(left.view());
  hash.update(right.view());
  return hash.finish();
}

TEST(logs_root, is_the_empty_tree_when_there_are_no_logs) {
  const uint8_t no_log[kLogBytes]{};
  Hash256 root = keccak256(no_log);
  EXPECT_EQ(root[0], 0x72);
  for (int level = 0; level < 14; ++level) root = pair(root, root);
  EXPECT_EQ(logs_root({}), pair(root, {}));
}

TEST(logs_root, fills_the_tree_from_the_left) {
  const uint8_t no_log[kLogBytes]{};
  Hash256 empty = keccak256(no_log);
  Hash256 leaves[3] = {U256(1).to_be(), U256(2).to_be(), U256(3).to_be()};
  Hash256 root = pair(pair(leaves[0], leaves[1]), pair(leaves[2], empty));
  empty = pair(empty, empty);
  for (int level = 2; level < 14; ++level) {
    empty = pair(empty, empty);
    root = pair(root, empty);
  }
  EXPECT_EQ(logs_root(leaves), pair(root, {}));
}

TEST(logs_root, takes_a_full_tree) {
  static Hash256 leaves[kLogsMax];
  Hash256 root;
  for (int level = 0; level < 14; ++level) root = pair(root, root);
  EXPECT_EQ(logs_root(leaves), pair(root, {}));
}

}  // namespace
}  // namespace dovetail::zkevm
