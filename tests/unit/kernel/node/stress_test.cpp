// Every thread of the pipeline at once, and the end in the middle: for the thread sanitizer, and
// for what must hold whatever the order was.

#include <thread>

#include "kernel/node/batch/batcher.hpp"
#include "kernel/node/mempool/mempool.hpp"
#include "tests/unit/kernel/node/chain_fixture.hpp"

namespace dovetail::node {
namespace {

class Stress : public ChainTest {
 protected:
  static constexpr uint64_t kEach = 40;

  /// As Node::submit does, in nonce order.
  void submit(size_t account) {
    const MempoolContext context{kTestChainId, kGwei,
                                 [this](const Address& a) { return chain_->account(a); }};
    for (uint64_t nonce = 0; nonce < kEach; ++nonce) {
      const TxRef tx = pooled_tx(account, {.nonce = nonce});
      const auto added = pool_.add(tx, context);
      EXPECT_TRUE(added) << added.error().text;
      chain_->events().pending.raise(tx);
    }
  }
  /// As Sequencer does.
  void make_blocks(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pool_.expire();
      auto result = builder_->build(pool_.best(kGwei, 1000), kGenesisTimestamp + 9, kGwei, {});
      ASSERT_TRUE(result);
      EXPECT_TRUE(result->invalid.empty());
      if (!result->block) continue;
      ASSERT_TRUE(database_->commit(result->block->commit));
      pool_.included(result->block->next_nonces);
      chain_->events().block.raise(result->block->commit.header.number);
    }
  }
  void read(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto counts = pool_.counts();
      EXPECT_LE(counts.pending + counts.queued, kEach * 3);
      EXPECT_LE(pool_.content().pending.size(), kEach * 3);
      pool_.next_nonce(development_key(0).address(), 0);
      const uint64_t id = chain_->events().block.listen([](uint64_t) {});
      chain_->events().block.unlisten(id);
      EXPECT_TRUE(chain_->header(chain_->latest()));
    }
  }

  Mempool pool_{{}};
};

TEST_F(Stress, every_transaction_is_in_one_block_and_the_pool_is_empty) {
  std::atomic<uint64_t> heard = 0;
  chain_->events().pending.listen([&](const TxRef&) { ++heard; });
  Batcher batcher(
      *chain_, [] {}, [] { return 31'337; }, logger_, {.timeout = std::chrono::seconds(0)});
  std::jthread sequencer([this](std::stop_token stop) { make_blocks(stop); });
  std::jthread reader([this](std::stop_token stop) { read(stop); });
  {
    std::vector<std::jthread> submitters;
    for (size_t account : {0, 1, 2}) submitters.emplace_back([this, account] { submit(account); });
  }
  for (int i = 0; i < 3000 && !pool_.empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  sequencer.request_stop();
  sequencer.join();
  EXPECT_TRUE(pool_.empty());
  EXPECT_EQ(heard, 3 * kEach);
  uint64_t transactions = 0;
  for (uint64_t number = 1; number <= chain_->latest(); ++number)
    transactions += database_->transactions(number)->size();
  EXPECT_EQ(transactions, 3 * kEach);
  for (size_t account : {0, 1, 2})
    EXPECT_EQ(chain_->account(development_key(account).address())->nonce, kEach);
}

}  // namespace
}  // namespace dovetail::node
