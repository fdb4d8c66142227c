// URLs, JSON-RPC answers, revert reasons and transaction hashes: what is decided without a network.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/l1/ethereum/json_rpc.hpp"
#include "plugins/l1/ethereum/revert.hpp"
#include "plugins/l1/ethereum/rpc_words.hpp"
#include "plugins/l1/ethereum/tx_hash.hpp"
#include "plugins/l1/ethereum/url.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(url, takes_the_scheme_s_port_when_none_is_given) {
  EXPECT_EQ(parse_url("http://node")->port, 80);
  EXPECT_EQ(parse_url("https://node/x")->port, 443);
  EXPECT_EQ(parse_url("https://node:8545")->port, 8545);
}

TEST(url, splits_an_ipv6_host_path_and_user) {
  auto url = parse_url("https://me:p%40ss@[::1]:99/v3/key?a=b");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->port, 99);
  EXPECT_EQ(url->target, "/v3/key?a=b");
  EXPECT_EQ(url->user_info, "me:p@ss");
  EXPECT_EQ(url->authority(), "[::1]:99");
}

TEST(url, is_refused_when_malformed_and_never_repeated) {
  for (const char* text :
       {"ftp://secretsecret", "http://", "http://host:0", "http://host:65536", "http://host:1x",
        "http://[::1", "http://[::1]x", "http://ho st", "http://host/#f", "http://a%4@host",
        "http://a%zz@host", "host:8545", ""}) {
    auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().status, Status::invalid_argument);
    EXPECT_THAT(url.error().text, Not(HasSubstr("secretsecret")));
  }
}

TEST(url, shows_neither_path_nor_user) {
  auto url = parse_url("https://me:password@host:8545/v3/0123456789abcdef?token=qwertyuiop");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->shown(), "https://host:8545/…");
  const std::string text =
      redact("no 0123456789abcdef, qwertyuiop or password here", url->secrets());
  EXPECT_EQ(text, "no …, … or … here");
}

TEST(url, redaction_cuts_between_characters_and_drops_control_characters) {
  EXPECT_EQ(redact("a\nb\x7f", {}), "a b ");
  EXPECT_EQ(redact("ab…cd", {}, 3), "ab…");
  EXPECT_EQ(redact("abcd", {}, 4), "abcd");
}

TEST(rpc_answer, gives_the_result_of_the_right_id) {
  auto answer = parse_rpc_answer(R"({"jsonrpc":"2.0","id":7,"result":null})", 7);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(std::get<json::value>(*answer).is_null());
}

TEST(rpc_answer, gives_the_error_object) {
  auto answer = parse_rpc_answer(
      R"({"jsonrpc":"2.0","id":7,"result":null,"error":{"code":-32000,"message":"no","data":"0x01"}})",
      7);
  ASSERT_TRUE(answer);
  const RpcError& error = std::get<RpcError>(*answer);
  EXPECT_EQ(describe(error), "error -32000: no");
  EXPECT_EQ(error.data, "0x01");
}

TEST(rpc_answer, is_corrupt_when_malformed) {
  for (const char* text :
       {"", "<html>", "[]", R"({"id":7,"result":1})", R"({"jsonrpc":"1.0","id":7,"result":1})",
        R"({"jsonrpc":"2.0","id":8,"result":1})", R"({"jsonrpc":"2.0","id":"7","result":1})",
        R"({"jsonrpc":"2.0","result":1})", R"({"jsonrpc":"2.0","id":7})",
        R"({"jsonrpc":"2.0","id":7,"error":"x"})",
        R"({"jsonrpc":"2.0","id":7,"error":{"code":"x","message":"y"}})",
        R"({"jsonrpc":"2.0","id":7,"error":{"code":1}})",
        R"({"jsonrpc":"2.0","id":7,"result":1} x)"}) {
    auto answer = parse_rpc_answer(text, 7);
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().status, Status::corrupt);
  }
}

TEST(rpc_answer, may_be_an_error_without_id) {
  auto answer = parse_rpc_answer(
      R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse"}})", 7);
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<RpcError>(*answer).code, -32700);
}

TEST(rpc_answer, nested_too_deeply_is_corrupt) {
  const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
  EXPECT_FALSE(parse_rpc_answer(R"({"jsonrpc":"2.0","id":7,"result":)" + deep + "}", 7));
}

