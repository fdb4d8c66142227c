// The host's services through the C tables that a plugin sees.

#include "kernel/host/plugin/services.hpp"

#include <spdlog/sinks/ostream_sink.h>

#include <cmath>
#include <sstream>

#include "sdk/cpp/buffer.hpp"
#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Services : testing::Test {
  std::ostringstream lines;
  spdlog::logger logger{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)};
  World world;
  std::unique_ptr<HostServices> services = make("fee_oracle/a");

  std::unique_ptr<HostServices> make(const std::string& id) {
    return std::make_unique<HostServices>(ServiceContext{Kind::fee_oracle, "slot", id}, logger,
                                          world.metrics, world.store,
                                          []() -> Expected<Lease<dovetail_l1_v1>> {
                                            return Failure(Status::not_found, "no L1 here");
                                          });
  }
  template <class T>
  static const T* get(const HostServices& from, std::string_view id) {
    return static_cast<const T*>(from.host()->get_service(from.host()->context, sdk::to_abi(id)));
  }
  template <class T>
  const T* get(std::string_view id) const {
    return get<T>(*services, id);
  }
};

TEST_F(Services, are_found_by_id_and_unknown_ones_are_null) {
  for (const char* id : {DOVETAIL_LOG_ID, DOVETAIL_METRICS_ID, DOVETAIL_CLOCK_ID, DOVETAIL_STORE_ID,
                         DOVETAIL_L1_SERVICE_ID})
    EXPECT_NE(get<void>(id), nullptr) << id;
  EXPECT_EQ(get<void>("dovetail.log/2"), nullptr);
  EXPECT_EQ(get<void>("dovetail.log/10"), nullptr);
  EXPECT_EQ(get<void>(""), nullptr);
}

TEST_F(Services, log_names_the_plugin_and_who_is_to_blame) {
  const auto* log = get<dovetail_log_v1>(DOVETAIL_LOG_ID);
  log->write(log->context, DOVETAIL_LOG_WARNING, sdk::to_abi("cold {}"));
  log->write(log->context, DOVETAIL_LOG_HOST_MISBEHAVES, sdk::to_abi("twice"));
  logger.flush();
  EXPECT_THAT(lines.str(), HasSubstr("fee_oracle/slot: cold {}"));
  EXPECT_THAT(lines.str(), HasSubstr("fee_oracle/slot: host misbehaves: twice"));
}

TEST_F(Services, metrics_carry_kind_and_name) {
  const auto* metrics = get<dovetail_metrics_v1>(DOVETAIL_METRICS_ID);
  metrics->counter_add(metrics->context, sdk::to_abi("calls_total"), 2);
  metrics->counter_add(metrics->context, sdk::to_abi("calls_total"), 3);
  metrics->counter_add(metrics->context, sdk::to_abi("calls_total"), -1);
  metrics->counter_add(metrics->context, sdk::to_abi("calls_total"), std::nan(""));
  metrics->gauge_set(metrics->context, sdk::to_abi("age_seconds"), 7);
  const std::map<std::string, std::string> labels = {{"kind", "fee_oracle"}, {"name", "slot"}};
  EXPECT_EQ(world.metric("dovetail_plugin_calls_total", labels), 5);
  EXPECT_EQ(world.metric("dovetail_plugin_age_seconds", labels), 7);
}

TEST_F(Services, metrics_refuse_malformed_names_and_changing_types) {
  const auto* metrics = get<dovetail_metrics_v1>(DOVETAIL_METRICS_ID);
  metrics->counter_add(metrics->context, sdk::to_abi("no good"), 1);
  metrics->counter_add(metrics->context, sdk::to_abi("thing"), 1);
  metrics->gauge_set(metrics->context, sdk::to_abi("thing"), 9);
  EXPECT_EQ(world.metric("dovetail_plugin_thing", {{"kind", "fee_oracle"}, {"name", "slot"}}), 1);
  EXPECT_EQ(world.metrics.Collect().size(), 1u);
}

TEST_F(Services, metrics_are_bounded_in_number) {
  const auto* metrics = get<dovetail_metrics_v1>(DOVETAIL_METRICS_ID);
  for (int i = 0; i < 1000; ++i)
    metrics->counter_add(metrics->context, sdk::to_abi("m" + std::to_string(i)), 1);
  EXPECT_EQ(world.metrics.Collect().size(), 200u);
}

TEST_F(Services, clock_agrees_with_the_system) {
  const auto* clock = get<dovetail_clock_v1>(DOVETAIL_CLOCK_ID);
  EXPECT_GT(clock->unix_ms(clock->context), 1'700'000'000'000u);
  EXPECT_LE(clock->monotonic_ms(clock->context), clock->monotonic_ms(clock->context));
}

TEST_F(Services, store_keeps_each_plugin_in_its_own_part) {
  const auto other = make("fee_oracle/b");
  const auto* mine = get<dovetail_store_v1>(DOVETAIL_STORE_ID);
  const auto* theirs = get<dovetail_store_v1>(*other, DOVETAIL_STORE_ID);
  dovetail_error error{.struct_size = sizeof error};
  ASSERT_EQ(mine->put(mine->context, sdk::to_abi("key"), sdk::to_abi("value"), &error),
            DOVETAIL_OK);
  sdk::Buffer value;
  ASSERT_EQ(mine->get(mine->context, sdk::to_abi("key"), value.out(), &error), DOVETAIL_OK);
  EXPECT_EQ(text_of(value.view()), "value");
  EXPECT_EQ(theirs->get(theirs->context, sdk::to_abi("key"), value.out(), &error),
            DOVETAIL_NOT_FOUND);
  EXPECT_EQ(theirs->remove(theirs->context, sdk::to_abi("key"), &error), DOVETAIL_OK);
  EXPECT_EQ(world.store.size(), 1u);
  EXPECT_EQ(mine->remove(mine->context, sdk::to_abi("key"), &error), DOVETAIL_OK);
  EXPECT_EQ(world.store.size(), 0u);
}

TEST_F(Services, l1_passes_on_why_there_is_no_client) {
  const auto* l1 = get<dovetail_l1_service_v1>(DOVETAIL_L1_SERVICE_ID);
  dovetail_error error{.struct_size = sizeof error};
  dovetail_l1_block block{.struct_size = sizeof block};
  EXPECT_EQ(l1->head(l1->context, DOVETAIL_L1_LATEST, &block, nullptr, &error), DOVETAIL_NOT_FOUND);
  EXPECT_STREQ(error.text, "no L1 here");
}

}  // namespace
}  // namespace dovetail::plugin::test
