#include "plugins/fee_oracle/l1_gas/sampler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace dovetail::plugins::l1_gas {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// An L1 whose readings a test hands out one by one; a read waits for the next or for its end.
class Faucet {
 public:
  void give(Expected<Reading> reading) {
    std::unique_lock lock(mutex_);
    next_ = std::move(reading);
    changed_.notify_all();
    changed_.wait(lock, [&] { return !next_; });
  }
  Expected<Reading> read(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return next_.has_value(); }))
      return Failure(Status::cancelled, "stopped");
    Expected<Reading> out = *next_;
    next_.reset();
    changed_.notify_all();
    return out;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Expected<Reading>> next_;
};

struct Bench {
  Faucet l1;
  std::atomic<uint64_t> now_ms{1'000};
  std::mutex mutex;
  std::vector<bool> news;

  Sources sources() {
    return {[this](std::stop_token stop) { return l1.read(std::move(stop)); },
            [this] { return now_ms.load(); },
            [this](bool works, std::string_view) {
              std::lock_guard lock(mutex);
              news.push_back(works);
            }};
  }
};

Reading reading(uint64_t base_fee, uint64_t block) {
  return {{.base_fee_next = base_fee, .base_fee_median = base_fee}, block};
}

/// Waits until a sample satisfies done, ten seconds at most.
template <class Done>
Expected<sdk::Fees> eventually(const Sampler& sampler, Done done) {
  for (int tries = 0; tries < 1'000; ++tries) {
    auto fees = sampler.sample();
    if (done(fees)) return fees;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return sampler.sample();
}

constexpr auto kThere = [](const Expected<sdk::Fees>& fees) { return static_cast<bool>(fees); };
constexpr Config kFast{.poll_ms = 1};

TEST(l1_gas_sampler, has_nothing_before_the_first_reading) {
  Bench bench;
  const Sampler sampler(kFast, bench.sources());
  auto fees = sampler.sample();
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().status, Status::unavailable);
}

TEST(l1_gas_sampler, gives_the_newest_reading_and_its_age) {
  Bench bench;
  const Sampler sampler(kFast, bench.sources());
  bench.l1.give(reading(7, 3));
  EXPECT_EQ(eventually(sampler, kThere)->l1_base_fee, U256(7));
  bench.now_ms = 5'000;
  EXPECT_GE(sampler.sample()->age_ms, 4'000u);
  bench.l1.give(reading(9, 4));
  auto fees = eventually(sampler, [](const auto& f) { return f && f->l1_base_fee == U256(9); });
  EXPECT_EQ(fees->l1_base_fee, U256(9));
  EXPECT_EQ(fees->source, "l1 block 4");
}

TEST(l1_gas_sampler, keeps_the_last_reading_when_l1_fails) {
  Bench bench;
  const Sampler sampler(kFast, bench.sources());
  bench.l1.give(reading(7, 3));
  for (int i = 0; i < 3; ++i) bench.l1.give(Failure(Status::unavailable, "L1 is down"));
  bench.now_ms = 9'000;
  auto fees = sampler.sample();
  ASSERT_TRUE(fees);
  EXPECT_EQ(fees->l1_base_fee, U256(7));
  EXPECT_EQ(fees->age_ms, 8'000u);
  bench.l1.give(reading(8, 4));
  bench.l1.give(reading(8, 5));
  std::lock_guard lock(bench.mutex);
  EXPECT_THAT(bench.news, ElementsAre(false, true)) << "each change once";
}

TEST(l1_gas_sampler, says_why_there_is_nothing) {
  Bench bench;
  const Sampler sampler(kFast, bench.sources());
  bench.l1.give(Failure(Status::unavailable, "L1 is down"));
  auto fees =
      eventually(sampler, [](const auto& f) { return !f && f.error().text.ends_with("down"); });
  EXPECT_THAT(fees.error().text, HasSubstr("L1 is down"));
}

TEST(l1_gas_sampler, refuses_absurd_readings) {
  Bench bench;
  const Sampler sampler(kFast, bench.sources());
  bench.l1.give({Reading{{.base_fee_median = U256(0, 0, 0, 1)}, 1}});
  EXPECT_FALSE(
      eventually(sampler, [](const auto& f) { return !f && f.error().text.ends_with("ones"); }));
}

TEST(l1_gas_sampler, ends_while_it_reads_and_while_it_waits) {
  Bench reading_bench, waiting_bench;
  {
    const Sampler sampler(kFast, reading_bench.sources());
  }
  const Sampler sampler({.poll_ms = 600'000}, waiting_bench.sources());
  waiting_bench.l1.give(reading(7, 3));
  EXPECT_TRUE(eventually(sampler, kThere));
}

}  // namespace
}  // namespace dovetail::plugins::l1_gas
