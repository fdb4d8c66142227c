// Exclusive plugins: stopped before their successor starts, and started again if it fails.

#include <thread>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Exclusive : testing::Test {
  World world;
  std::unique_ptr<Registry> registry = world.registry();

  PluginChoice owner(boost::json::object more = {}) const {
    more["file"] = (world.dir.path() / "held").string();
    return choice_of("owner", std::move(more));
  }
  void SetUp() override {
    const auto installed = registry->install(owner());
    ASSERT_TRUE(installed) << installed.error().text;
  }
  uint64_t serving() const {
    return registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle)->info().number;
  }
};

TEST_F(Exclusive, is_stopped_before_its_successor_starts) {
  auto report = registry->swap(owner({{"other", 1}}));
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report->replaced->number, 1u);
  EXPECT_EQ(serving(), report->published.number);
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(Exclusive, is_started_again_when_its_successor_fails) {
  auto report = registry->swap(owner({{"fail", true}}));
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text, HasSubstr("it was told to fail"));
  EXPECT_THAT(report.error().text, HasSubstr("the old plugin was started again and serves"));
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(Exclusive, serves_on_when_its_jobs_do_not_end_in_time) {
  auto job = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
  auto report =
      registry->swap(owner({{"other", 1}}), {.drain_deadline = std::chrono::milliseconds(30)});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().status, Status::conflict);
  EXPECT_THAT(report.error().text, HasSubstr("still holds 1 jobs; it serves on"));
  EXPECT_EQ(serving(), 1u);
  EXPECT_FALSE(job->must_move());
}

TEST_F(Exclusive, gives_place_side_by_side_to_one_that_owns_nothing) {
  auto job = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
  auto report = registry->swap(choice_of("sound_1"), {.wait_for_drain = false});
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report->jobs_left, 1u);
}

TEST_F(Exclusive, lets_requests_wait_for_the_restart) {
  std::atomic<bool> stopping = false;
  std::atomic<uint64_t> lost_count = 0;
  std::thread requests([&] {
    while (!stopping)
      if (auto lease = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
          !lease || !sample(*lease))
        ++lost_count;
  });
  for (int i = 0; i < 5; ++i) {
    auto report = registry->swap(owner({{"round", i}}));
    EXPECT_TRUE(report) << report.error().text;
  }
  stopping = true;
  requests.join();
  EXPECT_EQ(lost_count, 0u);
}

TEST_F(Exclusive, says_so_when_neither_starts) {
  const auto steal = [&](const Candidate* current, const Candidate&) -> Expected<void> {
    EXPECT_FALSE(current->running());
    fs::remove(world.dir.path() / "held");
    fs::create_directory(world.dir.path() / "held");
    return Failure(Status::conflict, "no");
  };
  auto report = registry->swap(owner({{"other", 1}}), {.compatible = steal});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text, HasSubstr("and the old plugin did not start again"));
  auto lease = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
  ASSERT_FALSE(lease);
  EXPECT_EQ(lease.error().status, Status::unavailable);
  EXPECT_THAT(lease.error().text, HasSubstr("did not start again"));

  fs::remove(world.dir.path() / "held");
  auto repaired = registry->swap(owner());
  ASSERT_TRUE(repaired) << repaired.error().text;
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

}  // namespace
}  // namespace dovetail::plugin::test
