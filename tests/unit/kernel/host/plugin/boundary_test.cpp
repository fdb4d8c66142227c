// Publishing between two batches.

#include <thread>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct NextBatch : testing::Test {
  World world;
  std::unique_ptr<Registry> registry = world.registry();
  const SwapOptions later = {.boundary = Boundary::next_batch};

  void SetUp() override { ASSERT_TRUE(registry->install(choice_of("sound_1"))); }
};

TEST(boundary, is_the_next_batch_for_what_shapes_a_batch) {
  EXPECT_EQ(boundary_of(Kind::da), Boundary::next_batch);
  EXPECT_EQ(boundary_of(Kind::compressor), Boundary::next_batch);
  EXPECT_EQ(boundary_of(Kind::prover), Boundary::now);
}

TEST_F(NextBatch, publishes_at_the_boundary_and_not_before) {
  auto report = registry->swap(choice_of("sound_2"), later);
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_TRUE(report->at_next_batch);
  EXPECT_THAT(report->text(), HasSubstr("waits for the next batch"));
  EXPECT_EQ(source_of(*registry), "1.0.0");
  EXPECT_TRUE(registry->slot_status()[0].pending);
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "2.0.0");
  EXPECT_FALSE(registry->slot_status()[0].pending);
}

TEST_F(NextBatch, changes_nothing_when_nothing_is_pending) {
  registry->on_batch_boundary();
  EXPECT_EQ(registry->generations().size(), 1u);
}

TEST_F(NextBatch, publishes_the_last_of_several) {
  ASSERT_TRUE(registry->swap(choice_of("sound_2"), later));
  ASSERT_TRUE(registry->swap(choice_of("sound_1"), later));
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "1.0.0");
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle)->info().number, 3u);
}

TEST_F(NextBatch, gives_way_to_a_swap_at_once) {
  ASSERT_TRUE(registry->swap(choice_of("sound_2"), later));
  ASSERT_TRUE(registry->swap(choice_of("sound_1")));
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(NextBatch, that_comes_during_a_swap_leaves_it_to_compare_with_what_serves_then) {
  const fs::path started = world.dir.path() / "rehearsal", over = world.dir.path() / "boundary";
  const std::string script = "touch " + started.string() + "; while [ ! -e " + over.string() +
                             " ]; do sleep 0.01; done; exec " REHEARSE_PROGRAM " \"$0\"";
  world.options.rehearsal.program = {"/bin/sh", "-c", script};
  world.dir.write("boundary", {});
  auto other = world.registry();
  ASSERT_TRUE(other->install(choice_of("sound_1")));
  ASSERT_TRUE(other->swap(choice_of("sound_2"), later));
  fs::remove(started);
  fs::remove(over);
  std::thread sequencer([&] {
    while (!fs::exists(started)) std::this_thread::yield();
    other->on_batch_boundary();
    const auto ended = [](const auto& each) { return each.state == GenerationState::retired; };
    while (!std::ranges::any_of(other->generations(), ended)) std::this_thread::yield();
    world.dir.write("boundary", {});
  });
  const auto compatible = [](const Candidate* current, const Candidate&) -> Expected<void> {
    EXPECT_TRUE(current->running());
    EXPECT_EQ(current->info().version, "2.0.0");
    return {};
  };
  auto report =
      other->swap(choice_of("sound_1"), {.boundary = Boundary::now, .compatible = compatible});
  sequencer.join();
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(source_of(*other), "1.0.0");
}

TEST_F(NextBatch, is_called_off_by_a_reload_that_goes_back) {
  ASSERT_TRUE(registry->swap(choice_of("sound_2"), later));
  auto plan = registry->plan({choice_of("sound_2")});
  ASSERT_TRUE(plan);
  EXPECT_EQ((*plan)[0].action, PlanAction::keep);
  ASSERT_TRUE(registry->reload({choice_of("sound_1")}));
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(NextBatch, starts_an_exclusive_plugin_beside_one_that_failed) {
  const boost::json::object held = {{"file", (world.dir.path() / "held").string()}};
  auto changed = held;
  changed["other"] = 1;
  ASSERT_TRUE(registry->swap(choice_of("owner", held)));
  ASSERT_TRUE(registry->swap(choice_of("owner", changed), later));
  const auto steal = [&](const Candidate*, const Candidate&) -> Expected<void> {
    fs::remove(world.dir.path() / "held");
    fs::create_directory(world.dir.path() / "held");
    return Failure(Status::conflict, "no");
  };
  ASSERT_FALSE(registry->swap(choice_of("owner", held), {.compatible = steal}));
  EXPECT_THAT(source_of(*registry), HasSubstr("did not start again"));
  fs::remove(world.dir.path() / "held");
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST_F(NextBatch, refuses_at_once_what_cannot_serve) {
  EXPECT_FALSE(registry->swap(choice_of("fail_self_test"), later));
  EXPECT_FALSE(registry->slot_status()[0].pending);
}

TEST_F(NextBatch, stops_and_starts_an_exclusive_plugin_at_the_boundary) {
  const auto owner = [&](boost::json::object config) {
    config["file"] = (world.dir.path() / "held").string();
    return choice_of("owner", config);
  };
  ASSERT_TRUE(registry->swap(owner({})));
  auto report = registry->swap(owner({{"other", 1}}), later);
  ASSERT_TRUE(report) << report.error().text;
  const auto number = [&] {
    return registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle)->info().number;
  };
  EXPECT_EQ(number(), 2u);
  registry->on_batch_boundary();
  EXPECT_EQ(number(), 3u);

  ASSERT_TRUE(registry->swap(owner({{"fail", 1}}), later));
  registry->on_batch_boundary();
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

}  // namespace
}  // namespace dovetail::plugin::test
