// Value diffs: the shortest operation, and back again.
#include "kernel/zkevm/system/value_diff.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sdk/base/random.hpp"

namespace dovetail::zkevm {
namespace {

TEST(value_diff, prefers_the_shortest_operation_and_transform_among_equals) {
  EXPECT_EQ(value_diff(0, 5), (ValueDiff{ValueOperation::transform, 5}));
  EXPECT_EQ(value_diff(3, 5), (ValueDiff{ValueOperation::transform, 5}));
  EXPECT_EQ(value_diff(1000, 1001), (ValueDiff{ValueOperation::add, 1}));
  EXPECT_EQ(value_diff(1001, 1000), (ValueDiff{ValueOperation::subtract, 1}));
  EXPECT_EQ(value_diff(1000, 0), (ValueDiff{ValueOperation::transform, 0}));
  EXPECT_EQ(value_diff(~U256(), 5), (ValueDiff{ValueOperation::transform, 5}));
  EXPECT_EQ(value_diff(0, ~U256()), (ValueDiff{ValueOperation::subtract, 1}));
}

TEST(value_diff, writes_the_whole_value_when_nothing_is_shorter) {
  const U256 half = U256(1) << 255;
  EXPECT_EQ(value_diff(0, half), (ValueDiff{ValueOperation::none, half}));
  EXPECT_EQ(value_diff(0, half).length(), 32u);
  EXPECT_EQ(value_diff(0, half).metadata(), 0);
}

TEST(value_diff, packs_operation_and_length_into_the_metadata) {
  EXPECT_EQ(value_diff(0, 0x1234).metadata(), 2 << 3 | 3);
  EXPECT_EQ(value_diff(1000, 1001).metadata(), 1 << 3 | 1);
  EXPECT_EQ(value_diff(1000, 0).metadata(), 0 << 3 | 3);
}

TEST(value_diff, applies_to_the_new_value) {
  test::Random random(7);
  for (int i = 0; i < 1000; ++i) {
    const U256 before = random.word256();
    const U256 after = i % 2 ? random.word256() : before + random.next() - random.next();
    const ValueDiff diff = value_diff(before, after);
    EXPECT_EQ(diff.apply(before), after);
    EXPECT_LE(diff.length(), 32u);
  }
}

}  // namespace
}  // namespace dovetail::zkevm
