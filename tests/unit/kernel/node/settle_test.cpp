// What the settler writes for L1: ABI encoding, transactions, keys, saved intents.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kernel/node/fees/fee_source.hpp"
#include "kernel/node/settle/abi.hpp"
#include "kernel/node/settle/contracts.hpp"
#include "kernel/node/settle/deployment.hpp"
#include "kernel/node/settle/keystore.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

TEST(abi, puts_dynamic_parts_behind_static_words) {
  const Bytes data = Bytes{1, 2, 3};
  const Bytes encoded = abi::Tuple().word(U256(7)).bytes(data).encode();
  EXPECT_EQ(to_hex(encoded),
            "0x0000000000000000000000000000000000000000000000000000000000000007"
            "0000000000000000000000000000000000000000000000000000000000000040"
            "0000000000000000000000000000000000000000000000000000000000000003"
            "0102030000000000000000000000000000000000000000000000000000000000");
}

TEST(abi, selector_is_the_start_of_the_signature_hash) {
  EXPECT_EQ(to_hex(abi::call("totalBatchesCommitted()")), "0xa5acf970");
  EXPECT_EQ(to_hex(abi::call("storedBatchHash(uint256)", abi::Tuple().word(1))).substr(0, 10),
            "0xb22dd78e");
}

TEST(contracts, explains_reverts_with_both_values) {
  const Bytes data = abi::call("WrongBatchNumber(uint64,uint64)", abi::Tuple().word(3).word(2));
  EXPECT_EQ(explain_revert(data), "WrongBatchNumber(3, 2) (expected, found)");
  EXPECT_EQ(explain_revert(Bytes{1, 2, 3, 4}), "0x01020304");
  EXPECT_EQ(explain_revert({}), "no reason given");
}

TEST(l1_transaction, created_address_follows_sender_and_nonce) {
  // The first contract that anvil's first account deploys.
  const Address sender = development_key(0).address();
  EXPECT_EQ(to_hex(sender.view()), "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  EXPECT_EQ(to_hex(created_address(sender, 0).view()),
            "0x5fbdb2315678afecb367f032d93f642f64180aa3");
}

TEST(intent, comes_back_as_it_was_saved) {
  Intent intent{"commit batch 3", Address{{1, 2, 3}}, Bytes(300, 7), {}};
  intent.attempts.push_back({4, 5, 6, 7, Bytes(200, 8), keccak256({}), 9, 10, Address{{11}}});
  intent.attempts.push_back({4, 50, 60, 7, Bytes(20, 8), keccak256({}), 99, 100, Address{{11}}});
  const auto back = decode_intent(encode_intent(intent));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->purpose, intent.purpose);
  EXPECT_EQ(back->to, intent.to);
  EXPECT_EQ(back->data, intent.data);
  ASSERT_EQ(back->attempts.size(), 2u);
  EXPECT_EQ(back->attempts[1].max_fee_per_gas, U256(50));
  EXPECT_EQ(back->attempts[0].raw, intent.attempts[0].raw);
  EXPECT_EQ(back->attempts[0].sent_at_s, 9u);
  EXPECT_EQ(back->attempts[0].sent_at_block, 10u);
  EXPECT_EQ(back->attempts[0].from, (Address{{11}}));
}

TEST(intent, refuses_every_truncation) {
  Intent intent{"commit", std::nullopt, Bytes(3, 7), {}};
  intent.attempts.push_back({4, 5, 6, 7, Bytes(2, 8), Hash256{}, 9, 10, Address{}});
  const Bytes bytes = encode_intent(intent);
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_intent(ByteView(bytes).first(size))) << size;
}

TEST(contracts_record, comes_back_and_refuses_truncations) {
  config::Contracts contracts;
  contracts.chain = Address{{9}};
  contracts.deployed_at_block = 77;
  const Bytes bytes = encode_contracts(contracts);
  const auto back = decode_contracts(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, contracts);
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode_contracts(ByteView(bytes).first(size))) << size;
}

class Keystore : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& text) const {
    std::ofstream(folder_ / "key.json") << text;
    return folder_ / "key.json";
  }
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("dovetail_keystore." + std::to_string(::getpid()));
};

// The test vectors of the Web3 Secret Storage Definition.
constexpr const char* kPbkdf2 =
    R"({"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2","kdfparams":{"c":262144,
"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3})";
constexpr const char* kSecretAddress = "0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b";

TEST_F(Keystore, opens_with_the_password) {
  auto key = open_keystore(write(kPbkdf2), "testpassword");
  ASSERT_TRUE(key) << key.error().text;
  EXPECT_EQ(to_hex(key->address().view()), kSecretAddress);
}

TEST_F(Keystore, refuses_a_wrong_password) {
  auto key = open_keystore(write(kPbkdf2), "wrong");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().status, Status::permission_denied);
  EXPECT_THAT(key.error().text, HasSubstr("wrong password"));
}

TEST_F(Keystore, says_what_is_wrong_with_a_file) {
  EXPECT_EQ(open_keystore(folder_ / "absent.json", "").error().status, Status::not_found);
  for (const char* text : {"", "[]", "{}", R"({"version":1})",
                           R"({"version":3,"crypto":{"kdf":"scrypt","kdfparams":{}}})"}) {
    auto key = open_keystore(write(text), "x");
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().status, Status::corrupt) << text;
  }
}

sdk::Fees good_fees() {
  sdk::Fees fees;
  fees.l1_base_fee = U256(1'000'000'000);
  fees.pubdata_price = 100;
  fees.native_price = 1;
  return fees;
}

TEST(fees, refuses_absurd_stale_and_zero_prices) {
  EXPECT_FALSE(refuse_fees(good_fees()));
  const auto broken = [](auto change) {
    sdk::Fees fees = good_fees();
    change(fees);
    return refuse_fees(fees).has_value();
  };
  EXPECT_TRUE(broken([](auto& fees) { fees.l1_base_fee = 0; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.ratio_denominator = 0; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.ratio_numerator = 0; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.age_ms = 600'001; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.l1_base_fee = U256(1) << 200; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.l1_blob_fee = U256(1) << 200; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.pubdata_price = U256(1) << 200; }));
  EXPECT_TRUE(broken([](auto& fees) { fees.native_price = U256(1) << 200; }));
}

TEST(fees, base_fee_follows_its_target_by_an_eighth) {
  EXPECT_EQ(next_base_fee(800, 10'000, 1), U256(900));
  EXPECT_EQ(next_base_fee(800, 1, 1), U256(700));
  EXPECT_EQ(next_base_fee(800, 850, 1), U256(850));
  EXPECT_EQ(next_base_fee(800, 1, 750), U256(750));
  EXPECT_EQ(next_base_fee(1, 5, 1), U256(2));
}

TEST(fees, target_covers_pubdata_at_the_largest_gas_per_byte) {
  sdk::Fees fees = good_fees();
  fees.pubdata_price = 100'001;
  EXPECT_EQ(base_fee_target(fees, 1), U256(3));
  EXPECT_EQ(base_fee_target(fees, 5), U256(5));
  fees.ratio_numerator = 2;
  EXPECT_EQ(base_fee_target(fees, 1), U256(5));
}

}  // namespace
}  // namespace dovetail::node
