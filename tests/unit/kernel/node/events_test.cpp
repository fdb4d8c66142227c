// Listening, and ceasing to, from within and without.

#include <gtest/gtest.h>

#include "kernel/node/events.hpp"

namespace dovetail::node {
namespace {

TEST(event, calls_listeners_in_order_until_they_end) {
  Event<uint64_t> event;
  std::vector<int> heard;
  const uint64_t first = event.listen([&](uint64_t) { heard.push_back(1); });
  event.listen([&](uint64_t) { heard.push_back(2); });
  event.raise(7);
  event.unlisten(first);
  event.raise(8);
  EXPECT_EQ(heard, (std::vector<int>{1, 2, 2}));
}

TEST(event, lets_a_listener_end_itself_and_others_and_add_more) {
  Event<uint64_t> event;
  std::vector<int> heard;
  uint64_t self = 0, other = 0;
  self = event.listen([&](uint64_t) {
    heard.push_back(1);
    event.unlisten(self);
    event.unlisten(other);
    event.listen([&](uint64_t) { heard.push_back(3); });
  });
  other = event.listen([&](uint64_t) { heard.push_back(2); });
  event.raise(7);
  event.raise(8);
  EXPECT_EQ(heard, (std::vector<int>{1, 3}));
}

}  // namespace
}  // namespace dovetail::node
