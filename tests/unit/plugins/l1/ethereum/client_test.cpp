// The typed calls: what they ask, what they refuse, and how they read endpoints' words.

#include "plugins/l1/ethereum/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/crypto/keccak.hpp"
#include "tests/unit/plugins/l1/ethereum/scripted_transport.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using test::Bench;
using test::block_json;
using test::error_text;
using test::hash_text;
using test::result_text;
using test::Script;
using test::text;
using testing::ElementsAre;
using testing::HasSubstr;

const Bytes kTx = {0x02, 0xc0};
const Address kAddress = Address::from(Bytes(20, 0xaa));

Hash256 hash_of(uint8_t byte) {
  return Hash256::from(Bytes(32, byte));
}

/// A client of one scripted endpoint.
struct One {
  Bench bench;
  std::shared_ptr<Script> script = std::make_shared<Script>();
  std::unique_ptr<Client> client;

  explicit One(uint64_t logs_range_max = 100) {
    std::vector<Endpoint> ranked;
    ranked.push_back(test::scripted("node", script));
    client = std::make_unique<Client>(std::move(ranked), std::nullopt, logs_range_max,
                                      bench.surroundings());
    (void)client->identity({});
  }
  /// eth_getBlockByNumber gives this, whatever is asked.
  void block_is(const json::value& block) { script->on_result("eth_getBlockByNumber", block); }
};

json::object without(json::object object, const char* key) {
  object.erase(key);
  return object;
}
json::object with(json::object object, const char* key, json::value value) {
  object[key] = std::move(value);
  return object;
}

TEST(client, head_gives_the_block_of_the_tag) {
  One one;
  one.block_is(block_json(9, 0x99, 0x88));
  auto block = one.client->head(sdk::L1Tag::finalized, {});
  ASSERT_TRUE(block) << block.error().text;
  EXPECT_EQ(block->number, 9u);
  EXPECT_EQ(block->timestamp, 1009u);
  EXPECT_EQ(block->hash, hash_of(0x99));
  EXPECT_EQ(block->parent_hash, hash_of(0x88));
  EXPECT_EQ(block->base_fee, U256(7));
  EXPECT_EQ(block->blob_base_fee, U256());
  EXPECT_EQ(block->gas_limit, 30'000'000u);
  EXPECT_EQ(one.script->params.back()[0], "finalized");
}

TEST(client, head_without_such_a_block_yet_is_not_found) {
  One one;
  one.block_is(nullptr);
  EXPECT_EQ(one.client->head(sdk::L1Tag::safe, {}).error().status, Status::not_found);
  one.script->on_error("eth_getBlockByNumber", -39001, "safe block not found");
  EXPECT_EQ(one.client->head(sdk::L1Tag::safe, {}).error().status, Status::not_found);
}

TEST(client, head_of_a_tag_that_the_endpoint_does_not_know_is_unsupported) {
  One one;
  one.script->on_error("eth_getBlockByNumber", -32602,
                       "invalid argument 0: hex string without 0x prefix");
  auto block = one.client->head(sdk::L1Tag::finalized, {});
  EXPECT_EQ(block.error().status, Status::unsupported);
  EXPECT_THAT(block.error().text, HasSubstr("finalized"));
}

TEST(client, head_without_a_latest_block_is_corrupt) {
  One one;
  one.block_is(nullptr);
  EXPECT_EQ(one.client->head(sdk::L1Tag::latest, {}).error().status, Status::corrupt);
}

TEST(client, block_above_the_head_is_not_found) {
  One one;
  one.block_is(nullptr);
  EXPECT_EQ(one.client->block(7, {}).error().status, Status::not_found);
}

TEST(client, block_with_another_number_is_corrupt) {
  One one;
  one.block_is(block_json(8, 1, 0));
  auto block = one.client->block(7, {});
  EXPECT_EQ(block.error().status, Status::corrupt);
  EXPECT_THAT(block.error().text, HasSubstr("eth_getBlockByNumber at node"));
}

TEST(client, block_with_a_missing_or_malformed_member_is_corrupt) {
  const json::object good = block_json(7, 1, 0);
  for (const char* key : {"number", "timestamp", "hash", "parentHash", "gasLimit"}) {
    One missing, malformed;
    missing.block_is(without(good, key));
    malformed.block_is(with(good, key, "0xzz"));
    for (One* one : {&missing, &malformed}) {
      auto block = one->client->block(7, {});
      ASSERT_FALSE(block) << key;
      EXPECT_EQ(block.error().status, Status::corrupt);
      EXPECT_THAT(block.error().text, HasSubstr(key));
    }
  }
}

