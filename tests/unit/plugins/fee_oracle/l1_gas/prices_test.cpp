#include "plugins/fee_oracle/l1_gas/prices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dovetail::plugins::l1_gas {
namespace {

using testing::HasSubstr;

TEST(l1_gas_prices, pubdata_costs_forty_gas_a_byte) {
  auto fees = price({}, {.base_fee_next = 9, .base_fee_median = 7, .blob_base_fee_next = 3}, 17);
  ASSERT_TRUE(fees);
  EXPECT_EQ(fees->l1_base_fee, U256(7));
  EXPECT_EQ(fees->l1_blob_fee, U256(3));
  EXPECT_EQ(fees->pubdata_price, U256(280));
  EXPECT_EQ(fees->native_price, U256(1'000'000));
  EXPECT_EQ(fees->age_ms, 0u);
  EXPECT_EQ(fees->source, "l1 block 17");
}

TEST(l1_gas_prices, multiplier_rounds_up) {
  auto fees = price({.pubdata_gas_per_byte = 17, .multiplier_percent = 150},
                    {.base_fee_median = 7, .blob_base_fee_next = 1}, 0);
  EXPECT_EQ(fees->l1_base_fee, U256(11));
  EXPECT_EQ(fees->l1_blob_fee, U256(2));
  EXPECT_EQ(fees->pubdata_price, U256(187));
}

TEST(l1_gas_prices, absurd_fees_are_refused) {
  const U256 absurd(0, 0, 1, 0), largest(~uint64_t{0}, ~uint64_t{0}, 0, 0);
  EXPECT_EQ(price({}, {.base_fee_median = absurd}, 0).error().status, Status::corrupt);
  EXPECT_EQ(price({}, {.blob_base_fee_next = absurd}, 0).error().status, Status::corrupt);
  auto fees = price({.pubdata_gas_per_byte = 10'000, .multiplier_percent = 10'000},
                    {.base_fee_median = largest}, 0);
  EXPECT_EQ(fees->pubdata_price, largest * U256(1'000'000));
}

TEST(l1_gas_config, takes_what_is_given) {
  auto config = parse_config(R"({"poll_ms":100,"blocks":3,"pubdata_gas_per_byte":0,
    "multiplier_percent":120,"native_price":"340282366920938463463374607431768211455",
    "ratio_numerator":3,"ratio_denominator":4})");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->poll_ms, 100u);
  EXPECT_EQ(config->blocks, 3u);
  EXPECT_EQ(config->pubdata_gas_per_byte, 0u);
  EXPECT_EQ(config->multiplier_percent, 120u);
  EXPECT_EQ(config->native_price, U256(~uint64_t{0}, ~uint64_t{0}, 0, 0));
  EXPECT_EQ(config->ratio_numerator, 3u);
  EXPECT_EQ(config->ratio_denominator, 4u);
  EXPECT_EQ(parse_config(R"({"native_price":5})")->native_price, U256(5));
}

TEST(l1_gas_config, names_the_wrong_key) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", "config"},
      {R"({"poll_ms":99})", "config.poll_ms"},
      {R"({"blocks":0})", "config.blocks"},
      {R"({"blocks":"1"})", "config.blocks"},
      {R"({"pubdata_gas_per_byte":-1})", "config.pubdata_gas_per_byte"},
      {R"({"multiplier_percent":0})", "config.multiplier_percent"},
      {R"({"native_price":"340282366920938463463374607431768211456"})", "config.native_price"},
      {R"({"native_price":"0x10"})", "config.native_price"},
      {R"({"native_price":1.5})", "config.native_price"},
      {R"({"ratio_numerator":0})", "config.ratio_numerator"},
      {R"({"ratio_denominator":0})", "config.ratio_denominator"}};
  for (const auto& [text, key] : cases) {
    auto config = parse_config(text);
    ASSERT_FALSE(config) << text;
    EXPECT_EQ(config.error().status, Status::invalid_argument);
    EXPECT_THAT(config.error().text, HasSubstr(key));
  }
}

}  // namespace
}  // namespace dovetail::plugins::l1_gas
