// Try and roll back: what a block takes, what stays for a later one, what leaves the pool.

#include "kernel/node/block/pubdata_meter.hpp"
#include "tests/unit/kernel/node/chain_fixture.hpp"

namespace dovetail::node {
namespace {

using testing::ElementsAre;

class Builder : public ChainTest {};

std::vector<Hash256> hashes(const std::vector<LeftOut>& left) {
  std::vector<Hash256> out;
  for (const LeftOut& one : left) out.push_back(one.hash);
  return out;
}

TEST_F(Builder, leaves_what_exceeds_the_gas_for_the_next_block) {
  const std::vector<TxRef> txs{pooled_tx(0, {}), pooled_tx(1, {}), pooled_tx(2, {}),
                               pooled_tx(2, {.nonce = 1})};
  const BuildResult result = build(txs, {.gas_max = 50'000});
  ASSERT_TRUE(result.block);
  EXPECT_EQ(result.block->commit.transactions.size(), 2u);
  EXPECT_TRUE(result.invalid.empty());
  EXPECT_EQ(build({txs[2], txs[3]}, {.gas_max = 50'000}).block->commit.transactions.size(), 2u);
}

TEST_F(Builder, rolls_back_what_exceeds_the_pubdata_and_tries_nothing_behind_it) {
  // The fee collector, two accounts of the first transaction, and one more of each other.
  const BlockLimits limits{.pubdata_bytes_max = 4 * kAccountBytesMax};
  const TxRef third = pooled_tx(2, {}), behind = pooled_tx(2, {.nonce = 1});
  const BuildResult result = build({pooled_tx(0, {}), pooled_tx(1, {}), third, behind}, limits);
  EXPECT_EQ(result.block->commit.transactions.size(), 2u);
  EXPECT_THAT(result.overflowed, ElementsAre(third->tx().hash));
  EXPECT_TRUE(result.invalid.empty());
  EXPECT_EQ(result.block->commit.accounts.size(), 4u);
  EXPECT_EQ(build({third, behind}, limits).block->commit.transactions.size(), 2u);
}

TEST_F(Builder, names_what_no_block_can_hold) {
  const TxRef tx = pooled_tx(0, {});
  const BuildResult result = build({tx}, {.pubdata_bytes_max = kAccountBytesMax});
  EXPECT_FALSE(result.block);
  EXPECT_THAT(hashes(result.invalid), ElementsAre(tx->tx().hash));
}

TEST_F(Builder, names_what_its_sender_can_no_longer_pay_for) {
  const TxRef rich = pooled_tx(0, {.value = development_balance() - U256(21'000) * (3 * kGwei)});
  const TxRef poor = pooled_tx(0, {.nonce = 1, .value = 1'000'000 * U256(kGwei)});
  const BuildResult result = build({rich, poor});
  EXPECT_EQ(result.block->commit.transactions.size(), 1u);
  EXPECT_THAT(hashes(result.invalid), ElementsAre(poor->tx().hash));
}

TEST_F(Builder, makes_no_block_of_nothing) {
  EXPECT_FALSE(build({}).block);
  EXPECT_FALSE(build({pooled_tx(0, {.nonce = 5})}).block);
}

TEST_F(Builder, ends_a_round_at_twice_the_gas_of_a_block) {
  std::vector<TxRef> txs;
  for (size_t account = 0; account < kDevelopmentKeysCount; ++account)
    txs.push_back(pooled_tx(account, {}));
  const BuildResult result =
      build(txs, {.gas_max = 63'000, .pubdata_bytes_max = 4 * kAccountBytesMax});
  EXPECT_EQ(result.block->commit.transactions.size(), 2u);
  EXPECT_EQ(result.overflowed.size(), 4u);
}

TEST_F(Builder, keeps_time_from_going_back) {
  block({pooled_tx(0, {})}, kGenesisTimestamp + 500);
  EXPECT_EQ(block({pooled_tx(0, {.nonce = 1})}, kGenesisTimestamp + 100).commit.header.timestamp,
            kGenesisTimestamp + 500);
}

TEST_F(Builder, takes_a_chain_where_a_crash_came_between_block_0_and_batch_0) {
  close();
  std::filesystem::remove_all(directory_);
  const Genesis genesis = make_genesis(settings_);
  {
    auto half = state::Database::open(directory_, genesis.identity);
    ASSERT_TRUE(half);
    ASSERT_TRUE((*half)->commit(genesis.block));
    ASSERT_FALSE((*half)->last_batch()->has_value());
  }
  open();
  EXPECT_EQ(database_->last_batch()->value_or(9), 0u);
  EXPECT_EQ(database_->batch(0)->status, state::BatchStatus::committed);
}

}  // namespace
}  // namespace dovetail::node
