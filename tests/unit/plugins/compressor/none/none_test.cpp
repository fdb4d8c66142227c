#include "plugins/compressor/none/none.hpp"

#include <gtest/gtest.h>

namespace dovetail::plugins::none {
namespace {

TEST(compressor_none, gives_the_same_bytes_when_they_fit) {
  const Bytes bytes = {0, 7, 255};
  auto copied = copy(bytes, 3);
  ASSERT_TRUE(copied);
  EXPECT_EQ(*copied, bytes);
}

TEST(compressor_none, refuses_when_a_byte_too_many) {
  const Bytes bytes = {0, 7, 255};
  auto copied = copy(bytes, 2);
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().status, Status::resource_exhausted);
}

TEST(compressor_none, gives_nothing_for_nothing) {
  auto copied = copy({}, 0);
  ASSERT_TRUE(copied);
  EXPECT_TRUE(copied->empty());
}

}  // namespace
}  // namespace dovetail::plugins::none
