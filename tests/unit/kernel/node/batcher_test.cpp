// When a batch is sealed, and that a restart changes nothing about it.

#include "kernel/node/batch/batcher.hpp"

#include "tests/unit/kernel/node/chain_fixture.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

class Batches : public ChainTest {
 protected:
  ~Batches() override { batcher_.reset(); }

  void start(const BatchLimits& limits, uint64_t settlement = 31'337) {
    batcher_ = std::make_unique<Batcher>(
        *chain_, [this] { ++boundaries_; }, [settlement] { return settlement; }, logger_, limits);
  }
  void block_of_one(uint64_t timestamp = 1'000'000 + kGenesisTimestamp) {
    block({pooled_tx(0, {.nonce = nonce_++})}, timestamp);
  }
  template <class Condition>
  bool wait_for(Condition condition) {
    for (int i = 0; i < 1000 && !condition(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return condition();
  }
  bool sealed(uint64_t number, uint64_t first, uint64_t last) {
    if (!wait_for([&] { return **database_->last_batch() >= number; })) return false;
    const auto batch = database_->batch(number);
    return batch->output.first_block == first && batch->output.last_block == last;
  }
  static BatchLimits never() { return {.timeout = std::chrono::hours(1'000'000)}; }

  std::atomic<int> boundaries_ = 0;
  uint64_t nonce_ = 0;
  std::unique_ptr<Batcher> batcher_;
};

TEST_F(Batches, are_sealed_before_the_block_that_would_exceed_a_limit) {
  BatchLimits by_blocks = never(), by_transactions = never(), by_gas = never(),
              by_pubdata = never();
  by_blocks.blocks_max = 2;
  by_transactions.transactions_max = 2;
  by_gas.gas_max = 60'000;
  by_pubdata.pubdata_bytes_max = 256 + 800;
  uint64_t number = 0;
  for (const BatchLimits& limits : {by_blocks, by_transactions, by_gas, by_pubdata}) {
    const uint64_t first = chain_->latest() + 1;
    start(limits);
    for (int i = 0; i < 3; ++i) block_of_one();
    EXPECT_TRUE(sealed(++number, first, first + 1)) << number;
    batcher_.reset();
    seal();  // what is left, for the next round to begin anew
    ++number;
  }
}

TEST_F(Batches, are_sealed_by_time) {
  start({.timeout = std::chrono::seconds(0)});
  block_of_one();
  EXPECT_TRUE(sealed(1, 1, 1));
  EXPECT_TRUE(wait_for([&] { return boundaries_ == 1; }));
}

TEST_F(Batches, are_measured_again_after_a_restart) {
  BatchLimits limits = never();
  limits.blocks_max = 3;
  start(limits);
  block_of_one();
  block_of_one();
  ASSERT_TRUE(wait_for([&] { return batcher_->open_batch().starts_with("2 blocks"); }));
  batcher_.reset();
  open();
  start(limits);
  ASSERT_TRUE(wait_for([&] { return batcher_->open_batch().starts_with("2 blocks"); }));
  block_of_one();
  block_of_one();
  EXPECT_TRUE(sealed(1, 1, 3));
}

TEST_F(Batches, wait_for_the_chain_id_of_l1) {
  start({.timeout = std::chrono::seconds(0)}, 0);
  block_of_one();
  EXPECT_TRUE(wait_for([&] { return !batcher_->trouble().empty(); }));
  EXPECT_THAT(batcher_->trouble(), HasSubstr("chain id of L1 is not known"));
  EXPECT_EQ(**database_->last_batch(), 0u);
}

}  // namespace
}  // namespace dovetail::node
