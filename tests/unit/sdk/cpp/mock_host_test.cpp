// The mock host, with plugins of this tree as a node would load them.

#include "sdk/cpp/mock_host.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/cpp/calls.hpp"

namespace dovetail::sdk {
namespace {

using testing::HasSubstr;

const std::string kFixed = DOVETAIL_FIXED_PLUGIN;
const std::string kNone = DOVETAIL_NONE_PLUGIN;

bool is_mapped(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOLOAD | RTLD_LAZY);
  if (library != nullptr) dlclose(library);
  return library != nullptr;
}

TEST(mock_host, loads_and_samples_a_fee_oracle) {
  const MockHost host;
  auto plugin = MockPlugin::load(host, kFixed, R"({"native_price": "5"})");
  ASSERT_TRUE(plugin) << plugin.error().text;
  EXPECT_TRUE((*plugin)->self_test());
  EXPECT_EQ((*plugin)->calls<FeeOracleCalls>().sample()->native_price, U256(5));
  EXPECT_EQ((*plugin)->calls<DaCalls>().info().error().status, Status::unsupported);
}

TEST(mock_host, loads_and_round_trips_a_compressor) {
  const MockHost host;
  auto plugin = MockPlugin::load(host, kNone);
  ASSERT_TRUE(plugin) << plugin.error().text;
  EXPECT_TRUE((*plugin)->self_test());
  const auto codec = (*plugin)->calls<CompressorCalls>();
  EXPECT_EQ(codec.codec_id(), 0u);
  EXPECT_EQ(*codec.encode(Bytes{1, 2}, 2), (Bytes{1, 2}));
  EXPECT_EQ(codec.encode(Bytes{1, 2}, 1).error().status, Status::resource_exhausted);
}

TEST(mock_host, two_instances_of_one_library_are_independent) {
  const MockHost host;
  auto first = MockPlugin::load(host, kFixed, R"({"native_price": 1})");
  auto second = MockPlugin::load(host, kFixed, R"({"native_price": 2})");
  EXPECT_EQ((*first)->calls<FeeOracleCalls>().sample()->native_price, U256(1));
  EXPECT_EQ((*second)->calls<FeeOracleCalls>().sample()->native_price, U256(2));
}

TEST(mock_host, unloads_the_library_with_the_plugin) {
  const MockHost host;
  auto plugin = MockPlugin::load(host, kNone);
  ASSERT_TRUE(plugin);
  EXPECT_TRUE((*plugin)->self_test());
  EXPECT_TRUE(is_mapped(kNone));
  *plugin = nullptr;
  EXPECT_FALSE(is_mapped(kNone));
}

TEST(mock_host, passes_on_why_create_refused) {
  const MockHost host;
  auto plugin = MockPlugin::load(host, kFixed, R"({"native_price": -5})");
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().status, Status::invalid_argument);
  EXPECT_THAT(plugin.error().text, HasSubstr("config.native_price"));
}

TEST(mock_host, refuses_a_file_that_is_no_library_and_a_library_that_is_no_plugin) {
  const MockHost host;
  EXPECT_FALSE(MockPlugin::load(host, "/nonexistent.so"));
  auto plugin = MockPlugin::load(host, "libm.so.6");
  ASSERT_FALSE(plugin);
  EXPECT_THAT(plugin.error().text, HasSubstr("dovetail_plugin"));
}

TEST(host, services_reach_the_mock) {
  MockHost mock;
  const Host host(mock.raw());
  host.warning("careful");
  host.counter_add("things_total", 2);
  host.counter_add("things_total");
  host.gauge_set("level", 7);
  ASSERT_EQ(mock.log_lines().size(), 1u);
  EXPECT_EQ(mock.log_lines()[0].level, LogLevel::warning);
  EXPECT_EQ(mock.log_lines()[0].text, "careful");
  EXPECT_EQ(mock.metric("things_total"), 3);
  EXPECT_EQ(mock.metric("level"), 7);
  const uint64_t before = host.monotonic_ms();
  mock.advance_ms(5);
  EXPECT_EQ(host.monotonic_ms(), before + 5);
}

TEST(host, store_keeps_replaces_and_removes) {
  MockHost mock;
  const Store store = Host(mock.raw()).store();
  EXPECT_EQ(store.get("a").error().status, Status::not_found);
  EXPECT_TRUE(store.put("a", Bytes{1}));
  EXPECT_TRUE(store.put("a", Bytes{2}));
  EXPECT_EQ(*store.get("a"), Bytes{2});
  EXPECT_EQ(mock.store_content().size(), 1u);
  EXPECT_TRUE(store.remove("a"));
  EXPECT_TRUE(store.remove("a"));
  EXPECT_FALSE(store.get("a"));
}

TEST(host, l1_is_there_when_offered) {
  MockHost mock;
  const Host host(mock.raw());
  EXPECT_FALSE(host.l1().offered());
  EXPECT_EQ(host.l1().head(L1Tag::latest).error().status, Status::unsupported);
  mock.offer_l1({.number = 17}, {.priority_fee = 3});
  EXPECT_EQ(host.l1().head(L1Tag::safe)->number, 17u);
  EXPECT_EQ(host.l1().fees(20)->priority_fee, U256(3));
}

TEST(host, does_without_services_that_are_absent) {
  const Host host;
  host.error("nobody listens");
  host.counter_add("x_total");
  EXPECT_GT(host.unix_ms(), 0u);
  EXPECT_FALSE(host.store().offered());
  EXPECT_EQ(host.store().put("a", {}).error().status, Status::unsupported);
}

TEST(host, ignores_a_service_that_is_too_short) {
  static dovetail_log_v1 log{};
  log.struct_size = offsetof(dovetail_log_v1, write);
  log.write = [](void*, int32_t, dovetail_view) { FAIL() << "called a slot beyond struct_size"; };
  const dovetail_host raw{sizeof raw, 1, nullptr,
                          [](void*, dovetail_view) -> const void* { return &log; }};
  Host(&raw).info("x");
}

}  // namespace
}  // namespace dovetail::sdk
