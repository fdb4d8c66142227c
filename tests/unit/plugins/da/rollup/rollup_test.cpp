#include "plugins/da/rollup/rollup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

namespace dovetail::plugins::rollup {
namespace {

using testing::HasSubstr;

Bytes pattern(size_t size) {
  Bytes out(size);
  for (size_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(7 * i + 1);
  return out;
}

sdk::DaBatch batch_of(ByteView bytes) {
  return {.batch_number = 7, .streams = {{0, bytes}}};
}

TEST(da_rollup, commitment_is_that_of_the_golden_vectors_shared_with_the_contract) {
  std::ifstream file(DOVETAIL_VECTORS "/da_commitment.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const boost::json::value golden = boost::json::parse(text);
  int compared = 0;
  for (const auto& vector : golden.at("vectors").as_array()) {
    if (vector.at("scheme") != kScheme) continue;
    const auto& expected = vector.at("daCommitment").as_string();
    const Bytes pubdata = pattern(vector.at("size").to_number<size_t>());
    EXPECT_EQ(to_hex(commitment_of(pubdata).view()), std::string_view(expected));
    ++compared;
  }
  EXPECT_GE(compared, 2);
}

TEST(da_rollup, publishes_the_bytes_as_l1_input) {
  const Bytes bytes = pattern(1000);
  auto receipt = publish({}, batch_of(bytes));
  ASSERT_TRUE(receipt) << receipt.error().text;
  EXPECT_EQ(receipt->l1_input, bytes);
  EXPECT_EQ(receipt->commitment, commitment_of(bytes));
  EXPECT_EQ(receipt->blobs_count, 0u);
  EXPECT_TRUE(receipt->blobs.empty());
  EXPECT_EQ(publish({}, batch_of(bytes))->receipt, receipt->receipt);
  EXPECT_TRUE(check_receipt(receipt->receipt));
}

TEST(da_rollup, refuses_more_than_its_size) {
  const Bytes bytes = pattern(101);
  EXPECT_EQ(publish({.size_max = 100}, batch_of(bytes)).error().status, Status::resource_exhausted);
  EXPECT_TRUE(publish({.size_max = 101}, batch_of(bytes)));
}

TEST(da_rollup, refuses_other_streams) {
  const Bytes bytes = pattern(1);
  EXPECT_EQ(publish({}, {}).error().status, Status::invalid_argument);
  EXPECT_FALSE(publish({}, {.streams = {{1, bytes}}}));
  EXPECT_FALSE(publish({}, {.streams = {{0, bytes}, {1, bytes}}}));
}

TEST(da_rollup, refuses_receipts_that_it_did_not_make) {
  const Bytes good = publish({}, batch_of(pattern(1)))->receipt;
  Bytes shorter(good.begin(), good.end() - 1), version = good, size = good;
  version[0] = 2;
  size[33] = 1;
  for (const Bytes& wrong : {Bytes(), shorter, version, size}) {
    auto checked = check_receipt(wrong);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().status, Status::corrupt);
  }
}

TEST(da_rollup, config_has_bounds_and_no_blobs_yet) {
  EXPECT_EQ(parse_config("{}")->size_max, kSizeRelayed);
  EXPECT_EQ(parse_config(R"({"transport":"calldata","size_max":414809})")->size_max, kSizeMax);
  EXPECT_FALSE(parse_config(R"({"size_max":414810})"));
  EXPECT_FALSE(parse_config(R"({"size_max":0})"));
  EXPECT_FALSE(parse_config(R"({"transport":"pigeon"})"));
  EXPECT_FALSE(parse_config("[]"));
  EXPECT_THAT(parse_config(R"({"transport":"blob"})").error().text, HasSubstr("does not have"));
}

}  // namespace
}  // namespace dovetail::plugins::rollup
