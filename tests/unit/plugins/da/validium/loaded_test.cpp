// The plugin as a node loads it: the library, through the ABI.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"

namespace dovetail::plugins::validium {
namespace {

const std::string kPlugin = DOVETAIL_VALIDIUM_PLUGIN;

TEST(da_validium_loaded, keeps_bytes_over_generations) {
  std::string directory = testing::TempDir() + "dovetail_validium_XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  const std::string config = R"({"directory":")" + directory + "\"}";
  const sdk::MockHost host;
  const Bytes bytes = {1, 2, 3};
  Bytes receipt;
  for (int generation = 1; generation <= 2; ++generation) {
    auto plugin = sdk::MockPlugin::load(host, kPlugin, config);
    ASSERT_TRUE(plugin) << plugin.error().text;
    EXPECT_TRUE((*plugin)->self_test());
    const auto da = (*plugin)->calls<sdk::DaCalls>();
    EXPECT_EQ(da.info()->scheme, 1u);
    EXPECT_EQ(da.info()->l1_validator, "ValidiumDAValidator");
    if (generation == 1)
      receipt = da.publish({.batch_number = 7, .streams = {{0, bytes}}})->receipt;
    EXPECT_EQ(*da.retrieve(receipt, 0), bytes);
    EXPECT_EQ(*da.status(receipt), sdk::DaState::available);
  }
  std::filesystem::remove_all(directory);
}

TEST(da_validium_loaded, refuses_to_be_created_without_a_directory) {
  const sdk::MockHost host;
  auto plugin = sdk::MockPlugin::load(host, kPlugin);
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().status, Status::invalid_argument);
}

}  // namespace
}  // namespace dovetail::plugins::validium
