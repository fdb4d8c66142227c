// No exception leaves an entry; failures arrive with status and text; thread tags are checked in
// debug builds.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <thread>

#include "tests/unit/sdk/cpp/fixtures.hpp"

namespace dovetail::sdk {
namespace {

using testing::HasSubstr;

struct Scripted : FeeOracle {
  static inline std::function<Expected<std::unique_ptr<Scripted>>()> make;
  static Expected<std::unique_ptr<Scripted>> create(Host, CreateArgs) { return make(); }

  std::function<Expected<Fees>()> on_sample = [] { return Fees{}; };
  std::function<Expected<void>()> on_self_test = [] { return Expected<void>(); };
  Expected<Fees> sample(Cancel) override { return on_sample(); }
  Expected<void> self_test() override { return on_self_test(); }
};

template <class T>
Failure failure_when_sampling(T thrown) {
  auto* plugin = new Scripted;
  plugin->on_sample = [&]() -> Expected<Fees> { throw thrown; };
  const Handle handle(plugin);
  auto fees = handle.calls<FeeOracleCalls>().sample();
  return fees ? Failure(Status::ok, "no failure") : fees.error();
}

TEST(barrier, turns_an_exception_into_internal_with_its_text) {
  const Failure failure = failure_when_sampling(std::runtime_error("disk on fire"));
  EXPECT_EQ(failure.status, Status::internal);
  EXPECT_THAT(failure.text, HasSubstr("disk on fire"));
  EXPECT_THAT(failure.text, HasSubstr("sample"));
}

TEST(barrier, turns_any_thrown_object_into_internal) {
  EXPECT_EQ(failure_when_sampling(17).status, Status::internal);
}

TEST(barrier, passes_a_failure_with_status_and_text) {
  auto* plugin = new Scripted;
  plugin->on_sample = []() -> Expected<Fees> {
    return Failure(Status::unavailable, "no sample yet");
  };
  const Handle handle(plugin);
  auto fees = handle.calls<FeeOracleCalls>().sample();
  ASSERT_FALSE(fees);
  EXPECT_EQ(fees.error().status, Status::unavailable);
  EXPECT_EQ(fees.error().text, "no sample yet");
}

TEST(barrier, never_reports_a_failure_as_ok) {
  EXPECT_EQ(fail(nullptr, Failure(Status::ok, "")), DOVETAIL_INTERNAL);
  EXPECT_EQ(fail(nullptr, Failure(static_cast<Status>(99), "")), DOVETAIL_INTERNAL);
}

TEST(barrier, catches_what_create_and_self_test_throw) {
  constexpr dovetail_plugin_entry entry = entry_of<Scripted>();
  auto args = sized<dovetail_create_args>();
  const auto host = sized<dovetail_host>();
  auto error = sized<dovetail_error>();
  dovetail_instance* out = nullptr;
  Scripted::make = []() -> Expected<std::unique_ptr<Scripted>> { throw std::runtime_error("no"); };
  EXPECT_EQ(entry.create(&host, &args, &out, &error), DOVETAIL_INTERNAL);
  EXPECT_EQ(out, nullptr);

  Scripted::make = [] {
    auto plugin = std::make_unique<Scripted>();
    plugin->on_self_test = []() -> Expected<void> { throw std::runtime_error("no"); };
    return plugin;
  };
  ASSERT_EQ(entry.create(&host, &args, &out, &error), DOVETAIL_OK);
  EXPECT_EQ(entry.self_test(out, &error), DOVETAIL_INTERNAL);
  entry.destroy(out);
}

TEST(barrier, create_refuses_arguments_shorter_than_version_1) {
  constexpr dovetail_plugin_entry entry = entry_of<Scripted>();
  auto args = sized<dovetail_create_args>();
  args.struct_size -= 8;
  const auto host = sized<dovetail_host>();
  dovetail_instance* out = nullptr;
  EXPECT_EQ(entry.create(&host, &args, &out, nullptr), DOVETAIL_INVALID_ARGUMENT);
}

TEST(barrier, writes_only_what_the_error_object_has_room_for) {
  dovetail_error error{};
  error.struct_size = offsetof(dovetail_error, text) + 5;
  error.text[5] = 'x';
  fail(&error, Failure(Status::timeout, "123456789"));
  EXPECT_STREQ(error.text, "1234");
  EXPECT_EQ(error.text[5], 'x');
  EXPECT_EQ(error.status, DOVETAIL_TIMEOUT);
}

TEST(barrier, cuts_text_between_characters) {
  dovetail_error error{};
  error.struct_size = offsetof(dovetail_error, text) + 4;
  fail(&error, Failure(Status::timeout, "ab\xc3\xa9"));
  EXPECT_STREQ(error.text, "ab");
}

TEST(barrier, refuses_a_control_call_during_another) {
  if (!ThreadCheck::kOn) GTEST_SKIP() << "thread checks are off in this build";
  auto* plugin = new Scripted;
  const Handle handle(plugin);
  dovetail_status inner = DOVETAIL_OK;
  plugin->on_self_test = [&] {
    std::thread([&] { inner = entry_self_test(handle.raw(), nullptr); }).join();
    return Expected<void>();
  };
  EXPECT_EQ(entry_self_test(handle.raw(), nullptr), DOVETAIL_OK);
  EXPECT_EQ(inner, DOVETAIL_INVALID_ARGUMENT);
}

TEST(barrier, reports_a_call_under_way_at_destroy) {
  ThreadCheck check;
  ASSERT_TRUE(check.enter_worker("sample"));
  EXPECT_FALSE(check.enter_destroy());
  check.leave_worker();
  EXPECT_TRUE(check.enter_destroy());
  EXPECT_FALSE(check.enter_worker("sample"));
}

}  // namespace
}  // namespace dovetail::sdk
