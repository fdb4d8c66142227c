#include "kernel/host/config/nearest.hpp"

#include <gtest/gtest.h>

namespace dovetail::config {
namespace {

TEST(edit_distance, counts_each_kind_of_slip_as_one) {
  EXPECT_EQ(edit_distance("batch", "batch"), 0u);
  EXPECT_EQ(edit_distance("batch", "bach"), 1u);
  EXPECT_EQ(edit_distance("batch", "batcch"), 1u);
  EXPECT_EQ(edit_distance("batch", "patch"), 1u);
  EXPECT_EQ(edit_distance("batch", "bacth"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
}

TEST(nearest, names_no_word_that_is_too_far) {
  EXPECT_EQ(nearest("sequencr", {"settler", "sequencer"}), "sequencer");
  EXPECT_EQ(nearest("id", {"name", "prefund"}), "");
  EXPECT_EQ(nearest(std::string(65, 'a'), {std::string(64, 'a')}), "");
}

TEST(suggestion, lists_what_is_known_when_nothing_is_near) {
  EXPECT_EQ(suggestion("zzzzzz", {"use", "name"}), "; known here: use, name");
  EXPECT_EQ(suggestion("nmae", {"use", "name"}), "; did you mean 'name'?");
  EXPECT_EQ(suggestion("zzzzzz", {}), "");
}

}  // namespace
}  // namespace dovetail::config
