// The plugin as a node loads it: the library, through the ABI.

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "sdk/cpp/calls.hpp"
#include "sdk/cpp/mock_host.hpp"
#include "tests/unit/plugins/l1/ethereum/anvil.hpp"
#include "tests/unit/plugins/l1/ethereum/fault_server.hpp"

namespace dovetail::plugins::ethereum {
namespace {

using test::FaultServer;
using test::Reaction;
using test::SeenRequest;
using testing::HasSubstr;
using testing::Not;

const std::string kPlugin = DOVETAIL_ETHEREUM_PLUGIN;

std::string config_of(const std::string& url) {
  return R"({"urls":[")" + url + "\"]}";
}

Expected<std::unique_ptr<sdk::MockPlugin>> load(const sdk::MockHost& host, const std::string& url) {
  return sdk::MockPlugin::load(host, kPlugin, config_of(url));
}

TEST(l1_ethereum_loaded, passes_its_self_test_without_network) {
  const sdk::MockHost host;
  auto plugin = load(host, "http://127.0.0.1:1");
  ASSERT_TRUE(plugin) << plugin.error().text;
  EXPECT_TRUE((*plugin)->self_test());
}

TEST(l1_ethereum_loaded, refuses_a_bad_configuration_without_showing_it) {
  const sdk::MockHost host;
  auto plugin = load(host, "ftp://topsecret");
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().status, Status::invalid_argument);
  EXPECT_THAT(plugin.error().text, HasSubstr("config.urls[0]"));
  EXPECT_THAT(plugin.error().text, Not(HasSubstr("topsecret")));
}

TEST(l1_ethereum_loaded, failure_reaches_error_and_log_redacted) {
  FaultServer server([](const SeenRequest&) { return Reaction{test::http(503, "")}; });
  const sdk::MockHost host;
  auto plugin = load(host, server.url("127.0.0.1", "/v3/0123456789abcdef"));
  auto head = (*plugin)->calls<sdk::L1Calls>().head(sdk::L1Tag::latest);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().status, Status::unavailable);
  EXPECT_THAT(head.error().text, HasSubstr("found 503"));
  EXPECT_THAT(head.error().text, Not(HasSubstr("0123456789abcdef")));
  ASSERT_EQ(host.log_lines().size(), 1u);
  EXPECT_EQ(host.log_lines()[0].level, sdk::LogLevel::warning);
  EXPECT_THAT(host.log_lines()[0].text, Not(HasSubstr("0123456789abcdef")));
}

TEST(l1_ethereum_loaded, cancellation_crosses_the_abi) {
  FaultServer server([](const SeenRequest&) { return Reaction{"", 60'000}; });
  const sdk::MockHost host;
  auto plugin = load(host, server.url());
  std::stop_source source;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    source.request_stop();
  });
  const sdk::StopCancel cancel(source.get_token());
  auto head = (*plugin)->calls<sdk::L1Calls>().head(sdk::L1Tag::latest, cancel);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().status, Status::cancelled);
}

TEST(l1_ethereum_loaded, library_unloads_after_use) {
  FaultServer server([](const SeenRequest&) { return Reaction{test::http(200, "{}")}; });
  const sdk::MockHost host;
  auto plugin = load(host, server.url("localhost"));
  auto identity = (*plugin)->calls<sdk::L1Calls>().identity();
  EXPECT_EQ(identity.error().status, Status::corrupt);
  *plugin = nullptr;
  EXPECT_EQ(dlopen(kPlugin.c_str(), RTLD_NOLOAD | RTLD_LAZY), nullptr);
}

TEST(l1_ethereum_loaded, serves_a_real_chain) {
  const auto program = test::find_anvil();
  if (!program) GTEST_SKIP() << "anvil is not installed: set DOVETAIL_ANVIL or build contracts";
  const test::Anvil anvil(*program);
  const sdk::MockHost host;
  auto plugin = load(host, anvil.url());
  const auto l1 = (*plugin)->calls<sdk::L1Calls>();
  EXPECT_EQ(l1.identity()->chain_id, 31337u);
  EXPECT_EQ(l1.head(sdk::L1Tag::latest)->hash, l1.identity()->genesis_hash);
  EXPECT_TRUE(l1.logs({0, 0, {}, {}})->empty());
  EXPECT_GT(l1.fees(1)->base_fee_median, U256(0));
  const Bytes reverter = {0x5f, 0x5f, 0xfd};  // PUSH0 PUSH0 REVERT, as init code
  EXPECT_TRUE(l1.call({.data = reverter})->reverted);
  EXPECT_TRUE(l1.estimate_gas({.data = reverter})->reverted);
  EXPECT_EQ(l1.block(1).error().status, Status::not_found);
}

}  // namespace
}  // namespace dovetail::plugins::ethereum
