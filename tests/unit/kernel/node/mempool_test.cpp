// The pool's rules, each by its own refusal, in the words that wallets parse.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/node/mempool/mempool.hpp"
#include "tests/unit/kernel/node/signed_tx.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

MempoolContext rich(uint64_t nonce = 0) {
  return {kTestChainId, kGwei, [nonce](const Address&) {
            zkevm::Account account;
            account.nonce = nonce;
            account.balance = U256(1) << 100;
            return account;
          }};
}

std::string refusal(Mempool& pool, const TxRef& tx, const MempoolContext& context) {
  auto added = pool.add(tx, context);
  return added ? "" : added.error().text;
}

std::vector<uint64_t> nonces(const std::vector<TxRef>& transactions) {
  std::vector<uint64_t> out;
  for (const TxRef& tx : transactions) out.push_back(tx->tx().nonce);
  return out;
}

TEST(mempool, takes_a_transaction_and_finds_it) {
  Mempool pool({});
  const TxRef tx = pooled_tx(0, {});
  EXPECT_EQ(refusal(pool, tx, rich()), "");
  EXPECT_EQ(pool.find(tx->tx().hash), tx);
  EXPECT_EQ(pool.next_nonce(tx->tx().sender, 0), 1u);
}

TEST(mempool, refuses_what_it_knows) {
  Mempool pool({});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {}), rich()), "");
  EXPECT_THAT(refusal(pool, pooled_tx(0, {}), rich()), HasSubstr("already known"));
}

TEST(mempool, refuses_each_rule_broken_in_words_that_wallets_parse) {
  Mempool pool({});
  MempoolContext poor = rich();
  poor.account = [](const Address&) { return zkevm::Account{}; };
  MempoolContext contract = rich();
  contract.account = [](const Address&) {
    zkevm::Account account;
    account.balance = U256(1) << 100;
    account.code_size = 1;
    return account;
  };
  EXPECT_THAT(refusal(pool, pooled_tx(0, {}), rich(5)), HasSubstr("nonce too low"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {}), poor),
              HasSubstr("insufficient funds for gas * price + value"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.gas = 20'999}), rich()),
              HasSubstr("intrinsic gas too low"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.gas = (1 << 24) + 1}), rich()),
              HasSubstr("gas limit too high"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.max_fee = kGwei - 1}), rich()),
              HasSubstr("max fee per gas less than block base fee"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.max_fee = kGwei, .tip = kGwei + 1}), rich()),
              HasSubstr("max priority fee per gas higher than max fee per gas"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.chain_id = 1}), rich()), HasSubstr("invalid chain id"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.nonce = ~uint64_t{0}}), rich()),
              HasSubstr("nonce has max value"));
  EXPECT_NE(refusal(pool, pooled_tx(0, {}), contract), "");
  EXPECT_TRUE(pool.empty());
}

TEST(mempool, does_not_judge_by_a_state_that_cannot_be_read) {
  Mempool pool({});
  MempoolContext broken = rich();
  broken.account = [](const Address&) -> Expected<zkevm::Account> {
    return Failure(Status::corrupt, "disk");
  };
  const auto added = pool.add(pooled_tx(0, {}), broken);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().status, Status::corrupt);
  EXPECT_TRUE(pool.empty());
}

TEST(mempool, queues_behind_a_gap_until_it_is_filled) {
  Mempool pool({});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 1}), rich()), "");
  EXPECT_TRUE(pool.best(kGwei, 10).empty());
  EXPECT_EQ(pool.counts().queued, 1u);
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 0}), rich()), "");
  EXPECT_EQ(nonces(pool.best(kGwei, 10)), (std::vector<uint64_t>{0, 1}));
  EXPECT_EQ(pool.counts().pending, 2u);
}

