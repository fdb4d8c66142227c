// Installing, leasing, locking and what status shows.

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

LockEntry entry_of(const std::string& plugin) {
  return *lock_entry(plugin_path(plugin));
}

TEST(registry, leases_what_was_installed) {
  World world;
  const auto registry = world.registry();
  const auto installed = registry->install(choice_of("sound_1"));
  ASSERT_TRUE(installed) << installed.error().text;
  auto lease = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle, "fee_oracle");
  ASSERT_TRUE(lease) << lease.error().text;
  EXPECT_EQ(lease->info().id, "fee_oracle/sound");
  EXPECT_EQ(lease->info().version, "1.0.0");
  EXPECT_EQ(lease->info().sha256, sha256(plugin_bytes("sound_1")));
  EXPECT_EQ(sample(*lease)->source, "1.0.0");
  EXPECT_FALSE(lease->must_move());
  EXPECT_EQ(registry->generations()[0].jobs_count, 1u);
}

TEST(registry, says_that_a_slot_is_missing) {
  World world;
  const auto registry = world.registry();
  auto none = registry->acquire<dovetail_prover_v1>(Kind::prover, "gpu");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().status, Status::not_found);
  EXPECT_THAT(none.error().text, HasSubstr("expected a plugin for prover 'gpu', found none"));
  auto swapped = registry->swap(choice_of("sound_1"));
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().status, Status::not_found);
}

TEST(registry, holds_several_slots_of_a_kind_by_name) {
  World world;
  const auto registry = world.registry();
  auto first = choice_of("sound_1"), second = choice_of("sound_2");
  first.name = "a";
  second.name = "b";
  ASSERT_TRUE(registry->install(first));
  ASSERT_TRUE(registry->install(second));
  EXPECT_THAT(registry->slots(Kind::fee_oracle), testing::ElementsAre("a", "b"));
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>("")->info().version, "1.0.0");
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>("b")->info().version, "2.0.0");
  const auto again = registry->install(second);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().status, Status::conflict);
}

TEST(registry, loads_only_what_the_lock_lists) {
  World world;
  world.options.lock_policy = LockPolicy::locked;
  const auto registry = world.registry();
  const auto no_lock = registry->install(choice_of("sound_1"));
  ASSERT_FALSE(no_lock);
  EXPECT_THAT(no_lock.error().text, HasSubstr("refused (lock): expected a lock file"));

  ASSERT_TRUE(write_lock(world.options.lock_file, {{entry_of("sound_1")}}));
  const auto locked = registry->install(choice_of("sound_1"));
  ASSERT_TRUE(locked) << locked.error().text;
  const auto other = registry->swap(choice_of("sound_2"));
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().text, HasSubstr("is not the locked file: expected 1.0.0"));
  EXPECT_EQ(source_of(*registry), "1.0.0");

  ASSERT_TRUE(write_lock(world.options.lock_file, {{entry_of("sound_1"), entry_of("sound_2")}}));
  const auto both = registry->swap(choice_of("sound_2"));
  EXPECT_TRUE(both) << both.error().text;
}

TEST(registry, warns_of_a_missing_lock_when_unlocked) {
  World world;
  const auto registry = world.registry();
  ASSERT_TRUE(registry->install(choice_of("sound_1")));
  auto report = registry->swap(choice_of("sound_2"));
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_THAT(report->warnings, testing::Contains(HasSubstr("without a lock")));
}

TEST(registry, replaces_a_copy_that_was_tampered_with) {
  World world;
  const auto registry = world.registry();
  const std::string name = to_hex(sha256(plugin_bytes("sound_1")).view()).substr(2) + ".so";
  world.dir.write("plugins/" + name, plugin_bytes("sound_2"));
  ASSERT_TRUE(registry->install(choice_of("sound_1")));
  EXPECT_EQ(source_of(*registry), "1.0.0");
}

TEST(registry, gives_the_validated_configuration_to_the_plugin) {
  World world;
  world.options.hooks.validate = [&](const Manifest& manifest,
                                     const PluginChoice& choice) -> Expected<boost::json::object> {
    EXPECT_EQ(manifest.id, "fee_oracle/owner");
    auto filled = choice.config;
    filled["file"] = (world.dir.path() / "held").string();
    return filled;
  };
  const auto registry = world.registry();
  const auto installed = registry->install(choice_of("owner"));
  ASSERT_TRUE(installed) << installed.error().text;
  EXPECT_TRUE(fs::exists(world.dir.path() / "held"));
}

TEST(registry, shows_slots_and_generations) {
  World world;
  const auto registry = world.registry();
  ASSERT_TRUE(registry->install(choice_of("sound_1")));
  const auto slots = registry->slot_status();
  ASSERT_EQ(slots.size(), 1u);
  EXPECT_EQ(slots[0].name, "fee_oracle");
  EXPECT_EQ(slots[0].source, plugin_path("sound_1").string());
  const auto generations = registry->generations();
  ASSERT_EQ(generations.size(), 1u);
  EXPECT_EQ(generations[0].state, GenerationState::serving);
  EXPECT_EQ(generations[0].info.number, 1u);
  EXPECT_EQ(world.metric("dovetail_plugins_generations", {{"state", "serving"}}), 1);
}

TEST(registry, moved_lease_counts_once) {
  World world;
  const auto registry = world.registry();
  ASSERT_TRUE(registry->install(choice_of("sound_1")));
  {
    Lease<dovetail_fee_oracle_v1> outer;
    {
      auto lease = registry->acquire<dovetail_fee_oracle_v1>();
      outer = std::move(*lease);
    }
    EXPECT_EQ(registry->generations()[0].jobs_count, 1u);
    outer.reset();
    EXPECT_EQ(registry->generations()[0].jobs_count, 0u);
    EXPECT_FALSE(outer);
  }
  EXPECT_EQ(registry->generations()[0].jobs_count, 0u);
}

}  // namespace
}  // namespace dovetail::plugin::test
