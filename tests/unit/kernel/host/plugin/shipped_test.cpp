// The plugins of this tree, found by name in the build tree and called through the SDK's classes.

#include "sdk/cpp/buffer.hpp"
#include "sdk/cpp/calls.hpp"
#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Shipped : testing::Test {
  World world;
  std::unique_ptr<Registry> registry;

  void SetUp() override {
    world.options.search = search_path({}, fs::path(BUILD_DIR) / "bin/dovetail");
    registry = world.registry();
  }
  void install(Kind kind, const std::string& use, boost::json::object config = {}) {
    const auto installed = registry->install({kind, use, "", std::move(config)});
    ASSERT_TRUE(installed) << installed.error().text;
  }
};

TEST_F(Shipped, fee_oracle_fixed_gives_its_configured_price) {
  install(Kind::fee_oracle, "fee_oracle/fixed", {{"l1_base_fee", 17}});
  auto lease = registry->acquire<dovetail_fee_oracle_v1>(Kind::fee_oracle);
  ASSERT_TRUE(lease) << lease.error().text;
  auto fees = sdk::FeeOracleCalls(lease->interface(), lease->instance()).sample();
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->l1_base_fee, U256(17));
}

TEST_F(Shipped, fee_oracle_fixed_refuses_a_bad_configuration_in_its_own_words) {
  const auto installed =
      registry->install({Kind::fee_oracle, "fee_oracle/fixed", "", {{"l1_base_fee", -1}}});
  ASSERT_FALSE(installed);
  EXPECT_THAT(installed.error().text,
              HasSubstr("config.l1_base_fee: expected a whole number, found -1"));
}

TEST_F(Shipped, compressor_none_gives_back_what_it_took) {
  install(Kind::compressor, "compressor/none");
  auto lease = registry->acquire<dovetail_compressor_v1>(Kind::compressor);
  ASSERT_TRUE(lease) << lease.error().text;
  const sdk::CompressorCalls calls(lease->interface(), lease->instance());
  const Bytes canonical(100, 0);
  auto encoded = calls.encode(canonical, 1000);
  ASSERT_TRUE(encoded) << encoded.error().text;
  auto decoded = calls.decode(*encoded, 1000);
  ASSERT_TRUE(decoded) << decoded.error().text;
  EXPECT_EQ(*decoded, canonical);
}

TEST_F(Shipped, l1_service_reaches_the_published_client) {
  // Nothing listens on loopback's port 9: the words are the client's.
  install(Kind::l1, "l1/ethereum", {{"urls", {"http://127.0.0.1:9"}}});
  const HostServices services({Kind::fee_oracle, "slot", "fee_oracle/x"}, world.logger,
                              world.metrics, world.store,
                              [&] { return registry->acquire<dovetail_l1_v1>(Kind::l1); });
  const auto id = sdk::to_abi(DOVETAIL_L1_SERVICE_ID);
  const auto* l1 = static_cast<const dovetail_l1_service_v1*>(
      services.host()->get_service(services.host()->context, id));
  dovetail_error error{.struct_size = sizeof error};
  dovetail_l1_block block{.struct_size = sizeof block};
  EXPECT_EQ(l1->head(l1->context, DOVETAIL_L1_LATEST, &block, nullptr, &error),
            DOVETAIL_UNAVAILABLE);
  EXPECT_THAT(error.text, HasSubstr("127.0.0.1"));
}

}  // namespace
}  // namespace dovetail::plugin::test
