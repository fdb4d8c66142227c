#include "kernel/host/config/scalar.hpp"

#include <gtest/gtest.h>

namespace dovetail::config {
namespace {

TEST(integer, reads_decimal_up_to_64_bits) {
  EXPECT_EQ(*parse_integer("0"), 0u);
  EXPECT_EQ(*parse_integer("18446744073709551615"), ~uint64_t{0});
}

TEST(integer, refuses_what_yaml_would_guess_at) {
  for (const char* text :
       {"010", "0x10", "0o7", "1_000", "1.0", "1e3", "-1", "+1", "", " 1", "18446744073709551616"})
    EXPECT_FALSE(parse_integer(text)) << text;
  EXPECT_EQ(parse_integer("010").error().text,
            "expected a decimal integer, found '010' (leading zeros are not accepted)");
}

TEST(wide, reads_up_to_256_bits) {
  const std::string largest =
      "115792089237316195423570985008687907853269984665640564039457584007913129639935";
  EXPECT_EQ(*parse_wide(largest), ~U256{});
  EXPECT_FALSE(
      parse_wide("115792089237316195423570985008687907853269984665640564039457584007913129639936"));
}

TEST(boolean, refuses_all_but_true_and_false) {
  EXPECT_TRUE(*parse_boolean("true"));
  EXPECT_FALSE(*parse_boolean("false"));
  for (const char* text : {"on", "off", "yes", "no", "True", "1", ""})
    EXPECT_FALSE(parse_boolean(text)) << text;
}

// The vectors of EIP-55.
TEST(address, takes_the_right_checksum_alone) {
  EXPECT_TRUE(parse_address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
  EXPECT_TRUE(parse_address("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"));
  EXPECT_FALSE(parse_address("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
  EXPECT_FALSE(parse_address("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"));
  EXPECT_FALSE(parse_address("0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea"));
}

TEST(address, is_shown_with_its_checksum) {
  EXPECT_EQ(to_checksum(*parse_address("0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359")),
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");
}

TEST(listen, reads_both_families) {
  EXPECT_EQ(*parse_listen("127.0.0.1:3050"), (Listen{"127.0.0.1", 3050}));
  EXPECT_EQ(*parse_listen("[::1]:80"), (Listen{"::1", 80}));
  EXPECT_EQ(*parse_listen("localhost:0"), (Listen{"127.0.0.1", 0}));
  EXPECT_EQ(to_string(Listen{"::1", 80}), "[::1]:80");
}

TEST(listen, refuses_names_ports_out_of_range_and_bare_ipv6) {
  for (const char* text :
       {"example.org:80", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:", "::1:80", "[::1", ":80"})
    EXPECT_FALSE(parse_listen(text)) << text;
}

}  // namespace
}  // namespace dovetail::config
