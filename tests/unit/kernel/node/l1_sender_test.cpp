// One L1 transaction through everything that an L1 may do to it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "kernel/node/settle/keystore.hpp"
#include "kernel/node/settle/l1_sender.hpp"
#include "tests/unit/kernel/node/fake_l1.hpp"

namespace dovetail::node {
namespace {

using testing::HasSubstr;

constexpr uint64_t kGwei = 1'000'000'000;

class Sender : public testing::Test {
 protected:
  Expected<SendProgress> step(uint64_t seconds = 1) {
    now_ += seconds;
    Intent loaded = *decode_intent(saved_);
    return L1Sender(key_, 31'337, limits_)
        .advance(loaded, l1_.calls(), now_, [this](const Intent& intent) {
          if (saves_left_ == 0) return Expected<void>(Failure(Status::unavailable, "disk"));
          --saves_left_;
          saved_ = encode_intent(intent);
          return Expected<void>();
        });
  }
  std::string text() {
    auto progress = step();
    return progress ? progress->text : progress.error().text;
  }
  /// Every attempt that may have left us.
  std::set<uint64_t> nonces_sent() const {
    std::set<uint64_t> out;
    for (const TxRef& tx : l1_.sent) out.insert(tx->tx().nonce);
    return out;
  }

  FakeL1 l1_;
  SigningKey key_ = development_key(1);
  SenderLimits limits_{U256(100) * kGwei, 15, 30, 1};
  Bytes saved_ = encode_intent({"commit batch 1", Address{{7}}, Bytes(100, 1), {}, 0});
  uint64_t now_ = 1'000'000;
  int saves_left_ = 1 << 30;
};

TEST_F(Sender, sends_and_sees_the_receipt) {
  EXPECT_THAT(text(), HasSubstr("sent as"));
  EXPECT_THAT(text(), HasSubstr("not mined yet"));
  l1_.mine();
  EXPECT_EQ(step()->state, SendState::confirmed);
}

TEST_F(Sender, waits_for_confirmations_of_success_and_of_revert_alike) {
  limits_.confirmations = 3;
  l1_.revert_mined = true;
  text();
  l1_.mine();
  EXPECT_THAT(text(), HasSubstr("1 of 3 confirmations"));
  l1_.mine(2);
  EXPECT_EQ(step()->state, SendState::reverted);
}

TEST_F(Sender, sends_the_same_bytes_again_when_l1_lost_them) {
  l1_.lose_sent = true;
  text();
  l1_.lose_sent = false;
  EXPECT_THAT(text(), HasSubstr("sent again"));
  ASSERT_EQ(l1_.sent.size(), 2u);
  EXPECT_EQ(l1_.sent[0]->raw(), l1_.sent[1]->raw());
}

TEST_F(Sender, raises_the_fee_only_while_l1_makes_blocks_without_it) {
  text();
  l1_.base_fee = U256(50) * kGwei;
  EXPECT_THAT(step(40)->text, HasSubstr("no block since"));
  EXPECT_EQ(l1_.sent.size(), 1u);
  l1_.mine(2);
  EXPECT_THAT(step(40)->text, HasSubstr("sent as"));
  ASSERT_EQ(l1_.sent.size(), 2u);
  EXPECT_EQ(l1_.sent[1]->tx().nonce, l1_.sent[0]->tx().nonce);
  EXPECT_GE(l1_.sent[1]->tx().max_fee_per_gas, U256(50) * kGwei);
  l1_.mine();
  EXPECT_EQ(step()->state, SendState::confirmed);
}

TEST_F(Sender, raises_the_fee_though_the_clock_went_back) {
  text();
  l1_.base_fee = U256(50) * kGwei;
  l1_.mine(2);
  now_ -= 500'000;
  text();
  EXPECT_EQ(l1_.sent.size(), 2u);
}

TEST_F(Sender, never_pays_more_than_the_cap) {
  l1_.base_fee = U256(101) * kGwei;
  EXPECT_THAT(text(), HasSubstr("settler.max_fee_gwei"));
  EXPECT_TRUE(l1_.sent.empty());
  l1_.base_fee = U256(90) * kGwei;
  EXPECT_THAT(text(), HasSubstr("sent as"));
  l1_.base_fee = U256(101) * kGwei;
  for (int i = 0; i < 20; ++i) {
    l1_.mine(2);
    EXPECT_THAT(step(40)->text, HasSubstr("settler.max_fee_gwei"));
  }
  EXPECT_EQ(l1_.sent.size(), 1u);
  EXPECT_LE(l1_.sent[0]->tx().max_fee_per_gas, limits_.max_fee_cap);
}

TEST_F(Sender, keeps_the_bytes_of_the_newest_attempt_alone) {
  text();
  for (int i = 0; i < 5; ++i) {
    l1_.base_fee = l1_.base_fee * 3;
    l1_.mine(2);
    text();
    (void)step(40);
  }
  const Intent intent = *decode_intent(saved_);
  ASSERT_GE(intent.attempts.size(), 3u);
  for (size_t i = 0; i + 1 < intent.attempts.size(); ++i)
    EXPECT_TRUE(intent.attempts[i].raw.empty());
  EXPECT_FALSE(intent.attempts.back().raw.empty());
}

TEST_F(Sender, outbids_somebody_else_on_its_nonce) {
  const Bytes other = sign({31'337, 0, 1, U256(3) * kGwei, 21'000, Address{}, 0, {}}, key_).raw;
  ASSERT_TRUE(l1_.calls().send(other));
  EXPECT_THAT(text(), HasSubstr("underpriced"));
  for (int i = 0; i < 4; ++i) (void)step(40);
  l1_.mine();
  EXPECT_EQ(step()->state, SendState::confirmed);
}

TEST_F(Sender, takes_another_nonce_only_after_a_minute_without_a_receipt) {
  l1_.lose_sent = true;
  text();
  l1_.lose_sent = false;
  l1_.foreign = 1;
  EXPECT_THAT(text(), HasSubstr("nonce 0 is used"));
  EXPECT_THAT(step(30)->text, HasSubstr("nonce 0 is used"));
  EXPECT_EQ(l1_.sent.size(), 1u);
  EXPECT_THAT(step(31)->text, HasSubstr("used by another transaction"));
  EXPECT_THAT(text(), HasSubstr("sent as"));
  l1_.mine();
  EXPECT_EQ(step()->state, SendState::confirmed);
}

TEST_F(Sender, waits_for_a_receipt_that_lags) {
  text();
  l1_.mine();
  l1_.receipts_lag = true;
  for (int i = 0; i < 10; ++i) EXPECT_THAT(step(5)->text, HasSubstr("waits for a receipt"));
  l1_.receipts_lag = false;
  EXPECT_EQ(step()->state, SendState::confirmed);
  EXPECT_EQ(l1_.sent.size(), 1u);
}

TEST_F(Sender, follows_a_reorganisation_that_drops_its_receipt) {
  text();
  l1_.mine();
  l1_.reorganise(1, false);
  EXPECT_THAT(text(), HasSubstr("sent again"));
  l1_.mine();
  EXPECT_EQ(step()->state, SendState::confirmed);
  EXPECT_EQ(nonces_sent(), (std::set<uint64_t>{0}));
}

TEST_F(Sender, says_what_it_lacks_and_what_is_refused) {
  l1_.balance = 5;
  EXPECT_THAT(text(), HasSubstr("send it some"));
  l1_.balance = U256(1) << 100;
  l1_.gas = (1 << 24) + 1;
  EXPECT_THAT(text(), HasSubstr("lower batch.pubdata_bytes_max"));
  l1_.revert_estimates = true;
  const auto progress = step();
  EXPECT_EQ(progress->state, SendState::reverted);
  EXPECT_THAT(progress->text, HasSubstr("would revert"));
  EXPECT_TRUE(l1_.sent.empty());
}

TEST_F(Sender, another_key_waits_for_what_the_first_one_sent) {
  text();
  const SigningKey other = development_key(2);
  L1Sender second(other, 31'337, limits_);
  Intent intent = *decode_intent(saved_);
  const auto keep = [&](const Intent&) { return Expected<void>(); };
  EXPECT_THAT(second.advance(intent, l1_.calls(), now_ + 99, keep)->text, HasSubstr("earlier key"));
  l1_.pool.clear();
  EXPECT_THAT(second.advance(intent, l1_.calls(), now_ + 99, keep)->text, HasSubstr("is lost"));
  EXPECT_THAT(second.advance(intent, l1_.calls(), now_ + 99, keep)->text, HasSubstr("sent as"));
}

/// Stops at each call of L1 and at each save in turn, goes on from what was saved, and must end
/// with one mined transaction, all attempts of one nonce.
TEST_F(Sender, ends_with_one_transaction_wherever_it_was_cut_off) {
  for (int cut = 0; cut < 40; ++cut) {
    for (const bool in_save : {false, true}) {
      l1_ = FakeL1();
      saved_ = encode_intent({"commit batch 1", Address{{7}}, Bytes(100, 1), {}, 0});
      bool confirmed = false;
      for (int round = 0; round < 60 && !confirmed; ++round) {
        if (round == cut / 4) {
          l1_.failures = in_save ? 0 : 1 + cut % 4;
          saves_left_ = in_save ? cut % 2 : 1 << 30;
        } else {
          saves_left_ = 1 << 30;
        }
        l1_.lose_sent = round % 7 == 0;
        if (round % 5 == 4) l1_.mine();
        auto progress = step(17);
        confirmed = progress && progress->state == SendState::confirmed;
      }
      EXPECT_TRUE(confirmed) << "cut " << cut << " in_save " << in_save;
      EXPECT_EQ(l1_.mined_count(), 1u) << "cut " << cut << " in_save " << in_save;
      EXPECT_EQ(nonces_sent(), (std::set<uint64_t>{0})) << "cut " << cut << " in_save " << in_save;
    }
  }
}

}  // namespace
}  // namespace dovetail::node
