// hex, bytes, arena and result.

#include <gtest/gtest.h>

#include "sdk/base/arena.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/result.hpp"

namespace dovetail {
namespace {

TEST(hex, text_and_bytes_convert_both_ways) {
  const uint8_t bytes[] = {0x00, 0x9f, 0xa0, 0xff};
  char digits[8];
  hex_encode(bytes, digits);
  EXPECT_EQ(std::string_view(digits, 8), "009fa0ff");
  uint8_t back[4];
  ASSERT_TRUE(hex_decode("009fA0Ff", back));
  EXPECT_TRUE(equal(back, bytes));
}

TEST(hex, refuses_other_lengths_and_characters) {
  uint8_t out[2];
  EXPECT_FALSE(hex_decode("123", out));
  EXPECT_FALSE(hex_decode("123456", out));
  EXPECT_FALSE(hex_decode("", out));
  for (const char* text : {"0x12", "12g4", "123/", "12 4", ":123", "@123", "`123"})
    EXPECT_FALSE(hex_decode(text, out)) << text;
  EXPECT_TRUE(hex_decode("", MutableBytes{}));
}

TEST(bytes, fixed_bytes_are_ordered_as_big_endian_numbers) {
  EXPECT_LT(fixed_hex<2>("00ff"), fixed_hex<2>("0100"));
  EXPECT_TRUE(FixedBytes<4>{}.is_zero());
  EXPECT_FALSE(fixed_hex<4>("00000001").is_zero());
}

TEST(bytes, stored_numbers_load_again) {
  uint8_t bytes[8];
  store_be64(bytes, 0x0102030405060708);
  EXPECT_EQ(bytes[0], 1);
  EXPECT_EQ(load_be64(bytes), 0x0102030405060708u);
  EXPECT_EQ(load_le64(bytes), 0x0807060504030201u);
  store_le32(bytes, 0x01020304);
  EXPECT_EQ(bytes[0], 4);
  EXPECT_EQ(load_be32(bytes), 0x04030201u);
}

TEST(arena, blocks_are_aligned_and_do_not_overlap) {
  alignas(16) uint8_t memory[64];
  Arena arena(memory);
  uint8_t* first = arena.allocate(1);
  uint8_t* second = arena.allocate(17);
  EXPECT_EQ(second - first, 16);
  EXPECT_EQ(arena.used(), 48u);
  EXPECT_EQ(arena.capacity(), 64u);
}

TEST(arena, release_gives_back_what_came_after_the_mark) {
  alignas(16) uint8_t memory[64];
  Arena arena(memory);
  arena.allocate(16);
  const auto mark = arena.mark();
  uint8_t* block = arena.allocate(32);
  arena.release(mark);
  EXPECT_EQ(arena.allocate(48), block);
  arena.reset();
  EXPECT_EQ(arena.used(), 0u);
}

TEST(arena, made_objects_are_value_initialised) {
  alignas(16) uint8_t memory[64];
  for (uint8_t& byte : memory) byte = 0xff;
  Arena arena(memory);
  for (uint32_t value : arena.make<uint32_t>(4)) EXPECT_EQ(value, 0u);
}

TEST(arena, copies_bytes) {
  alignas(16) uint8_t memory[16];
  Arena arena(memory);
  const uint8_t bytes[] = {1, 2, 3};
  const ByteView copy = arena.copy(bytes);
  EXPECT_NE(copy.data(), bytes);
  EXPECT_TRUE(equal(copy, bytes));
}

Result<int> half(int number) {
  if (number % 2 != 0) return Error{Status::invalid_argument, "odd"};
  return number / 2;
}

TEST(result, holds_a_value_or_an_error) {
  auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  auto bad = half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().status, Status::invalid_argument);
}

TEST(result, assignment_replaces_value_by_error_and_back) {
  auto result = half(4);
  result = half(3);
  EXPECT_FALSE(result);
  result = half(8);
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 4);
}

TEST(result, void_result_is_good_unless_given_an_error) {
  Result<void> good, bad = Error{Status::timeout, "late"};
  EXPECT_TRUE(good);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().status, Status::timeout);
}

#if __STDC_HOSTED__
TEST(arena_death, a_full_arena_ends_the_program) {
  alignas(16) uint8_t memory[32];
  Arena arena(memory);
  EXPECT_DEATH(arena.allocate(33), "assertion failed");
  EXPECT_DEATH(arena.allocate(~size_t{0}), "assertion failed");
}

TEST(result_death, reading_the_other_side_ends_the_program) {
  EXPECT_DEATH(*half(3), "assertion failed");
  EXPECT_DEATH((void)half(4).error(), "assertion failed");
}
#endif

}  // namespace
}  // namespace dovetail
