// The plugin as a node loads it: the library, through the ABI.

#include <gtest/gtest.h>

#include "plugins/da/rollup/rollup.hpp"
#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"

namespace dovetail::plugins::rollup {
namespace {

const std::string kPlugin = DOVETAIL_ROLLUP_PLUGIN;

TEST(da_rollup_loaded, publishes_through_the_abi) {
  const sdk::MockHost host;
  auto plugin = sdk::MockPlugin::load(host, kPlugin, R"({"size_max":10})");
  ASSERT_TRUE(plugin) << plugin.error().text;
  EXPECT_TRUE((*plugin)->self_test());
  const auto da = (*plugin)->calls<sdk::DaCalls>();
  EXPECT_EQ(da.info()->scheme, 3u);
  EXPECT_EQ(da.info()->size_max, 10u);
  EXPECT_EQ(da.info()->l1_validator, "RollupDAValidator");
  const Bytes bytes = {1, 2, 3};
  auto receipt = da.publish({.batch_number = 7, .streams = {{0, bytes}}});
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_EQ(receipt->commitment, commitment_of(bytes));
  EXPECT_EQ(receipt->l1_input, bytes);
  EXPECT_EQ(da.retrieve(receipt->receipt, 0).error().status, Status::unsupported);
  EXPECT_EQ(*da.status(receipt->receipt), sdk::DaState::available);
  EXPECT_EQ(da.status({}).error().status, Status::corrupt);
}

TEST(da_rollup_loaded, refuses_blobs_at_creation) {
  const sdk::MockHost host;
  auto plugin = sdk::MockPlugin::load(host, kPlugin, R"({"transport":"blob"})");
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().status, Status::invalid_argument);
}

}  // namespace
}  // namespace dovetail::plugins::rollup
