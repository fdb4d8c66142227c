// The client against a real node: anvil. Skipped, saying so, where it is not installed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "plugins/l1/ethereum/config.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/native/signing.hpp"
#include "tests/unit/plugins/l1/ethereum/anvil.hpp"
#include "tests/unit/plugins/l1/ethereum/fault_server.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using testing::HasSubstr;

// The first of anvil's well-known accounts.
constexpr const char* kRich = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
constexpr auto kRichSecret =
    fixed_hex<32>("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
constexpr uint64_t kChainId = 31337;
// PUSH32 topic, LOG1 of nothing: and the constructor that returns it.
const std::string kTopic(64, '7');
const std::string kEmitter = "0x6025600a5f3960255ff37f" + kTopic + "5f5fa100";
// mstore(0, 0xdeadbeef << 224), revert(0, 4), as init code.
constexpr const char* kReverter = "0x63deadbeef60e01b5f5260045ffd";

json::string text(std::string_view value) {
  return json::string(value.data(), value.size());
}

Bytes legacy(uint64_t nonce, uint64_t wei, const U256& v, const U256& r, const U256& s) {
  Bytes fields, out;
  rlp::append_integer(fields, nonce);
  rlp::append_integer(fields, 10'000'000'000);  // gas price
  rlp::append_integer(fields, 21'000);
  rlp::append_string(fields, Address{}.view());
  rlp::append_integer(fields, wei);
  rlp::append_string(fields, {});
  for (const U256& number : {v, r, s}) rlp::append_integer(fields, number);
  rlp::append_list(out, fields);
  return out;
}

/// A transfer by kRich, signed as EIP-155 says.
Bytes signed_transfer(uint64_t nonce, uint64_t wei) {
  const auto key = SigningKey::from_secret(kRichSecret);
  const Signature signature = key->sign(keccak256(legacy(nonce, wei, kChainId, 0, 0)));
  const U256 v = 2 * kChainId + 35 + signature.y_parity;
  return legacy(nonce, wei, v, signature.r, signature.s);
}

std::string config_text(const std::vector<std::string>& urls) {
  std::string list;
  for (const std::string& url : urls) list += (list.empty() ? "\"" : ",\"") + url + "\"";
  return R"({"timeout_ms":5000,"logs_range_max":3,"urls":[)" + list + "]}";
}

class AnvilTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto program = test::find_anvil();
    if (!program)
      GTEST_SKIP() << "anvil is not installed: set DOVETAIL_ANVIL or build the target contracts";
    anvil_ = std::make_unique<test::Anvil>(*program);
    ASSERT_TRUE(anvil_->runs());
    rpc_ = std::move(*make_http_client(*parse_url(anvil_->url()), {}));
    client_ = client_of({anvil_->url()});
  }

  std::unique_ptr<Client> client_of(const std::vector<std::string>& urls) {
    const Surroundings surroundings{
        [] { return uint64_t{0}; },
        [this](Level, std::string_view line) { log_.emplace_back(line); }};
    return std::move(*make_client(*parse_config(config_text(urls)), surroundings));
  }

  /// One call of anvil's own; fails the test on an error.
  json::value rpc(std::string_view method, const json::array& params) {
    auto response = rpc_->post(rpc_request(1, method, params), {});
    EXPECT_TRUE(response);
    auto answer = parse_rpc_answer(response->body, 1);
    EXPECT_TRUE(answer && std::holds_alternative<json::value>(*answer))
        << method << ": " << response->body;
    return std::get<json::value>(*answer);
  }
  void mine(unsigned blocks) { rpc("anvil_mine", {text(to_quantity(blocks))}); }
  Hash256 send_from_rich(json::object tx) {
    tx["from"] = kRich;
    const json::value hash = rpc("eth_sendTransaction", {json::value(std::move(tx))});
    const Hash256 out =
        *fixed_from_hex<32>(std::string_view(hash.as_string().data(), hash.as_string().size()));
    wait_until_mined(out);
    return out;
  }
  /// anvil mines at once, but after it has answered.
  void wait_until_mined(const Hash256& hash) {
    for (int tries = 0; tries < 500 && !client_->receipt(hash, {}); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  Hash256 transfer(uint64_t wei) {
    return send_from_rich(
        {{"to", "0x00000000000000000000000000000000000000aa"}, {"value", text(to_quantity(wei))}});
  }
  Address deploy_emitter() {
    auto receipt = client_->receipt(send_from_rich({{"data", text(kEmitter)}}), {});
    EXPECT_TRUE(receipt && receipt->success);
    return receipt->contract_address;
  }

  std::unique_ptr<test::Anvil> anvil_;
  std::unique_ptr<Transport> rpc_;
  std::unique_ptr<Client> client_;
  std::vector<std::string> log_;
};

TEST_F(AnvilTest, identity_is_the_chain_id_and_the_hash_of_block_0) {
  auto identity = client_->identity({});
  ASSERT_TRUE(identity) << identity.error().text;
  EXPECT_EQ(identity->chain_id, kChainId);
  EXPECT_EQ(identity->genesis_hash, client_->block(0, {})->hash);
}

TEST_F(AnvilTest, heads_and_blocks_are_linked_by_their_hashes) {
  mine(100);
  auto head = client_->head(sdk::L1Tag::latest, {});
  ASSERT_TRUE(head) << head.error().text;
  EXPECT_EQ(head->number, 100u);
  EXPECT_EQ(head->parent_hash, client_->block(99, {})->hash);
  EXPECT_EQ(client_->head(sdk::L1Tag::safe, {})->number, 68u);
  EXPECT_EQ(client_->head(sdk::L1Tag::finalized, {})->number, 36u);
  EXPECT_EQ(client_->block(101, {}).error().status, Status::not_found);
}

TEST_F(AnvilTest, reorganisation_is_seen_through_head_and_block) {
  mine(10);
  auto before = client_->block(9, {});
  auto kept = client_->block(5, {});
  rpc("anvil_reorg",
      {3, json::array{json::value(json::array{json::object{{"from", kRich}, {"to", kRich}}, 0})}});
  auto after = client_->block(9, {});
  ASSERT_TRUE(before && after && kept);
  EXPECT_NE(before->hash, after->hash);
  EXPECT_EQ(client_->block(5, {})->hash, kept->hash);
  auto head = client_->head(sdk::L1Tag::latest, {});
  EXPECT_EQ(head->number, 10u);
  EXPECT_EQ(head->parent_hash, after->hash);
}

TEST_F(AnvilTest, logs_are_found_over_several_ranges) {
  const Address emitter = deploy_emitter();
  const json::string to = text(to_hex(emitter.view()));
  for (int i = 0; i < 5; ++i) {
    send_from_rich({{"to", to}});
    mine(2);
  }
  const uint64_t head = client_->head(sdk::L1Tag::latest, {})->number;
  const Hash256 topic = *fixed_from_hex<32>("0x" + kTopic);
  auto logs = client_->logs({0, head, emitter, {topic}}, {});
  ASSERT_TRUE(logs) << logs.error().text;
  ASSERT_EQ(logs->size(), 5u);
  EXPECT_TRUE(std::is_sorted(logs->begin(), logs->end(), [](const auto& a, const auto& b) {
    return a.block_number < b.block_number;
  }));
  EXPECT_EQ(logs->at(0).block_hash, client_->block(logs->at(0).block_number, {})->hash);
  EXPECT_TRUE(client_->logs({0, head, emitter, {Hash256{}}}, {})->empty());
  EXPECT_EQ(client_->logs({0, head + 1, emitter, {}}, {}).error().status, Status::not_found);
}

TEST_F(AnvilTest, sent_transaction_is_mined_and_sending_it_again_succeeds) {
  const Bytes raw = signed_transfer(0, 5);
  const Hash256 hash = keccak256(raw);
  ASSERT_FALSE(client_->receipt(hash, {}));
  EXPECT_EQ(client_->receipt(hash, {}).error().status, Status::not_found);
  EXPECT_EQ(client_->transaction(hash, {}).error().status, Status::not_found);
  auto sent = client_->send(raw, {});
  ASSERT_TRUE(sent) << sent.error().text;
  wait_until_mined(hash);
  auto receipt = client_->receipt(hash, {});
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_TRUE(receipt->success);
  EXPECT_EQ(receipt->gas_used, 21'000u);
  EXPECT_EQ(*client_->transaction(hash, {}), raw);
  EXPECT_TRUE(client_->send(raw, {}));
}

TEST_F(AnvilTest, transaction_whose_nonce_is_taken_is_a_conflict) {
  const Bytes first = signed_transfer(0, 5);
  ASSERT_TRUE(client_->send(first, {}));
  wait_until_mined(keccak256(first));
  auto sent = client_->send(signed_transfer(0, 6), {});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().status, Status::conflict);
  EXPECT_THAT(sent.error().text, HasSubstr("nonce too low"));
}

TEST_F(AnvilTest, malformed_transaction_is_invalid) {
  auto sent = client_->send(Bytes{0x02, 0xc0}, {});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().status, Status::invalid_argument);
}

TEST_F(AnvilTest, account_and_code_are_read) {
  transfer(1);
  auto account = client_->account(*fixed_from_hex<20>(kRich), {});
  ASSERT_TRUE(account) << account.error().text;
  EXPECT_EQ(account->nonce_latest, 1u);
  EXPECT_EQ(account->nonce_pending, 1u);
  EXPECT_GT(account->balance, U256(1'000'000'000'000'000'000));
  EXPECT_EQ(client_->code(deploy_emitter(), {})->size(), 37u);
  EXPECT_TRUE(client_->code(Address{}, {})->empty());
}

TEST_F(AnvilTest, calls_and_estimates_give_data_gas_and_reverts) {
  const Bytes reverter = *from_hex(kReverter);
  auto call = client_->call({.data = reverter}, {});
  ASSERT_TRUE(call) << call.error().text;
  EXPECT_TRUE(call->reverted);
  EXPECT_EQ(call->data, (Bytes{0xde, 0xad, 0xbe, 0xef}));
  EXPECT_THAT(call->reason, HasSubstr("custom error 0xdeadbeef"));
  auto refused = client_->estimate_gas({.data = reverter}, {});
  ASSERT_TRUE(refused) << refused.error().text;
  EXPECT_TRUE(refused->reverted);
  EXPECT_EQ(refused->revert_data, call->data);
  const Address identity_precompile =
      *fixed_from_hex<20>("0x0000000000000000000000000000000000000004");
  const Bytes data = {1, 2, 3};
  EXPECT_EQ(client_->call({.to = identity_precompile, .data = data}, {})->data, data);
  EXPECT_GT(client_->estimate_gas({.to = identity_precompile, .data = data}, {})->gas, 21'000u);
  EXPECT_EQ(client_->call({.to = identity_precompile, .block_number = 99}, {}).error().status,
            Status::not_found);
}

TEST_F(AnvilTest, fees_follow_the_chain) {
  for (int i = 0; i < 3; ++i) transfer(1);
  auto fees = client_->fees(10, {});
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_GT(fees->base_fee_median, U256(0));
  EXPECT_LT(fees->base_fee_next, fees->base_fee_median);
  EXPECT_GT(fees->priority_fee, U256(0));
  EXPECT_EQ(fees->blob_base_fee_next, U256(1));
}

TEST_F(AnvilTest, serves_through_a_second_endpoint_when_the_first_misbehaves) {
  test::FaultServer broken(
      [](const test::SeenRequest&) { return test::Reaction{test::http(500, "oops")}; });
  const std::string key = "/v3/0123456789abcdef";
  auto client = client_of({broken.url("127.0.0.1", key), anvil_->url()});
  auto head = client->head(sdk::L1Tag::latest, {});
  ASSERT_TRUE(head) << head.error().text;
  EXPECT_EQ(head->number, 0u);
  ASSERT_FALSE(log_.empty());
  EXPECT_THAT(log_[0], HasSubstr("found 500"));
  EXPECT_THAT(log_[0], testing::Not(HasSubstr("0123456789abcdef")));
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