TEST(client, blob_base_fee_is_one_wei_without_excess_and_asked_for_with_it) {
  One one;
  one.block_is(with(block_json(7, 1, 0), "excessBlobGas", "0x0"));
  EXPECT_EQ(one.client->block(7, {})->blob_base_fee, U256(1));
  EXPECT_EQ(one.script->calls("eth_feeHistory"), 0u);
  one.block_is(with(block_json(7, 1, 0), "excessBlobGas", "0x5"));
  one.script->on_result("eth_feeHistory", {{"baseFeePerBlobGas", {"0x1f", "0x2f"}}});
  EXPECT_EQ(one.client->block(7, {})->blob_base_fee, U256(31));
  EXPECT_EQ(one.script->params.back()[1], "0x7");
}

TEST(client, receipt_not_mined_is_not_found) {
  One one;
  one.script->on_result("eth_getTransactionReceipt", nullptr);
  EXPECT_EQ(one.client->receipt(hash_of(5), {}).error().status, Status::not_found);
}

json::object receipt_json() {
  return {{"status", "0x1"},
          {"blockNumber", "0x3"},
          {"blockHash", hash_text(3)},
          {"gasUsed", "0x5208"},
          {"effectiveGasPrice", "0x9"},
          {"contractAddress", nullptr},
          {"transactionHash", hash_text(5)}};
}

TEST(client, receipt_is_decoded) {
  One one;
  one.script->on_result("eth_getTransactionReceipt", receipt_json());
  auto receipt = one.client->receipt(hash_of(5), {});
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_TRUE(receipt->success);
  EXPECT_EQ(receipt->block_number, 3u);
  EXPECT_EQ(receipt->gas_used, 21'000u);
  EXPECT_EQ(receipt->effective_gas_price, U256(9));
  EXPECT_TRUE(receipt->contract_address.is_zero());
}

TEST(client, receipt_of_another_transaction_or_status_is_corrupt) {
  One other, status;
  other.script->on_result("eth_getTransactionReceipt", receipt_json());
  EXPECT_EQ(other.client->receipt(hash_of(6), {}).error().status, Status::corrupt);
  status.script->on_result("eth_getTransactionReceipt", with(receipt_json(), "status", "0x2"));
  EXPECT_EQ(status.client->receipt(hash_of(5), {}).error().status, Status::corrupt);
}

TEST(client, transaction_is_checked_against_its_hash) {
  One one;
  one.script->on_result("eth_getRawTransactionByHash", "0x02c0");
  EXPECT_EQ(*one.client->transaction(keccak256(kTx), {}), kTx);
  EXPECT_EQ(one.client->transaction(hash_of(1), {}).error().status, Status::corrupt);
}

TEST(client, transaction_nowhere_is_not_found_and_without_the_method_unsupported) {
  One nowhere, without_method;
  nowhere.script->on_result("eth_getRawTransactionByHash", nullptr);
  EXPECT_EQ(nowhere.client->transaction(hash_of(1), {}).error().status, Status::not_found);
  EXPECT_EQ(without_method.client->transaction(hash_of(1), {}).error().status, Status::unsupported);
}

TEST(client, account_gives_nonces_and_balance) {
  One one;
  one.script->on("eth_getTransactionCount", [](uint64_t id, const json::array& params) {
    return result_text(id, params[1] == "pending" ? "0x5" : "0x3");
  });
  one.script->on_result("eth_getBalance", "0xde0b6b3a7640000");
  auto account = one.client->account(kAddress, {});
  ASSERT_TRUE(account) << account.error().text;
  EXPECT_EQ(account->nonce_latest, 3u);
  EXPECT_EQ(account->nonce_pending, 5u);
  EXPECT_EQ(account->balance, U256(1'000'000'000'000'000'000));
}

TEST(client, call_that_reverts_is_a_value_with_data_and_reason) {
  One one;
  one.script->on_error("eth_call", 3, "execution reverted", "0xdeadbeef");
  auto result = one.client->call({.to = kAddress}, {});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->reverted);
  EXPECT_EQ(result->data, (Bytes{0xde, 0xad, 0xbe, 0xef}));
  EXPECT_THAT(result->reason, HasSubstr("custom error 0xdeadbeef"));
}

