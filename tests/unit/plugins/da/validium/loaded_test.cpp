// The plugin as a node loads it: the library, through the ABI.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"

namespace dovetail::plugins::validium {
namespace {

const std::string kPlugin = DOVETAIL_VALIDIUM_PLUGIN;

class DaValidiumLoaded : public testing::TestWithParam<bool> {};

TEST_P(DaValidiumLoaded, keeps_bytes_over_generations) {
  std::string directory = testing::TempDir() + "dovetail_validium_XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  const std::string config = GetParam() ? R"({"directory":")" + directory + "\"}" : "{}";
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
  EXPECT_EQ(host.store_content().size(), GetParam() ? 0u : 1u);
  EXPECT_EQ(std::filesystem::is_empty(directory), !GetParam());
  std::filesystem::remove_all(directory);
}

INSTANTIATE_TEST_SUITE_P(stores, DaValidiumLoaded, testing::Bool(),
                         [](const auto& with) { return with.param ? "directory" : "host"; });

TEST(da_validium_loaded, names_bytes_missing_from_the_hosts_store) {
  sdk::MockHost full;
  const sdk::MockHost empty;
  const auto on = [](const sdk::MockHost& host) {
    return std::move(*sdk::MockPlugin::load(host, kPlugin));
  };
  const Bytes receipt =
      on(full)->calls<sdk::DaCalls>().publish({.batch_number = 7, .streams = {{}}})->receipt;
  const auto plugin = on(empty);
  const auto da = plugin->calls<sdk::DaCalls>();
  EXPECT_EQ(da.retrieve(receipt, 0).error().status, Status::not_found);
  EXPECT_EQ(*da.status(receipt), sdk::DaState::lost);
}

}  // namespace
}  // namespace dovetail::plugins::validium