TEST(fields, remember_the_first_malformed_member) {
  const json::value value = {{"a", "0x1"}, {"b", "0x01"}, {"c", 5}, {"d", "0x10000000000000000"}};
  Fields good(value);
  EXPECT_EQ(good.u64("a"), 1u);
  EXPECT_TRUE(good.ok());
  for (const char* name : {"b", "c", "d", "missing"}) {
    Fields fields(value);
    EXPECT_EQ(fields.u64(name), 0u);
    EXPECT_THAT(fields.wrong(), HasSubstr(name));
    EXPECT_EQ(fields.u64("a"), 0u);
    EXPECT_THAT(fields.wrong(), HasSubstr(name));
  }
}

TEST(revert, reason_is_the_string_of_error) {
  auto data = from_hex(
      "0x08c379a00000000000000000000000000000000000000000000000000000000000000020000000000000000000"
      "000000000000000000"
      "00000000000000000000000000036261640000000000000000000000000000000000000000000000000000000000"
      "00");
  EXPECT_EQ(revert_reason(*data), "bad");
}

TEST(revert, reason_is_the_code_of_panic_or_the_selector) {
  auto panic =
      from_hex("0x4e487b710000000000000000000000000000000000000000000000000000000000000011");
  EXPECT_EQ(revert_reason(*panic), "panic 0x11");
  EXPECT_EQ(revert_reason(Bytes{0xde, 0xad, 0xbe, 0xef, 1}), "custom error 0xdeadbeef");
  EXPECT_EQ(revert_reason(Bytes{}), "");
}

TEST(revert, string_longer_than_its_data_is_no_string) {
  Bytes data = {0x08, 0xc3, 0x79, 0xa0};
  data.resize(4 + 64, 0xff);
  EXPECT_EQ(revert_reason(data), "custom error 0x08c379a0");
  data.resize(4 + 32);
  EXPECT_EQ(revert_reason(data), "custom error 0x08c379a0");
}

TEST(revert, data_is_found_where_endpoints_put_it) {
  const Bytes expected = {0x12, 0x34};
  EXPECT_EQ(revert_data({3, "execution reverted", "0x1234"}), expected);
  EXPECT_EQ(revert_data({-32015, "VM execution error", "Reverted 0x1234"}), expected);
  EXPECT_EQ(revert_data({-32603, "reverted", {{"message", "x"}, {"data", "0x1234"}}}), expected);
  EXPECT_EQ(revert_data({3, "execution reverted", nullptr}), Bytes());
  EXPECT_EQ(revert_data({3, "execution reverted", "0x123"}), Bytes());
}

TEST(rpc_words, tell_limits_apart) {
  const RpcError range{-32005, "query returned more than 10000 results", nullptr};
  EXPECT_TRUE(is_range_too_large(range));
  EXPECT_FALSE(is_rate_limit(range));
  const RpcError rate{-32005, "daily request count exceeded, request rate limited", nullptr};
  EXPECT_TRUE(is_rate_limit(rate));
  EXPECT_TRUE(is_range_too_large({-32602, "Block range is too large", nullptr}));
  EXPECT_FALSE(is_range_too_large({-32000, "header not found", nullptr}));
}

TEST(rpc_words, tell_what_became_of_a_transaction) {
  EXPECT_TRUE(is_already_known({-32000, "already known", nullptr}));
  EXPECT_TRUE(is_send_conflict({-32003, "nonce too low", nullptr}));
  EXPECT_TRUE(is_send_conflict({-32000, "replacement transaction underpriced", nullptr}));
  EXPECT_TRUE(is_send_invalid({-32602, "Failed to decode transaction", nullptr}));
  EXPECT_FALSE(is_send_conflict({-32000, "invalid sender", nullptr}));
}

TEST(tx_hash, of_blobs_leaves_the_sidecar_out) {
  Bytes payload = {0x01, 0x02};
  Bytes payload_list;
  rlp::append_list(payload_list, payload);
  Bytes body = payload_list;
  body.push_back(0x80);  // blobs, commitments, proofs: an empty string stands for them here
  Bytes network = {3}, mined = {3};
  rlp::append_list(network, body);
  mined.insert(mined.end(), payload_list.begin(), payload_list.end());
  EXPECT_EQ(*hash_of_network_form(network), keccak256(mined));
  EXPECT_EQ(*hash_of_network_form(mined), keccak256(mined));
}

TEST(tx_hash, refuses_what_is_no_transaction) {
  EXPECT_FALSE(hash_of_network_form({}));
  EXPECT_FALSE(hash_of_network_form(Bytes{3, 0xff}));
  EXPECT_FALSE(hash_of_network_form(Bytes{3, 0xc1, 0xc0, 0x00}));
  EXPECT_FALSE(hash_of_network_form(Bytes{3, 0xc0}));
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