TEST(client, call_stopped_by_the_evm_is_a_value_without_data) {
  One one;
  one.script->on_error("eth_estimateGas", -32603, "EVM error InvalidFEOpcode");
  auto result = one.client->estimate_gas({.to = kAddress}, {});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->reverted);
  EXPECT_TRUE(result->revert_data.empty());
  EXPECT_THAT(result->reason, HasSubstr("InvalidFEOpcode"));
}

TEST(client, call_without_state_is_not_found_and_another_error_unavailable) {
  One one;
  one.script->on_error("eth_call", -32000, "header not found");
  EXPECT_EQ(one.client->call({.to = kAddress}, {}).error().status, Status::not_found);
  one.script->on_error("eth_call", -32603, "internal error");
  EXPECT_EQ(one.client->call({.to = kAddress}, {}).error().status, Status::unavailable);
}

TEST(client, call_asks_for_what_it_is_given) {
  One one;
  one.script->on_result("eth_call", "0x01");
  const Bytes data = {0x12};
  EXPECT_EQ(one.client->call({.value = 5, .data = data, .block_number = 16}, {})->data, Bytes{1});
  const json::object& object = one.script->params.back()[0].as_object();
  EXPECT_FALSE(object.contains("to"));
  EXPECT_EQ(object.at("value"), "0x5");
  EXPECT_EQ(object.at("data"), "0x12");
  EXPECT_EQ(one.script->params.back()[1], "0x10");
}

TEST(client, send_succeeds_when_the_endpoint_gives_the_hash) {
  One one;
  one.script->on_result("eth_sendRawTransaction", text(to_hex(keccak256(kTx).view())));
  EXPECT_TRUE(one.client->send(kTx, {}));
  EXPECT_EQ(one.script->params.back()[0], "0x02c0");
  one.script->on_result("eth_sendRawTransaction", hash_text(1));
  EXPECT_EQ(one.client->send(kTx, {}).error().status, Status::corrupt);
}

TEST(client, send_of_a_known_transaction_succeeds) {
  One pool, mined;
  pool.script->on_error("eth_sendRawTransaction", -32000, "already known");
  EXPECT_TRUE(pool.client->send(kTx, {}));
  mined.script->on_error("eth_sendRawTransaction", -32000,
                         "nonce too low: next nonce 5, tx nonce 4");
  mined.script->on_result("eth_getTransactionByHash", json::object{{"hash", "0x"}});
  EXPECT_TRUE(mined.client->send(kTx, {}));
}

TEST(client, send_refused_is_a_conflict_or_invalid_with_the_node_s_words) {
  One one;
  one.script->on_result("eth_getTransactionByHash", nullptr);
  one.script->on_error("eth_sendRawTransaction", -32000, "nonce too low: next nonce 5, tx nonce 4");
  auto sent = one.client->send(kTx, {});
  EXPECT_EQ(sent.error().status, Status::conflict);
  EXPECT_THAT(sent.error().text, HasSubstr("next nonce 5"));
  one.script->on_error("eth_sendRawTransaction", -32000, "replacement transaction underpriced");
  EXPECT_EQ(one.client->send(kTx, {}).error().status, Status::conflict);
  one.script->on_error("eth_sendRawTransaction", -32000, "invalid sender");
  EXPECT_EQ(one.client->send(kTx, {}).error().status, Status::invalid_argument);
  one.script->on_error("eth_sendRawTransaction", -32000, "who knows");
  EXPECT_EQ(one.client->send(kTx, {}).error().status, Status::unavailable);
  EXPECT_EQ(one.client->send({}, {}).error().status, Status::invalid_argument);
}

TEST(client, fees_are_medians_of_the_history) {
  One one;
  one.script->on_result("eth_feeHistory", {{"baseFeePerGas", {"0x1", "0x9", "0x5", "0x8"}},
                                           {"reward", {{"0x3"}, {"0x1"}, {"0x2"}}},
                                           {"baseFeePerBlobGas", {"0x1", "0x1", "0x1", "0x6"}}});
  auto fees = one.client->fees(3, {});
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->base_fee_next, U256(8));
  EXPECT_EQ(fees->base_fee_median, U256(5));
  EXPECT_EQ(fees->priority_fee, U256(2));
  EXPECT_EQ(fees->blob_base_fee_next, U256(6));
  EXPECT_EQ(one.script->params.back(),
            (json::array{"0x3", "latest", json::value(json::array{50})}));
}