TEST(mempool, replaces_only_when_both_fees_are_a_tenth_higher) {
  Mempool pool({});
  const TxSpec first{.max_fee = 10 * kGwei, .tip = kGwei};
  ASSERT_EQ(refusal(pool, pooled_tx(0, first), rich()), "");
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.max_fee = 11 * kGwei, .tip = kGwei}), rich()),
              HasSubstr("replacement transaction underpriced"));
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.max_fee = 10 * kGwei, .tip = 2 * kGwei}), rich()),
              HasSubstr("replacement transaction underpriced"));
  const TxRef better = pooled_tx(0, {.max_fee = 11 * kGwei, .tip = kGwei + kGwei / 10});
  EXPECT_EQ(refusal(pool, better, rich()), "");
  EXPECT_EQ(pool.best(kGwei, 10), std::vector<TxRef>{better});
}

TEST(mempool, gives_the_best_tip_first_and_each_sender_in_order) {
  Mempool pool({});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 0, .max_fee = 9 * kGwei, .tip = 1}), rich()), "");
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 1, .max_fee = 9 * kGwei, .tip = 100}), rich()),
            "");
  ASSERT_EQ(refusal(pool, pooled_tx(1, {.nonce = 0, .max_fee = 9 * kGwei, .tip = 50}), rich()), "");
  const auto best = pool.best(kGwei, 10);
  ASSERT_EQ(best.size(), 3u);
  EXPECT_EQ(best[0]->tx().max_priority_fee_per_gas, U256(50));
  EXPECT_EQ(best[1]->tx().max_priority_fee_per_gas, U256(1));
  EXPECT_EQ(best[2]->tx().max_priority_fee_per_gas, U256(100));
}

TEST(mempool, leaves_out_what_does_not_pay_the_base_fee) {
  Mempool pool({});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.max_fee = 2 * kGwei}), rich()), "");
  EXPECT_TRUE(pool.best(3 * kGwei, 10).empty());
  EXPECT_EQ(pool.best(2 * kGwei, 10).size(), 1u);
}

TEST(mempool, forgets_what_a_block_included) {
  Mempool pool({});
  const Address sender = development_key(0).address();
  for (uint64_t nonce : {0, 1, 2})
    ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = nonce}), rich()), "");
  pool.included({{sender, 2}});
  const auto left = pool.content();
  EXPECT_EQ(nonces(left.pending), (std::vector<uint64_t>{2}));
  EXPECT_TRUE(left.queued.empty());
}

TEST(mempool, limits_the_transactions_of_one_account) {
  Mempool pool({.account_transactions_max = 2});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 0}), rich()), "");
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 1}), rich()), "");
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.nonce = 2}), rich()),
              HasSubstr("account limit exceeded"));
}

TEST(mempool, full_evicts_the_cheapest_of_another_sender_or_refuses) {
  Mempool pool({.transactions_max = 2});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.max_fee = 2 * kGwei}), rich()), "");
  ASSERT_EQ(refusal(pool, pooled_tx(1, {.max_fee = 3 * kGwei}), rich()), "");
  EXPECT_THAT(refusal(pool, pooled_tx(2, {.max_fee = 2 * kGwei}), rich()),
              HasSubstr("txpool is full"));
  EXPECT_EQ(refusal(pool, pooled_tx(2, {.max_fee = 4 * kGwei}), rich()), "");
  EXPECT_EQ(pool.find(pooled_tx(0, {.max_fee = 2 * kGwei})->tx().hash), nullptr);
  EXPECT_EQ(pool.counts().pending, 2u);
}

TEST(mempool, full_gives_up_queued_transactions_before_pending_ones) {
  Mempool pool({.transactions_max = 2});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 7, .max_fee = 90 * kGwei}), rich()), "");
  ASSERT_EQ(refusal(pool, pooled_tx(1, {.max_fee = 2 * kGwei}), rich()), "");
  const TxRef behind_a_gap = pooled_tx(2, {.nonce = 7, .max_fee = 80 * kGwei});
  EXPECT_THAT(refusal(pool, behind_a_gap, rich()), HasSubstr("txpool is full"));
  EXPECT_EQ(refusal(pool, pooled_tx(2, {.max_fee = 2 * kGwei}), rich()), "");
  EXPECT_EQ(pool.counts().queued, 0u);
  EXPECT_EQ(pool.counts().pending, 2u);
}

