// Batches on their way to L1, through crashes and reorganisations: always committed, never twice.

#include "kernel/node/settle/committer.hpp"

#include "tests/unit/kernel/node/chain_fixture.hpp"
#include "tests/unit/kernel/node/fake_l1.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

class Commits : public ChainTest {
 protected:
  Commits() {
    restart();
    l1_.stored_hash = [this](uint64_t number) {
      auto batch = database_->batch(number);
      return stored_batch_hash(number, batch->state_after, batch->output);
    };
  }
  /// As after a crash: nothing is known but what the database holds.
  void restart() {
    committer_ = std::make_unique<Committer>(
        *chain_,
        [this](state::BatchRecord& batch) {
          ++published_;
          batch.output.da_scheme = static_cast<uint8_t>(scheme_);
          return Expected<void>();
        },
        logger_);
    ASSERT_TRUE(committer_->load());
  }
  void make_batch_of_one() {
    block({pooled_tx(0, {.nonce = nonce_++})});
    seal();
  }
  Expected<std::string> round(uint64_t seconds = 1) {
    now_ += seconds;
    const CommitTarget target{Address{{7}}, scheme_};
    if (auto followed = committer_->follow_reorganisations(target, l1_.calls(), {}); !followed)
      return followed.error();
    if (committer_->committed() >= **database_->last_batch()) return std::string("all");
    return committer_->advance(target, l1_.calls(), L1Sender(key_, 31'337, {U256(1) << 60}), now_);
  }
  std::string text(uint64_t seconds = 1) {
    auto outcome = round(seconds);
    return outcome ? *outcome : outcome.error().text;
  }
  void commit_one() {
    text();
    l1_.mine();
    EXPECT_THAT(text(), HasSubstr("committed"));
  }

  FakeL1 l1_;
  SigningKey key_ = development_key(1);
  std::unique_ptr<Committer> committer_;
  uint32_t scheme_ = 1;
  uint64_t nonce_ = 0, now_ = 1'000'000;
  int published_ = 0;
};

TEST_F(Commits, go_in_order_and_move_the_safe_head) {
  make_batch_of_one();
  make_batch_of_one();
  commit_one();
  EXPECT_EQ(database_->heads().safe, 1u);
  commit_one();
  EXPECT_EQ(database_->heads().safe, 2u);
  EXPECT_EQ(committer_->committed(), 2u);
  EXPECT_EQ(published_, 2);
}

TEST_F(Commits, are_made_again_when_l1_loses_them) {
  make_batch_of_one();
  make_batch_of_one();
  commit_one();
  commit_one();
  l1_.reorganise(2, false);
  text();
  EXPECT_EQ(committer_->committed(), 0u);
  EXPECT_EQ(database_->heads().safe, 0u);
  for (int i = 0; i < 40 && committer_->committed() < 2; ++i) {
    l1_.mine();
    text(10);
  }
  EXPECT_EQ(committer_->committed(), 2u);
  EXPECT_EQ(database_->heads().safe, 2u);
  EXPECT_EQ(l1_.mined_count(), 2u);
}

TEST_F(Commits, found_on_l1_are_taken_as_they_are_and_followed_too) {
  make_batch_of_one();
  commit_one();
  l1_.reorganise(1, false);
  l1_.pool.clear();
  text();  // taken back
  l1_.batches = 1;
  l1_.foreign = 1;
  for (int i = 0; i < 3; ++i) text(61);
  EXPECT_EQ(committer_->committed(), 1u);
  EXPECT_EQ(text(), "all");  // and stays so: no stale receipt takes it back
  EXPECT_EQ(committer_->committed(), 1u);
  l1_.batches = 0;
  text();
  EXPECT_EQ(committer_->committed(), 0u);
}

TEST_F(Commits, stop_before_another_batch_of_the_same_number) {
  make_batch_of_one();
  l1_.batches = 1;
  l1_.stored_hash = [](uint64_t) { return Hash256{{9}}; };
  EXPECT_THAT(text(), HasSubstr("L1 holds another batch 1"));
  EXPECT_TRUE(l1_.sent.empty());
}

TEST_F(Commits, notice_a_data_directory_older_than_the_chain) {
  l1_.batches = 3;
  const auto checked = committer_->check_not_behind({Address{{7}}, 1}, l1_.calls(), {});
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().text, HasSubstr("L1 holds 3 batches"));
}

TEST_F(Commits, publish_again_for_the_da_scheme_that_the_chain_has_now) {
  make_batch_of_one();
  l1_.failures = 1;
  text();
  ASSERT_EQ(database_->batch(1)->status, state::BatchStatus::published);
  scheme_ = 3;
  commit_one();
  EXPECT_EQ(database_->batch(1)->output.da_scheme, 3);
  EXPECT_EQ(published_, 2);
}

TEST_F(Commits, wait_longer_after_each_revert) {
  make_batch_of_one();
  l1_.revert_mined = true;
  text();
  l1_.mine();
  EXPECT_THAT(text(), HasSubstr("reverted"));
  EXPECT_THAT(text(), HasSubstr("tries again in"));
  text(61);
  EXPECT_EQ(l1_.sent.size(), 2u);
  l1_.mine();
  text();
  EXPECT_THAT(text(61), HasSubstr("tries again in"));
}

TEST_F(Commits, say_what_can_be_done_about_a_batch_that_is_too_old) {
  make_batch_of_one();
  l1_.revert_estimates = true;
  l1_.revert_data = query_call("TimestampTooOld(uint256,uint64)", 5);
  EXPECT_THAT(text(), HasSubstr("over three days old"));
}

TEST_F(Commits, mend_a_safe_head_that_a_crash_left_behind) {
  make_batch_of_one();
  commit_one();
  ASSERT_TRUE(database_->set_heads(0, 0));
  restart();
  EXPECT_EQ(database_->heads().safe, 1u);
}

TEST_F(Commits, end_once_each_wherever_l1_failed_and_the_node_was_killed) {
  for (int cut = 0; cut < 24; ++cut) {
    make_batch_of_one();
    const uint64_t goal = **database_->last_batch();
    l1_.failures = 0;
    for (int i = 0; i < 40 && committer_->committed() < goal; ++i) {
      if (i == cut / 6) l1_.failures = 1 + cut % 6;
      if (i % 3 == cut % 3) restart();
      if (i % 2 == 1) l1_.mine();
      text(9);
    }
    EXPECT_EQ(committer_->committed(), goal) << "cut " << cut;
    EXPECT_EQ(l1_.mined_count(), goal) << "cut " << cut;
  }
}

}  // namespace
}  // namespace dovetail::node
