#include "kernel/admin/rules.hpp"

#include <gtest/gtest.h>

#include "kernel/host/plugin/control.hpp"
#include "kernel/host/plugin/load.hpp"

namespace dovetail::admin {
namespace {

/// A generation without an instance, as an exclusive plugin leaves it when it was stopped.
std::shared_ptr<plugin::Generation> stopped(plugin::Kind kind) {
  plugin::GenerationInfo info;
  info.kind = kind;
  info.id = "acme/owner";
  return std::make_shared<plugin::Generation>(info, nullptr, std::make_shared<plugin::Wake>());
}

TEST(rules, refuse_a_successor_where_the_stopped_plugin_cannot_be_asked) {
  PluginRules rules;
  for (const auto kind : {plugin::Kind::l1, plugin::Kind::da}) {
    const plugin::Candidate current(stopped(kind)), next(stopped(kind));
    const auto fits = rules.hooks().compatible(&current, next);
    ASSERT_FALSE(fits);
    EXPECT_EQ(fits.error().status, Status::conflict);
    EXPECT_NE(fits.error().text.find("acme/owner is exclusive"), std::string::npos);
    EXPECT_NE(fits.error().text.find("restart the node"), std::string::npos);
  }
}

TEST(rules, let_a_stopped_plugin_be_replaced_where_there_is_nothing_to_compare) {
  PluginRules rules;
  const plugin::Candidate current(stopped(plugin::Kind::prover)),
      next(stopped(plugin::Kind::prover));
  EXPECT_TRUE(rules.hooks().compatible(&current, next));
  EXPECT_TRUE(rules.hooks().compatible(nullptr, next));
}

}  // namespace
}  // namespace dovetail::admin
