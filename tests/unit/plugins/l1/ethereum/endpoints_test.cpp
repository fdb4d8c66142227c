// Ranking, fail-over, back-off, identity and redaction.

#include "plugins/l1/ethereum/endpoints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/plugins/l1/ethereum/scripted_transport.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using test::Bench;
using test::Script;
using test::scripted;
using testing::HasSubstr;
using testing::Not;

/// Two endpoints, "first" and "second", whose eth_ping gives "0x1" and "0x2".
struct Pair {
  Bench bench;
  std::shared_ptr<Script> first = std::make_shared<Script>();
  std::shared_ptr<Script> second = std::make_shared<Script>();
  std::unique_ptr<Endpoints> endpoints;

  explicit Pair(std::optional<uint64_t> chain_id = std::nullopt) {
    first->on_result("eth_ping", "0x1");
    second->on_result("eth_ping", "0x2");
    std::vector<Endpoint> ranked;
    ranked.push_back(scripted("first", first, {"hunter2hunter2"}));
    ranked.push_back(scripted("second", second));
    endpoints = std::make_unique<Endpoints>(std::move(ranked), chain_id, bench.surroundings());
  }
  /// @return the answer of eth_ping.
  Expected<U256> ping(const Cancelled& cancelled = {}) {
    return endpoints->run<U256>(cancelled, [](Session& session) -> Expected<U256> {
      auto value = session.result("eth_ping", {});
      if (!value) return value.error();
      return decode_quantity(*value);
    });
  }
};

TEST(endpoints, first_healthy_one_serves) {
  Pair pair;
  EXPECT_EQ(*pair.ping(), U256(1));
  EXPECT_TRUE(pair.second->methods.empty());
}

TEST(endpoints, next_one_serves_when_the_first_fails) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::unavailable, "connection refused"});
  EXPECT_EQ(*pair.ping(), U256(2));
  ASSERT_EQ(pair.bench.log.size(), 1u);
  EXPECT_THAT(pair.bench.log[0], HasSubstr("connection refused"));
}

TEST(endpoints, failing_one_is_left_alone_for_a_doubling_delay) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::timeout, "slow"});
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 1u);
  pair.bench.now_ms += Endpoints::kBackoffMinMs - 1;
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 1u);
  pair.bench.now_ms += 1;
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 2u);
  pair.bench.now_ms += 2 * Endpoints::kBackoffMinMs - 1;
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 2u);
  pair.bench.now_ms += 1;
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 3u);
}

TEST(endpoints, fault_that_several_calls_meet_at_once_counts_once) {
  Pair pair;
  pair.first->on("eth_ping", [&](uint64_t, const json::array&) -> Expected<HttpResponse> {
    if (pair.first->calls("eth_ping") < 3) (void)pair.ping();  // meanwhile, another call
    return Failure(Status::timeout, "slow");
  });
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_ping"), 3u);
  ASSERT_EQ(pair.bench.log.size(), 1u);
  EXPECT_THAT(pair.bench.log[0], HasSubstr(std::to_string(Endpoints::kBackoffMinMs) + " ms"));
}

TEST(endpoints, delay_has_a_bound) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::timeout, "slow"});
  for (unsigned i = 1; i <= 70; ++i) {
    (void)pair.ping();
    EXPECT_EQ(pair.first->calls("eth_ping"), i);
    pair.bench.now_ms += Endpoints::kBackoffMaxMs;
  }
}

TEST(endpoints, recovered_one_serves_again_from_the_shortest_delay) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::timeout, "slow"});
  (void)pair.ping();
  pair.bench.now_ms += Endpoints::kBackoffMinMs;
  (void)pair.ping();
  pair.first->on_result("eth_ping", "0x1");
  pair.bench.now_ms += 2 * Endpoints::kBackoffMinMs;
  EXPECT_EQ(*pair.ping(), U256(1));
  EXPECT_THAT(pair.bench.log.back(), HasSubstr("serves again"));
  pair.first->on_failure("eth_ping", {Status::timeout, "slow"});
  (void)pair.ping();
  EXPECT_THAT(pair.bench.log.back(), HasSubstr(std::to_string(Endpoints::kBackoffMinMs) + " ms"));
}

TEST(endpoints, all_failing_is_unavailable_with_every_reason) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::timeout, "slow one"});
  pair.second->on_failure("eth_ping", {Status::unavailable, "HTTP nonsense"});
  auto answer = pair.ping();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().status, Status::unavailable);
  EXPECT_THAT(answer.error().text, HasSubstr("first: slow one"));
  EXPECT_THAT(answer.error().text, HasSubstr("second: HTTP nonsense"));
  auto again = pair.ping();  // while both are left alone
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().text, answer.error().text);
}

