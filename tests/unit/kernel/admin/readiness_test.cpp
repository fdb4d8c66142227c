#include "kernel/admin/readiness.hpp"

#include <gtest/gtest.h>

namespace dovetail::admin {
namespace {

node::NodeStatus sound() {
  node::NodeStatus out;
  out.l1_chain_id = 31337;
  out.contracts.emplace();
  out.stages = {{"fees", true, "from l1"}, {"settler", true, "idle"}};
  return out;
}

TEST(readiness, every_criterion_met_is_ready) {
  EXPECT_TRUE(is_ready(readiness(sound())));
  EXPECT_TRUE(readiness_text(readiness(sound())).ends_with("\nready\n"));
}

TEST(readiness, unhealthy_stage_is_named_with_its_reason) {
  auto status = sound();
  status.stages[1] = {"settler", false, "no key"};
  const auto criteria = readiness(status);
  EXPECT_FALSE(is_ready(criteria));
  const std::string text = readiness_text(criteria);
  EXPECT_NE(text.find("[+]fees: from l1\n[-]settler: no key\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\nnot ready\n"));
}

TEST(readiness, l1_that_never_answered_is_not_ready) {
  auto status = sound();
  status.l1_chain_id = 0;
  EXPECT_NE(readiness_text(readiness(status)).find("[-]l1: "), std::string::npos);
}

TEST(readiness, chain_without_contracts_is_not_ready) {
  auto status = sound();
  status.contracts.reset();
  EXPECT_NE(readiness_text(readiness(status)).find("[-]contracts: "), std::string::npos);
}

}  // namespace
}  // namespace dovetail::admin
