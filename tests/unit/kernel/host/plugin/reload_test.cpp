// Reloading a whole configuration: the plan, and all of it or nothing.

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Reload : testing::Test {
  World world;
  std::unique_ptr<Registry> registry = world.registry();

  static PluginChoice named(const std::string& name, const std::string& plugin,
                            boost::json::object config = {}) {
    auto out = choice_of(plugin, std::move(config));
    out.name = name;
    return out;
  }
  void SetUp() override {
    ASSERT_TRUE(registry->install(named("a", "sound_1")));
    ASSERT_TRUE(registry->install(named("b", "sound_1")));
  }
  std::vector<std::string> plan(const std::vector<PluginChoice>& choices) {
    auto steps = registry->plan(choices);
    if (!steps) return {steps.error().text};
    std::vector<std::string> out;
    for (const auto& step : *steps) out.push_back(step.text());
    return out;
  }
  std::string version(const std::string& name) {
    auto lease = registry->acquire<dovetail_fee_oracle_v1>(name);
    return lease ? sample(*lease)->source : "none";
  }
};

TEST_F(Reload, plans_what_differs) {
  const std::string one = "file:" + plugin_path("sound_1").string(),
                    two = "file:" + plugin_path("sound_2").string();
  EXPECT_THAT(plan({named("a", "sound_1"), named("b", "sound_2"), named("c", "sound_1")}),
              testing::ElementsAre("keep fee_oracle/a: " + one,
                                   "replace fee_oracle/b: " + two + " (use, file changed)",
                                   "add fee_oracle/c: " + one));
  EXPECT_THAT(plan({named("a", "sound_1", {{"x", 1}})}),
              testing::ElementsAre("replace fee_oracle/a: " + one + " (config changed)",
                                   "remove fee_oracle/b"));
  EXPECT_EQ(registry->generations().size(), 2u);
}

TEST_F(Reload, plans_a_change_of_the_file_behind_the_same_name) {
  const auto file = world.dir.write("now.so", plugin_bytes("sound_1"));
  const PluginChoice choice{Kind::fee_oracle, "file:" + file.string(), "c", {}};
  ASSERT_TRUE(registry->install(choice));
  world.dir.write("now.so", plugin_bytes("sound_2"));
  EXPECT_THAT(plan({named("a", "sound_1"), named("b", "sound_1"), choice}).back(),
              HasSubstr("(file changed)"));
  ASSERT_TRUE(registry->reload({choice}));
  EXPECT_EQ(version("c"), "2.0.0");
}

TEST_F(Reload, refuses_two_plugins_of_one_name_and_unknown_ones) {
  EXPECT_THAT(plan({named("a", "sound_1"), named("a", "sound_2")}),
              testing::ElementsAre(HasSubstr("found 'a' twice")));
  EXPECT_THAT(plan({{Kind::fee_oracle, "fee_oracle/absent", "a", {}}}),
              testing::ElementsAre(HasSubstr("no plugin 'fee_oracle/absent'")));
  EXPECT_FALSE(registry->reload({named("a", "sound_1"), named("a", "sound_2")}));
  EXPECT_EQ(version("b"), "1.0.0");
}

TEST_F(Reload, changes_adds_and_removes) {
  auto report = registry->reload({named("a", "sound_2"), named("c", "sound_1")});
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(report->done.size(), 2u);
  EXPECT_EQ(version("a"), "2.0.0");
  EXPECT_EQ(version("b"), "none");
  EXPECT_EQ(version("c"), "1.0.0");
}

TEST_F(Reload, keeps_what_does_not_change) {
  ASSERT_TRUE(registry->reload({named("a", "sound_1"), named("b", "sound_2")}));
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>("a")->info().number, 1u);
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>("b")->info().number, 3u);
}

TEST_F(Reload, undoes_all_when_one_step_fails) {
  auto report = registry->reload(
      {named("a", "sound_2"), named("c", "sound_1"), named("b", "fail_self_test")});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text,
              HasSubstr("reload undone, because this step failed: replace fee_oracle/b"));
  EXPECT_THAT(report.error().text, HasSubstr("expected 4, found 5"));
  EXPECT_EQ(version("a"), "1.0.0");
  EXPECT_EQ(version("b"), "1.0.0");
  EXPECT_EQ(version("c"), "none");
  EXPECT_EQ(registry->acquire<dovetail_fee_oracle_v1>("a")->info().number, 1u);
}

TEST_F(Reload, starts_an_exclusive_plugin_again_when_a_later_step_fails) {
  const boost::json::object held = {{"file", (world.dir.path() / "held").string()}};
  boost::json::object changed = held;
  changed["other"] = 1;
  ASSERT_TRUE(registry->reload({named("a", "owner", held)}));
  auto report = registry->reload({named("a", "owner", changed), named("b", "fail_self_test")});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text, testing::Not(HasSubstr("could not be brought back")));
  EXPECT_EQ(version("a"), "1.0.0");
  EXPECT_THAT(plan({named("a", "owner", held)}),
              testing::ElementsAre(HasSubstr("keep fee_oracle/a")));
}

}  // namespace
}  // namespace dovetail::plugin::test
