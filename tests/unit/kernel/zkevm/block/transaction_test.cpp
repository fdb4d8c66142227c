// Vectors: ethereum/tests TransactionTests (MIT) and the example of EIP-155.
#include "kernel/zkevm/block/transaction.hpp"

#include <gtest/gtest.h>

#include "sdk/base/arena_vector.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/secp256k1.hpp"
#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {
namespace {

constexpr auto kProtectedNo = fixed_hex<111>(
    "f86d80018259d894095e7baea6a6c7c4c2dfeb977efac326af552d870a8e0358ac39584bc98a7c979f984b031b"
    "a048b55bfa915ac795c431978d8a6a992b628d557da5ff759b307d495a36649353a01fffd310ac743f371de3b9"
    "f7f9cb56c0b28ad43601b4ab949f53faa07bd2c804");
constexpr auto kDynamicFee = fixed_hex<136>(
    "02f885018084773594009f02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff825208"
    "94095e7baea6a6c7c4c2dfeb977efac326af552d878080c080a05cbd172231fc0735e0fb994dd5b1a4939170a2"
    "60b36f0427a8a80866b063b948a07c230f7f578dd61785c93361b9871c0706ebfa6d06e3f4491dc9558c5202ed"
    "36");
constexpr auto kAccessList = fixed_hex<157>(
    "01f89a018001826a4094095e7baea6a6c7c4c2dfeb977efac326af552d878080f838f794a95e7baea6a6c7c4c2"
    "dfeb977efac326af552d87e1a0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    "80a05cbd172231fc0735e0fb994dd5b1a4939170a260b36f0427a8a80866b063b948a07c230f7f578dd61785c9"
    "3361b9871c0706ebfa6d06e3f4491dc9558c5202ed36");
constexpr auto kEip155 = fixed_hex<110>(
    "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a0"
    "28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb70330"
    "4b3800ccf555c9f3dc64214b297fb1966a3b6d83");

Arena& arena() {
  return fresh_arena<1 << 16>();
}

Transaction decoded(ByteView raw, Arena& arena) {
  auto tx = decode_transaction(raw, arena);
  EXPECT_TRUE(static_cast<bool>(tx));
  return tx ? *tx : Transaction{};
}
Address sender_of(ByteView raw) {
  Arena& memory = arena();
  auto sender = recover_sender(decoded(raw, memory), memory);
  EXPECT_TRUE(static_cast<bool>(sender));
  return sender ? *sender : Address{};
}
bool is_refused(ByteView raw) {
  return !decode_transaction(raw, arena());
}

TEST(transaction, decodes_every_field_of_a_protected_legacy_transaction) {
  const Transaction tx = decoded(kEip155.view(), arena());
  EXPECT_TRUE(tx.type == TxType::legacy);
  EXPECT_EQ(tx.chain_id.value_or(0), 1u);
  EXPECT_EQ(tx.nonce, 9u);
  EXPECT_TRUE(tx.max_fee_per_gas == U256(20000000000));
  EXPECT_TRUE(tx.max_priority_fee_per_gas == tx.max_fee_per_gas);
  EXPECT_EQ(tx.gas_limit, 21000u);
  EXPECT_TRUE(tx.to == fixed_hex<20>("3535353535353535353535353535353535353535"));
  EXPECT_TRUE(tx.value == U256(1000000000000000000));
  EXPECT_TRUE(tx.data.empty());
  EXPECT_EQ(int(tx.y_parity), 0);
}

TEST(transaction, signing_hash_of_the_example_of_eip_155) {
  Arena& memory = arena();
  EXPECT_TRUE(signing_hash(decoded(kEip155.view(), memory), memory) ==
              fixed_hex<32>("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
}

TEST(transaction, recovers_the_sender_of_each_type) {
  EXPECT_TRUE(sender_of(kEip155.view()) ==
              fixed_hex<20>("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f"));
  EXPECT_TRUE(sender_of(kProtectedNo.view()) ==
              fixed_hex<20>("1e42dc399dc122b1172fa3c3d9a9a0adabf7d026"));
  EXPECT_TRUE(sender_of(kDynamicFee.view()) ==
              fixed_hex<20>("ae2aec498d20869d441eaaf708fb1e375ae1787d"));
  EXPECT_TRUE(sender_of(kAccessList.view()) ==
              fixed_hex<20>("ebe76799923fd62804659fb00b4f0f1a94c0eb1e"));
}

TEST(transaction, hash_is_that_of_the_raw_bytes) {
  EXPECT_TRUE(decoded(kAccessList.view(), arena()).hash ==
              fixed_hex<32>("b4f8b14a7aaf85ec2f76be9fbe4155deae1f87b2da95af73be3c27ed8d4c8cb7"));
}

TEST(transaction, an_unprotected_transaction_has_no_chain_id) {
  EXPECT_FALSE(decoded(kProtectedNo.view(), arena()).chain_id.has_value());
}

TEST(transaction, decodes_the_access_list) {
  const Transaction tx = decoded(kAccessList.view(), arena());
  ASSERT_EQ(tx.access_list.size(), 1u);
  EXPECT_TRUE(tx.access_list[0].address ==
              fixed_hex<20>("a95e7baea6a6c7c4c2dfeb977efac326af552d87"));
  ASSERT_EQ(tx.access_list[0].slots.size(), 1u);
  EXPECT_TRUE(tx.access_list[0].slots[0] == ~U256{});
}

TEST(transaction, refuses_an_s_in_the_upper_half) {
  Arena& memory = arena();
  Transaction tx = decoded(kEip155.view(), memory);
  tx.s = kSecp256k1Order - tx.s;
  tx.y_parity ^= 1;
  EXPECT_FALSE(static_cast<bool>(recover_sender(tx, memory)));
}

TEST(transaction, refuses_a_signature_without_a_key) {
  Arena& memory = arena();
  Transaction tx = decoded(kEip155.view(), memory);
  tx.r = U256{};
  EXPECT_FALSE(static_cast<bool>(recover_sender(tx, memory)));
}

TEST(transaction, refuses_every_truncation_and_a_byte_behind) {
  uint8_t longer[kAccessList.size() + 1]{};
  for (size_t i = 0; i < kAccessList.size(); ++i) longer[i] = kAccessList[i];
  for (size_t size = 0; size < kAccessList.size(); ++size)
    EXPECT_TRUE(is_refused(ByteView(longer).first(size)));
  EXPECT_TRUE(is_refused(longer));
}

/// The legacy example with one of its nine fields replaced by raw bytes.
bool is_refused_with_field(int index, ByteView field) {
  Arena& memory = arena();
  rlp::Reader outer(kEip155.view());
  auto fields = outer.list();
  ArenaVector<uint8_t> payload(memory), raw(memory);
  for (int i = 0; !fields->at_end(); ++i) {
    const ByteView own = fields->item()->whole;
    const ByteView whole = i == index ? field : own;
    payload.insert(payload.end(), whole.begin(), whole.end());
  }
  rlp::append_list(raw, payload.view());
  return !decode_transaction(raw.view(), memory);
}

TEST(transaction, refuses_integers_with_leading_zeros_or_too_large) {
  const uint8_t zero[] = {0x00}, leading[] = {0x82, 0x00, 0x80};
  const uint8_t nine_bytes[] = {0x89, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  for (const int i : {0, 1, 2, 4, 6, 7, 8}) {
    EXPECT_TRUE(is_refused_with_field(i, zero));
    EXPECT_TRUE(is_refused_with_field(i, leading));
  }
  EXPECT_TRUE(is_refused_with_field(0, nine_bytes));
  EXPECT_TRUE(is_refused_with_field(2, nine_bytes));
}

TEST(transaction, refuses_a_recipient_of_another_length_and_lists_for_strings) {
  const uint8_t short_address[] = {0x82, 0x01, 0x02}, list[] = {0xc0};
  EXPECT_TRUE(is_refused_with_field(3, short_address));
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(is_refused_with_field(i, list));
}

TEST(transaction, refuses_a_v_that_no_rule_makes) {
  const uint8_t v26[] = {26}, v29[] = {29}, v34[] = {34}, v27[] = {27};
  EXPECT_TRUE(is_refused_with_field(6, v26));
  EXPECT_TRUE(is_refused_with_field(6, v29));
  EXPECT_TRUE(is_refused_with_field(6, v34));
  EXPECT_FALSE(is_refused_with_field(6, v27));
}

TEST(transaction, refuses_other_types_as_unsupported) {
  const uint8_t type3[] = {0x03, 0xc0}, type4[] = {0x04, 0xc0}, type0[] = {0x00, 0xc0};
  for (const ByteView raw : {ByteView(type3), ByteView(type4), ByteView(type0)}) {
    auto tx = decode_transaction(raw, arena());
    ASSERT_FALSE(static_cast<bool>(tx));
    EXPECT_TRUE(tx.error().status == Status::unsupported);
  }
}

}  // namespace
}  // namespace dovetail::zkevm