TEST(client, fees_whose_lists_disagree_are_corrupt) {
  const json::value wrong[] = {
      json::object{{"baseFeePerGas", json::array{"0x1"}}, {"reward", json::array{}}},
      json::object{{"baseFeePerGas", {"0x1", "0x1", "0x1"}},
                   {"reward", {{"0x3"}, {"0x1"}, {"0x2"}}}},
      json::object{{"baseFeePerGas", {"0x1", "0x1"}}},
      json::object{{"baseFeePerGas", {"0x1", "0x1"}}, {"reward", {json::array{"0x1", "0x2"}}}},
      json::object{{"reward", {json::array{"0x1"}}}},
      json::array{}};
  for (const json::value& history : wrong) {
    One one;
    one.script->on_result("eth_feeHistory", history);
    EXPECT_EQ(one.client->fees(3, {}).error().status, Status::corrupt) << history;
  }
  EXPECT_EQ(One().client->fees(0, {}).error().status, Status::invalid_argument);
  EXPECT_EQ(One().client->fees(1025, {}).error().status, Status::invalid_argument);
}

json::object log_json(uint64_t block, uint8_t hash, uint64_t index, uint8_t topic = 1) {
  return {{"address", text(to_hex(kAddress.view()))},
          {"topics", json::array{hash_text(topic)}},
          {"data", "0x0102"},
          {"blockNumber", text(to_quantity(block))},
          {"blockHash", hash_text(hash)},
          {"transactionHash", hash_text(0x77)},
          {"logIndex", text(to_quantity(index))},
          {"removed", false}};
}

sdk::L1Filter filter_of(uint64_t from, uint64_t to) {
  return {from, to, kAddress, {hash_of(1)}};
}

uint64_t number_in(const json::array& params, const char* key) {
  const json::string& number = params[0].as_object().at(key).as_string();
  return from_quantity({number.data(), number.size()})->low_u64();
}

TEST(client_logs, come_in_chain_order) {
  One one;
  one.block_is(block_json(20, 0x20, 0));
  one.script->on_result("eth_getLogs", json::array{log_json(20, 0x20, 3), log_json(12, 0x12, 9),
                                                   log_json(20, 0x20, 0)});
  auto logs = one.client->logs(filter_of(10, 20), {});
  ASSERT_TRUE(logs) << logs.error().text;
  ASSERT_EQ(logs->size(), 3u);
  EXPECT_EQ((*logs)[0].block_number, 12u);
  EXPECT_EQ((*logs)[1].log_index, 0u);
  EXPECT_EQ((*logs)[2].log_index, 3u);
  EXPECT_EQ((*logs)[2].data, (Bytes{1, 2}));
  EXPECT_THAT((*logs)[2].topics, ElementsAre(hash_of(1)));
}

TEST(client_logs, ask_for_the_first_topic_as_any_of_a_list) {
  One one;
  one.block_is(block_json(20, 0x20, 0));
  one.script->on_result("eth_getLogs", json::array{});
  ASSERT_TRUE(one.client->logs(filter_of(10, 20), {}));
  const json::array& params = one.script->params[one.script->params.size() - 2];
  const json::value expected = json::array{json::value(json::array{hash_text(1)})};
  EXPECT_EQ(params[0].as_object().at("topics"), expected);
}

TEST(client_logs, range_is_walked_in_chunks_that_cover_it_once) {
  One one(10);
  one.block_is(block_json(24, 0x24, 0));
  std::vector<std::pair<uint64_t, uint64_t>> asked;
  one.script->on("eth_getLogs", [&](uint64_t id, const json::array& params) {
    asked.emplace_back(number_in(params, "fromBlock"), number_in(params, "toBlock"));
    return result_text(id, json::array{});
  });
  ASSERT_TRUE(one.client->logs(filter_of(0, 24), {}));
  EXPECT_THAT(asked, ElementsAre(std::pair(0, 9), std::pair(10, 19), std::pair(20, 24)));
}