TEST(endpoints, failures_of_one_kind_keep_their_status) {
  Pair pair;
  pair.first->on_result("eth_ping", "nonsense");
  pair.first->on_failure("eth_ping", {Status::corrupt, "no JSON"});
  pair.second->on_failure("eth_ping", {Status::corrupt, "no JSON"});
  auto answer = pair.ping();
  EXPECT_EQ(answer.error().status, Status::corrupt);
  EXPECT_THAT(answer.error().text, HasSubstr("eth_ping at first"));
}

TEST(endpoints, http_error_and_rate_limit_are_faults) {
  for (const unsigned status : {429u, 500u, 301u, 404u}) {
    Pair pair;
    pair.first->on("eth_ping",
                   [status](uint64_t, const json::array&) { return HttpResponse{status, "oops"}; });
    EXPECT_EQ(*pair.ping(), U256(2));
    EXPECT_THAT(pair.bench.log.at(0), HasSubstr(std::to_string(status)));
  }
  Pair pair;
  pair.first->on_error("eth_ping", -32005, "too many requests");
  EXPECT_EQ(*pair.ping(), U256(2));
  EXPECT_THAT(pair.bench.log.at(0), HasSubstr("rate limited"));
}

TEST(endpoints, missing_method_is_asked_of_the_next_without_back_off) {
  Pair pair;
  pair.first->on_error("eth_ping", -32601, "Method not found");
  EXPECT_EQ(*pair.ping(), U256(2));
  EXPECT_EQ(*pair.ping(), U256(2));
  EXPECT_EQ(pair.first->calls("eth_ping"), 2u);
  pair.second->on_error("eth_ping", -32601, "Method not found");
  EXPECT_EQ(pair.ping().error().status, Status::unsupported);
}

TEST(endpoints, identity_is_asked_for_once) {
  Pair pair;
  (void)pair.ping();
  (void)pair.ping();
  EXPECT_EQ(pair.first->calls("eth_chainId"), 1u);
  EXPECT_EQ(pair.endpoints->identity({})->chain_id, 1u);
  EXPECT_EQ(pair.endpoints->identity({})->genesis_hash, Hash256::from(Bytes(32, 0x11)));
}

TEST(endpoints, one_of_another_chain_is_excluded_for_good) {
  Pair pair;
  pair.second->on_result("eth_chainId", "0x2");
  (void)pair.ping();
  pair.first->on_failure("eth_ping", {Status::unavailable, "down"});
  auto answer = pair.ping();
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().text, HasSubstr("excluded: expected chain 1"));
  EXPECT_THAT(pair.bench.log.back(), HasSubstr("found chain 2"));
  pair.bench.now_ms += 1'000'000;
  (void)pair.ping();
  EXPECT_EQ(pair.second->calls("eth_chainId"), 1u);
  EXPECT_EQ(pair.second->calls("eth_ping"), 0u);
}

TEST(endpoints, one_with_another_genesis_is_excluded) {
  Pair pair;
  (void)pair.ping();
  pair.second->on_result("eth_getBlockByNumber", test::block_json(0, 0x22, 0));
  pair.first->on_failure("eth_ping", {Status::unavailable, "down"});
  EXPECT_FALSE(pair.ping());
  EXPECT_EQ(pair.second->calls("eth_ping"), 0u);
}

TEST(endpoints, configured_chain_id_excludes_the_first_one_too) {
  Pair pair(2);
  pair.second->on_result("eth_chainId", "0x2");
  EXPECT_EQ(*pair.ping(), U256(2));
  EXPECT_THAT(pair.bench.log.at(0), HasSubstr("expected chain 2"));
}

TEST(endpoints, identity_is_checked_again_after_a_fault) {
  Pair pair;
  (void)pair.ping();
  pair.first->on_failure("eth_ping", {Status::unavailable, "down"});
  (void)pair.ping();
  pair.first->on_result("eth_ping", "0x1");
  pair.first->on_result("eth_chainId", "0x5");
  pair.bench.now_ms += Endpoints::kBackoffMinMs;
  EXPECT_EQ(*pair.ping(), U256(2));
  EXPECT_THAT(pair.bench.log.back(), HasSubstr("found chain 5"));
}

TEST(endpoints, secrets_are_in_no_text) {
  Pair pair;
  pair.first->on_failure("eth_ping", {Status::unavailable, "could not open /hunter2hunter2"});
  pair.second->on_failure("eth_ping", {Status::unavailable, "down"});
  EXPECT_THAT(pair.ping().error().text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(pair.ping().error().text, Not(HasSubstr("hunter2")));
  for (const std::string& line : pair.bench.log) EXPECT_THAT(line, Not(HasSubstr("hunter2")));
}

TEST(endpoints, cancelled_call_blames_nobody) {
  Pair pair;
  const Cancelled always = [] { return true; };
  EXPECT_EQ(pair.ping(always).error().status, Status::cancelled);
  (void)pair.ping();
  EXPECT_EQ(pair.ping(always).error().status, Status::cancelled);
  EXPECT_EQ(*pair.ping(), U256(1));
  EXPECT_TRUE(pair.bench.log.empty());
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
