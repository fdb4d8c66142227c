// Receipts, headers and tries. Golden values: EEST v5.4.0, ethereum/tests (MIT).
#include <gtest/gtest.h>

#include "kernel/zkevm/block/header.hpp"
#include "sdk/base/arena_vector.hpp"
#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {
namespace {

Arena& arena() {
  return fresh_arena<size_t{1} << 20>();
}

ByteView bytes(const char* text) {
  size_t size = 0;
  while (text[size] != 0) ++size;
  return {reinterpret_cast<const uint8_t*>(text), size};
}

TEST(mpt, root_of_nothing) {
  EXPECT_TRUE(trie_root({}, arena()) == kEmptyTrieRoot);
  EXPECT_TRUE(ordered_root({}, arena()) == kEmptyTrieRoot);
}

TEST(mpt, root_of_one_item) {
  const TrieItem items[] = {
      {bytes("A"), bytes("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")}};
  EXPECT_TRUE(trie_root(items, arena()) ==
              fixed_hex<32>("d23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab"));
}

TEST(mpt, branches_extensions_and_short_nodes) {
  const auto low = fixed_hex<2>("0045"), high = fixed_hex<2>("4500");
  const auto first = fixed_hex<5>("0123456789"), second = fixed_hex<5>("9876543210");
  const TrieItem items[] = {{low.view(), first.view()}, {high.view(), second.view()}};
  EXPECT_TRUE(trie_root(items, arena()) ==
              fixed_hex<32>("285505fcabe84badc8aa310e2aae17eddc7d120aabec8a476902c8184b3a3503"));
}

TEST(mpt, an_ordered_root_does_not_depend_on_its_arena) {
  Arena& memory = arena();
  ArenaVector<ByteView> values(memory);
  for (int i = 0; i < 300; ++i) {
    const uint8_t value[] = {static_cast<uint8_t>(i), static_cast<uint8_t>(i >> 8), 1};
    values.push_back(memory.copy(value));
  }
  const size_t used = memory.used();
  const Hash256 root = ordered_root(values.view(), memory);
  EXPECT_EQ(memory.used(), used);
  EXPECT_TRUE(ordered_root(values.view(), memory) == root);
  EXPECT_FALSE(ordered_root(values.view().first(299), memory) == root);
}

Header genesis() {
  Header header;
  header.state_root =
      fixed_hex<32>("6255ad9d0008bc4ef1e6daee353f0b8298278de65085c1961702c7431c26651f");
  header.gas_limit = 0x07270e00;
  static constexpr uint8_t kExtra[] = {0};
  header.extra_data = kExtra;
  header.base_fee = 7;
  return header;
}

TEST(header, hash_of_a_genesis_block_of_osaka) {
  EXPECT_TRUE(hash_of(genesis(), arena()) ==
              fixed_hex<32>("cdb14f6a6ecfd8a03124c2aab31824d562e60b9fe5ec6d76e6d6f7b4795ddfe9"));
}

TEST(header, decodes_what_it_encodes_and_refuses_other_lengths) {
  Arena& memory = arena();
  Header header = genesis();
  header.number = 300;
  header.nonce = FixedBytes<8>{{1, 2, 3, 4, 5, 6, 7, 8}};
  const ByteView encoded = encode_header(header, memory);
  auto decoded = decode_header(encoded);
  ASSERT_TRUE(static_cast<bool>(decoded));
  EXPECT_EQ(decoded->number, 300u);
  EXPECT_TRUE(hash_of(*decoded, memory) == hash_of(header, memory));
  for (size_t size = 0; size < encoded.size(); ++size)
    EXPECT_FALSE(static_cast<bool>(decode_header(encoded.first(size))));
}

TEST(receipt, bloom_has_three_bits_an_item) {
  const Log logs[] = {{address_number(1), {}, {}}};
  Bloom bloom;
  add_to_bloom(bloom, logs);
  int bits = 0;
  for (uint8_t byte : bloom) bits += __builtin_popcount(byte);
  EXPECT_EQ(bits, 3);
  const Hash256 hash = keccak256(address_number(1).view());
  const unsigned bit = (unsigned{hash[0]} << 8 | hash[1]) & 2047;
  EXPECT_TRUE((bloom[255 - bit / 8] >> (bit % 8) & 1) != 0);
}

TEST(receipt, has_its_type_before_it_unless_legacy) {
  Arena& memory = arena();
  Receipt receipt{TxType::legacy, true, 21000, {}};
  const ByteView legacy = encode_receipt(receipt, memory);
  receipt.type = TxType::dynamic_fee;
  const ByteView typed = encode_receipt(receipt, memory);
  ASSERT_EQ(typed.size(), legacy.size() + 1);
  EXPECT_EQ(int(typed[0]), 2);
  EXPECT_TRUE(equal(typed.subspan(1), legacy));
  // list of 264 bytes: status 1, gas 0x5208, bloom, no logs
  EXPECT_TRUE(equal(legacy.first(10), fixed_hex<10>("f9010801825208b90100").view()));
  EXPECT_EQ(int(legacy[legacy.size() - 1]), 0xc0);
}

TEST(receipt, encodes_address_topics_and_data_of_a_log) {
  Arena& memory = arena();
  const U256 topics[] = {1};
  const uint8_t data[] = {0xaa, 0xbb};
  const Log logs[] = {{address_number(1), topics, data}};
  const ByteView encoded = encode_logs(logs, memory);
  // The log's fields take 21 + 34 + 3 bytes, which needs a long header, as does the list of logs.
  ASSERT_EQ(encoded.size(), 2u + 2 + 21 + 34 + 3);
  EXPECT_TRUE(equal(encoded.first(5), fixed_hex<5>("f83cf83a94").view()));
  EXPECT_TRUE(equal(encoded.last(3), fixed_hex<3>("82aabb").view()));
}

}  // namespace
}  // namespace dovetail::zkevm
