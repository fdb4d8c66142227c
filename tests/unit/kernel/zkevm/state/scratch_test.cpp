#include "kernel/zkevm/state/scratch.hpp"

#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {
namespace {

TEST(scratch, gives_the_same_memory_again_after_release) {
  Scratch scratch(fresh_arena<1 << 22>());
  const Scratch::Mark mark = scratch.mark();
  uint8_t* first = scratch.allocate(100);
  scratch.release(mark);
  EXPECT_EQ(first, scratch.allocate(200));
}

TEST(scratch, extends_the_top_block_in_place_while_there_is_room) {
  Scratch scratch(fresh_arena<1 << 22>());
  uint8_t* block = scratch.allocate(32);
  EXPECT_EQ(block, scratch.extend(block, 32, 100000));
}

TEST(scratch, moves_the_top_block_with_its_content_when_the_segment_is_full) {
  Scratch scratch(fresh_arena<1 << 23>());
  uint8_t* below = scratch.allocate(16);
  below[0] = 7;
  uint8_t* block = scratch.allocate(32);
  block[31] = 9;
  uint8_t* moved = scratch.extend(block, 32, 1000000);
  EXPECT_NE(block, moved);
  EXPECT_EQ(moved[31], 9);
  EXPECT_EQ(below[0], 7);
}

TEST(scratch, uses_no_new_memory_for_a_second_run) {
  Arena& arena = fresh_arena<1 << 23>();
  Scratch scratch(arena);
  const Scratch::Mark mark = scratch.mark();
  for (int i = 0; i < 20; ++i) scratch.allocate(100000);
  const size_t used = arena.used();
  scratch.release(mark);
  for (int i = 0; i < 20; ++i) scratch.allocate(100000);
  EXPECT_EQ(arena.used(), used);
}

}  // namespace
}  // namespace dovetail::zkevm
