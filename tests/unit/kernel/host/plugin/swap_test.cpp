// Swapping while running: nothing is lost, the old generation drains, and what may not serve is not
// published.

#include <atomic>
#include <iostream>
#include <thread>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Swap : testing::Test {
  World world;
  std::unique_ptr<Registry> registry = world.registry();

  void SetUp() override {
    const auto installed = registry->install(choice_of("sound_1"));
    ASSERT_TRUE(installed) << installed.error().text;
  }
  GenerationState state_of(uint64_t number) const {
    for (const auto& generation : registry->generations())
      if (generation.info.number == number) return generation.state;
    return GenerationState::failed;
  }
};

TEST_F(Swap, publishes_the_new_and_retires_the_old) {
  auto report = registry->swap(choice_of("sound_2"));
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(source_of(*registry), "2.0.0");
  EXPECT_EQ(report->published.number, 2u);
  EXPECT_EQ(report->replaced->number, 1u);
  EXPECT_EQ(report->jobs_left, 0u);
  EXPECT_EQ(state_of(1), GenerationState::retired);
  EXPECT_THAT(report->text(), HasSubstr("fee_oracle/sound 2.0.0 as generation 2 serves"));
  EXPECT_EQ(world.metric("dovetail_plugins_swaps_total", {{"kind", "fee_oracle"}}), 1);
}

TEST_F(Swap, lets_a_job_end_on_its_generation_and_reports_it) {
  auto job = registry->acquire<dovetail_fee_oracle_v1>();
  ASSERT_TRUE(job);
  auto report =
      registry->swap(choice_of("sound_2"), {.drain_deadline = std::chrono::milliseconds(50)});
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report->jobs_left, 1u);
  EXPECT_THAT(report->text(), HasSubstr("generation 1 drains and holds 1 jobs"));
  EXPECT_EQ(state_of(1), GenerationState::draining);
  EXPECT_EQ(sample(*job)->source, "1.0.0");
  EXPECT_EQ(source_of(*registry), "2.0.0");
  EXPECT_TRUE(job->must_move());
  job->reset();
  while (state_of(1) == GenerationState::draining) std::this_thread::yield();
  EXPECT_EQ(state_of(1), GenerationState::retired);
}

TEST_F(Swap, does_not_ask_jobs_to_move_before_the_deadline) {
  auto job = registry->acquire<dovetail_fee_oracle_v1>();
  auto report = registry->swap(choice_of("sound_2"),
                               {.drain_deadline = std::chrono::hours(1), .wait_for_drain = false});
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report->jobs_left, 1u);
  EXPECT_FALSE(job->must_move());
}

TEST_F(Swap, keeps_the_old_when_the_candidate_is_not_compatible) {
  const auto compatible = [](const Candidate* current,
                             const Candidate& candidate) -> Expected<void> {
    EXPECT_EQ(current->info().version, "1.0.0");
    EXPECT_EQ(candidate.info().version, "2.0.0");
    return Failure(Status::conflict, "expected chain 1, found chain 2");
  };
  auto report = registry->swap(choice_of("sound_2"), {.compatible = compatible});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().status, Status::conflict);
  EXPECT_THAT(report.error().text,
              HasSubstr("refused (compatible): expected chain 1, found chain 2"));
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(Swap, keeps_the_old_when_the_canary_fails) {
  std::string sampled;
  const auto canary = [&](const Candidate& candidate) -> Expected<void> {
    sampled = sample(candidate.lease<dovetail_fee_oracle_v1>())->source;
    return Failure(Status::corrupt, "a wrong proof");
  };
  auto report = registry->swap(choice_of("sound_2"), {.canary = canary});
  ASSERT_FALSE(report);
  EXPECT_EQ(sampled, "2.0.0");
  EXPECT_THAT(report.error().text, HasSubstr("refused (canary): a wrong proof"));
  EXPECT_EQ(source_of(*registry), "1.0.0");
  while (state_of(2) != GenerationState::failed) std::this_thread::yield();
}

TEST_F(Swap, asks_the_hooks_of_the_registry_unless_the_call_brings_its_own) {
  int asked_count = 0;
  world.options.hooks.canary = [&](const Candidate&) -> Expected<void> {
    ++asked_count;
    return {};
  };
  auto other = world.registry();
  ASSERT_TRUE(other->install(choice_of("sound_1")));
  ASSERT_TRUE(other->swap(choice_of("sound_2")));
  EXPECT_EQ(asked_count, 2);
  ASSERT_TRUE(other->swap(choice_of("sound_1"),
                          {.canary = [](const Candidate&) { return Expected<void>(); }}));
  EXPECT_EQ(asked_count, 2);
}

TEST_F(Swap, keeps_the_statics_of_two_versions_apart) {
  auto first = registry->acquire<dovetail_fee_oracle_v1>();
  EXPECT_EQ(sample(*first)->count + 1, sample(*first)->count);
  ASSERT_TRUE(registry->swap(choice_of("sound_2"), {.wait_for_drain = false}));
  auto second = registry->acquire<dovetail_fee_oracle_v1>();
  const uint64_t of_first = sample(*first)->count, of_second = sample(*second)->count;
  EXPECT_EQ(sample(*first)->count, of_first + 1);
  EXPECT_EQ(sample(*second)->count, of_second + 1);
}

/// Threads that lease and sample without pause, and count what goes wrong.
class Load {
 public:
  Load(Registry& registry, int threads_count) : registry_(registry) {
    for (int i = 0; i < threads_count; ++i) threads_.emplace_back([this] { run(); });
  }
  void stop() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
  }
  uint64_t samples_count() const { return samples_count_; }
  uint64_t lost_count() const { return lost_count_; }

 private:
  void run() {
    while (!stopping_) {
      auto lease = registry_.acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
      const bool right = lease && [&] {
        auto taken = sample(*lease);
        return taken && taken->source == lease->info().version;
      }();
      ++(right ? samples_count_ : lost_count_);
    }
  }

  Registry& registry_;
  std::atomic<bool> stopping_ = false;
  std::atomic<uint64_t> samples_count_ = 0, lost_count_ = 0;
  std::vector<std::thread> threads_;
};

TEST_F(Swap, loses_nothing_under_load) {
  constexpr int kSwapsCount = 50;
  Load load(*registry, 4);
  std::chrono::nanoseconds longest{0};
  for (int i = 0; i < kSwapsCount; ++i) {
    auto report = registry->swap(choice_of(i % 2 ? "sound_1" : "sound_2"));
    ASSERT_TRUE(report) << report.error().text;
    EXPECT_EQ(report->jobs_left, 0u);
    longest = std::max(longest, report->gap);
  }
  load.stop();
  EXPECT_EQ(load.lost_count(), 0u);
  EXPECT_GT(load.samples_count(), 0u);
  size_t serving_count = 0;
  for (const auto& generation : registry->generations()) {
    serving_count += generation.state == GenerationState::serving ? 1 : 0;
    EXPECT_NE(generation.state, GenerationState::draining);
  }
  EXPECT_EQ(serving_count, 1u);
  std::cout << kSwapsCount << " swaps, " << load.samples_count() << " samples, longest gap "
            << longest.count() << " ns\n";
}

}  // namespace
}  // namespace dovetail::plugin::test