TEST(mempool, full_gives_nothing_up_for_a_newcomer_that_it_refuses) {
  const TxRef cheap = pooled_tx(0, {.max_fee = 2 * kGwei});
  const TxRef dear = pooled_tx(1, {.max_fee = 9 * kGwei});
  Mempool pool({.bytes_max = cheap->size_bytes() + dear->size_bytes()});
  ASSERT_EQ(refusal(pool, cheap, rich()), "");
  ASSERT_EQ(refusal(pool, dear, rich()), "");
  const TxRef large =
      pooled_tx(2, {.max_fee = 5 * kGwei, .gas = 100'000, .data = Bytes(cheap->size_bytes() + 1)});
  EXPECT_THAT(refusal(pool, large, rich()), HasSubstr("txpool is full"));
  EXPECT_EQ(pool.counts().pending, 2u);
}

TEST(mempool, full_takes_several_of_one_sender_from_its_end) {
  Mempool pool({.transactions_max = 3});
  for (uint64_t nonce : {0, 1})
    ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = nonce}), rich()), "");
  ASSERT_EQ(refusal(pool, pooled_tx(1, {.max_fee = 9 * kGwei}), rich()), "");
  pool.set_limits({.transactions_max = 2});
  ASSERT_EQ(refusal(pool, pooled_tx(2, {.max_fee = 8 * kGwei}), rich()), "");
  EXPECT_EQ(pool.counts().pending, 2u);
  EXPECT_EQ(pool.next_nonce(development_key(0).address(), 0), 0u);
}

TEST(mempool, limits_its_bytes_when_a_replacement_is_larger) {
  const TxRef small = pooled_tx(0, {});
  Mempool pool({.bytes_max = small->size_bytes() + 10});
  ASSERT_EQ(refusal(pool, small, rich()), "");
  const TxSpec larger{.max_fee = 9 * kGwei, .tip = kGwei, .gas = 100'000, .data = Bytes(11)};
  EXPECT_THAT(refusal(pool, pooled_tx(0, larger), rich()), HasSubstr("txpool is full"));
  EXPECT_EQ(pool.find(small->tx().hash), small);
}

TEST(mempool, counts_what_a_sender_spends_on_its_earlier_transactions) {
  Mempool pool({});
  MempoolContext context = rich();
  context.account = [](const Address&) {
    zkevm::Account account;
    account.balance = U256(2 * 21'000) * (2 * kGwei) + 1;
    return account;
  };
  ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = 0}), context), "");
  EXPECT_THAT(refusal(pool, pooled_tx(0, {.nonce = 1}), context),
              HasSubstr("insufficient funds for gas * price + value"));
  EXPECT_EQ(refusal(pool, pooled_tx(0, {.nonce = 1, .value = 0}), context), "");
}

TEST(mempool, forgets_the_rest_of_a_queue_in_any_order) {
  Mempool pool({});
  for (uint64_t nonce : {3, 0, 2, 1})
    ASSERT_EQ(refusal(pool, pooled_tx(0, {.nonce = nonce}), rich()), "");
  pool.drop(pooled_tx(0, {.nonce = 1})->tx().hash);
  EXPECT_EQ(nonces(pool.best(kGwei, 10)), (std::vector<uint64_t>{0}));
  EXPECT_EQ(pool.counts().queued, 2u);
  pool.included({{development_key(0).address(), 9}});
  EXPECT_TRUE(pool.empty());
  EXPECT_EQ(pool.counts().bytes, 0u);
}

TEST(mempool, limits_its_bytes) {
  const TxRef tx = pooled_tx(0, {});
  Mempool pool({.bytes_max = tx->size_bytes()});
  ASSERT_EQ(refusal(pool, tx, rich()), "");
  EXPECT_THAT(refusal(pool, pooled_tx(1, {}), rich()), HasSubstr("txpool is full"));
}

TEST(mempool, expires_by_age) {
  Mempool pool({.lifetime = std::chrono::seconds(10)});
  ASSERT_EQ(refusal(pool, pooled_tx(0, {}), rich()), "");
  EXPECT_EQ(pool.expire(Mempool::Clock::now() + std::chrono::seconds(9)), 0u);
  EXPECT_EQ(pool.expire(Mempool::Clock::now() + std::chrono::seconds(11)), 1u);
  EXPECT_TRUE(pool.empty());
}

}  // namespace
}  // namespace dovetail::node
