// The numbers that C and C++ write apart are equal.

#include <gtest/gtest.h>

#include <cstring>

#include "sdk/abi/headers_hash.h"
#include "sdk/abi/plugin.h"
#include "sdk/base/status.hpp"

namespace dovetail {
namespace {

constexpr bool same(Status status, dovetail_status number) {
  return static_cast<dovetail_status>(status) == number;
}

static_assert(same(Status::ok, DOVETAIL_OK));
static_assert(same(Status::invalid_argument, DOVETAIL_INVALID_ARGUMENT));
static_assert(same(Status::not_found, DOVETAIL_NOT_FOUND));
static_assert(same(Status::unavailable, DOVETAIL_UNAVAILABLE));
static_assert(same(Status::timeout, DOVETAIL_TIMEOUT));
static_assert(same(Status::cancelled, DOVETAIL_CANCELLED));
static_assert(same(Status::corrupt, DOVETAIL_CORRUPT));
static_assert(same(Status::unsupported, DOVETAIL_UNSUPPORTED));
static_assert(same(Status::conflict, DOVETAIL_CONFLICT));
static_assert(same(Status::resource_exhausted, DOVETAIL_RESOURCE_EXHAUSTED));
static_assert(same(Status::permission_denied, DOVETAIL_PERMISSION_DENIED));
static_assert(same(Status::internal, DOVETAIL_INTERNAL));

TEST(abi, magic_reads_as_text_in_memory) {
  const uint64_t magic = DOVETAIL_PLUGIN_MAGIC;
  EXPECT_EQ(std::memcmp(&magic, "DOVTAIL1", 8), 0);
}

TEST(abi, headers_hash_is_the_same_in_bytes_and_in_text) {
  const uint8_t bytes[32] = DOVETAIL_HEADERS_HASH;
  char text[65];
  for (int i = 0; i < 32; ++i) std::snprintf(text + 2 * i, 3, "%02x", bytes[i]);
  EXPECT_STREQ(text, DOVETAIL_HEADERS_HASH_HEX);
}

TEST(abi, has_says_whether_the_struct_covers_a_member) {
  dovetail_plugin_entry entry{};
  entry.struct_size = sizeof entry;
  EXPECT_TRUE(DOVETAIL_HAS(dovetail_plugin_entry, &entry, get_interface));
  entry.struct_size -= 1;
  EXPECT_FALSE(DOVETAIL_HAS(dovetail_plugin_entry, &entry, get_interface));
  EXPECT_TRUE(DOVETAIL_HAS(dovetail_plugin_entry, &entry, self_test));
}

}  // namespace
}  // namespace dovetail