TEST(client_logs, range_that_is_too_large_is_halved) {
  for (const bool oversized : {false, true}) {
    One one;
    one.block_is(block_json(24, 0x24, 0));
    uint64_t next = 0;
    one.script->on(
        "eth_getLogs", [&](uint64_t id, const json::array& params) -> Expected<HttpResponse> {
          const uint64_t from = number_in(params, "fromBlock"), to = number_in(params, "toBlock");
          if (to - from >= 4 && oversized) return Failure(Status::resource_exhausted, "too large");
          if (to - from >= 4)
            return error_text(id, -32005, "query returned more than 10000 results");
          EXPECT_EQ(from, next);
          next = to + 1;
          return result_text(id, json::array{});
        });
    auto logs = one.client->logs(filter_of(0, 24), {});
    EXPECT_TRUE(logs) << logs.error().text;
    EXPECT_EQ(next, 25u);
  }
}

TEST(client_logs, one_block_that_is_too_large_is_a_failure) {
  One one;
  one.block_is(block_json(24, 0x24, 0));
  one.script->on_error("eth_getLogs", -32005, "query returned more than 10000 results");
  EXPECT_EQ(one.client->logs(filter_of(0, 24), {}).error().status, Status::unavailable);
}

TEST(client_logs, above_the_head_are_not_found_and_an_empty_range_invalid) {
  One one;
  one.block_is(nullptr);
  EXPECT_EQ(one.client->logs(filter_of(0, 24), {}).error().status, Status::not_found);
  EXPECT_EQ(one.client->logs(filter_of(2, 1), {}).error().status, Status::invalid_argument);
}

TEST(client_logs, that_the_filter_excludes_are_corrupt) {
  const json::object good = log_json(12, 0x12, 0);
  const json::object wrong[] = {with(good, "address", "0x00000000000000000000000000000000000000bb"),
                                log_json(12, 0x12, 0, 2),
                                log_json(25, 0x12, 0),
                                with(good, "topics", json::array{}),
                                with(good, "topics", "x"),
                                with(good, "topics", json::array{"0x12"}),
                                with(good, "removed", true),
                                with(good, "data", "0x1"),
                                without(good, "blockHash")};
  for (const json::object& log : wrong) {
    One one;
    one.block_is(block_json(24, 0x24, 0));
    one.script->on_result("eth_getLogs", json::array{json::value(log)});
    auto logs = one.client->logs(filter_of(10, 24), {});
    ASSERT_FALSE(logs) << json::value(log);
    EXPECT_EQ(logs.error().status, Status::corrupt);
  }
}

TEST(client_logs, are_read_again_when_the_chain_changes_meanwhile) {
  One one;
  int reads = 0;
  one.script->on("eth_getBlockByNumber", [&](uint64_t id, const json::array&) {
    return result_text(id, block_json(20, ++reads == 1 ? 0xaa : 0xbb, 0));
  });
  one.script->on("eth_getLogs", [&](uint64_t id, const json::array&) {
    return result_text(id, json::array{json::value(log_json(20, reads <= 1 ? 0xaa : 0xbb, 0))});
  });
  auto logs = one.client->logs(filter_of(10, 20), {});
  ASSERT_TRUE(logs) << logs.error().text;
  EXPECT_EQ(logs->at(0).block_hash, hash_of(0xbb));
  EXPECT_EQ(reads, 4);
}

TEST(client_logs, of_a_chain_that_keeps_changing_are_refused) {
  One changing, foreign, twice;
  uint8_t reads = 0;
  changing.script->on("eth_getBlockByNumber", [&](uint64_t id, const json::array&) {
    return result_text(id, block_json(20, ++reads, 0));
  });
  changing.script->on_result("eth_getLogs", json::array{});
  foreign.block_is(block_json(20, 0xaa, 0));
  foreign.script->on_result("eth_getLogs", json::array{json::value(log_json(20, 0xbb, 0))});
  twice.block_is(block_json(20, 0xaa, 0));
  twice.script->on_result("eth_getLogs", json::array{log_json(12, 1, 0), log_json(12, 2, 1)});
  for (One* one : {&changing, &foreign, &twice}) {
    auto logs = one->client->logs(filter_of(10, 20), {});
    ASSERT_FALSE(logs);
    EXPECT_EQ(logs.error().status, Status::unavailable);
    EXPECT_THAT(logs.error().text, HasSubstr("reorganised while reading"));
    EXPECT_TRUE(one->client->identity({}));
    EXPECT_TRUE(one->bench.log.empty()) << "a reorganisation is no fault of the endpoint";
  }
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
