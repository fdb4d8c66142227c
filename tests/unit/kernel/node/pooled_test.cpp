// Decoding what anybody may send.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"
#include "tests/unit/kernel/node/signed_tx.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

/// A type-1 transaction with the access list given as RLP, signed by nobody that matters.
Bytes with_access_list(const Bytes& list_payload) {
  Bytes fields, list, out{0x01};
  rlp::append_integer(fields, kTestChainId);
  for (uint64_t value : {0, 1'000'000'000, 100'000}) rlp::append_integer(fields, value);
  rlp::append_string(fields, Address{}.view());
  rlp::append_integer(fields, 0);
  rlp::append_string(fields, {});
  rlp::append_list(list, list_payload);
  fields.insert(fields.end(), list.begin(), list.end());
  for (uint64_t value : {0, 1, 1}) rlp::append_integer(fields, value);
  rlp::append_list(out, fields);
  return out;
}

Bytes entry(size_t slots_count) {
  Bytes slots, fields, out;
  for (size_t i = 0; i < slots_count; ++i) rlp::append_string(slots, Hash256{}.view());
  rlp::append_string(fields, Address{}.view());
  rlp::append_list(fields, slots);
  rlp::append_list(out, fields);
  return out;
}

TEST(pooled, recovers_the_sender_and_the_hash) {
  const Bytes raw = raw_tx(3, {.nonce = 7});
  const auto tx = PooledTransaction::decode(raw);
  ASSERT_TRUE(tx);
  EXPECT_EQ((*tx)->tx().sender, development_key(3).address());
  EXPECT_EQ((*tx)->tx().nonce, 7u);
  EXPECT_EQ((*tx)->tx().hash, keccak256(raw));
}

TEST(pooled, refuses_more_bytes_than_the_network_takes) {
  const auto tx = PooledTransaction::decode(raw_tx(0, {.data = Bytes(kTransactionBytesMax)}));
  ASSERT_FALSE(tx);
  EXPECT_THAT(tx.error().text, HasSubstr("oversized data"));
}

TEST(pooled, takes_the_densest_access_lists_within_its_memory) {
  for (const size_t slots_count : {0, 1, 2, 3000}) {
    const Bytes one = entry(slots_count);
    Bytes payload;
    while (payload.size() + one.size() < kTransactionBytesMax - 200)
      payload.insert(payload.end(), one.begin(), one.end());
    const auto tx = PooledTransaction::decode(with_access_list(payload));
    ASSERT_TRUE(tx) << slots_count << ": " << tx.error().text;
    EXPECT_GT((*tx)->tx().access_list.size(), 0u);
  }
}

TEST(pooled, refuses_every_truncation) {
  const Bytes raw = raw_tx(0, {.data = Bytes(100, 7)});
  for (size_t size = 0; size < raw.size(); ++size)
    EXPECT_FALSE(PooledTransaction::decode(ByteView(raw).first(size))) << size;
}

TEST(pooled, survives_random_changes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const Bytes raw = raw_tx(0, {.data = Bytes(40, 7)});
  for (int round = 0; round < 500; ++round) {
    Bytes changed = raw;
    changed[random() % changed.size()] ^= static_cast<uint8_t>(1 + random() % 255);
    const auto tx = PooledTransaction::decode(changed);
    if (tx) EXPECT_NE((*tx)->tx().hash, keccak256(raw));
  }
}

TEST(pooled, tip_is_what_the_fee_leaves_above_the_base_fee) {
  const TxRef tx = pooled_tx(0, {.max_fee = 100, .tip = 30});
  EXPECT_EQ(tx->tip(60), U256(30));
  EXPECT_EQ(tx->tip(90), U256(10));
  EXPECT_EQ(tx->tip(101), U256(0));
}

}  // namespace
}  // namespace dovetail::node
