// The plugin as a node loads it: the library, through the ABI.

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"

namespace dovetail::plugins::l1_gas {
namespace {

const std::string kPlugin = DOVETAIL_L1_GAS_PLUGIN;

TEST(l1_gas_loaded, samples_the_hosts_l1_and_unloads) {
  sdk::MockHost host;
  host.offer_l1({.number = 17}, {.base_fee_median = 7});
  auto plugin = sdk::MockPlugin::load(host, kPlugin, R"({"poll_ms":600000})");
  ASSERT_TRUE(plugin) << plugin.error().text;
  EXPECT_TRUE((*plugin)->self_test());
  const auto oracle = (*plugin)->calls<sdk::FeeOracleCalls>();
  auto fees = oracle.sample();
  for (int tries = 0; tries < 500 && !fees; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    fees = oracle.sample();
  }
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->pubdata_price, U256(280));
  EXPECT_EQ(fees->source, "l1 block 17");
  host.advance_ms(5);
  EXPECT_EQ(oracle.sample()->age_ms, 5u);
  *plugin = nullptr;
  EXPECT_EQ(dlopen(kPlugin.c_str(), RTLD_NOLOAD | RTLD_LAZY), nullptr);
}

TEST(l1_gas_loaded, refuses_a_host_without_l1) {
  const sdk::MockHost host;
  auto plugin = sdk::MockPlugin::load(host, kPlugin);
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().status, Status::unsupported);
}

}  // namespace
}  // namespace dovetail::plugins::l1_gas
