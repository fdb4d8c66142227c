#include "plugins/fee_oracle/fixed/fixed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dovetail::plugins::fixed {
namespace {

using testing::HasSubstr;

void expect_refused(std::string_view config, std::string_view member) {
  auto fees = parse_fees(config);
  ASSERT_FALSE(fees) << config;
  EXPECT_EQ(fees.error().status, Status::invalid_argument);
  EXPECT_THAT(fees.error().text, HasSubstr(member));
}

TEST(fee_oracle_fixed, takes_the_manifests_defaults_when_empty) {
  auto fees = parse_fees("{}");
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->l1_base_fee, U256(1'000'000'000));
  EXPECT_EQ(fees->l1_blob_fee, U256(1));
  EXPECT_EQ(fees->pubdata_price, U256(16'000'000'000));
  EXPECT_EQ(fees->native_price, U256(1'000'000));
  EXPECT_EQ(fees->ratio_numerator, 1u);
  EXPECT_EQ(fees->ratio_denominator, 1u);
  EXPECT_EQ(fees->source, "fixed");
}

TEST(fee_oracle_fixed, reads_numbers_and_digits_in_quotes) {
  auto fees = parse_fees(R"({"l1_base_fee": 5, "l1_blob_fee": 18446744073709551615,
    "pubdata_price": "18446744073709551616", "ratio_numerator": 3, "ratio_denominator": 2})");
  ASSERT_TRUE(fees) << fees.error().text;
  EXPECT_EQ(fees->l1_base_fee, U256(5));
  EXPECT_EQ(fees->l1_blob_fee, U256(~uint64_t{0}));
  EXPECT_EQ(fees->pubdata_price, U256(0, 1, 0, 0));
  EXPECT_EQ(fees->ratio_numerator, 3u);
  EXPECT_EQ(fees->ratio_denominator, 2u);
}

TEST(fee_oracle_fixed, names_the_member_when_a_value_is_no_whole_number) {
  expect_refused(R"({"l1_base_fee": -1})", "config.l1_base_fee");
  expect_refused(R"({"l1_blob_fee": 1.5})", "config.l1_blob_fee");
  expect_refused(R"({"pubdata_price": "0x10"})", "config.pubdata_price");
  expect_refused(R"({"native_price": ""})", "config.native_price");
  expect_refused(R"({"native_price": true})", "config.native_price");
  expect_refused("{\"l1_base_fee\": \"" + std::string(78, '9') + "\"}", "256 bits");
}

TEST(fee_oracle_fixed, refuses_a_ratio_with_a_zero_or_too_large) {
  expect_refused(R"({"ratio_numerator": 0})", "config.ratio_numerator");
  expect_refused(R"({"ratio_denominator": "18446744073709551616"})", "config.ratio_denominator");
}

TEST(fee_oracle_fixed, refuses_what_is_no_object) {
  expect_refused("[]", "JSON object");
  expect_refused("{", "JSON object");
}

}  // namespace
}  // namespace dovetail::plugins::fixed
