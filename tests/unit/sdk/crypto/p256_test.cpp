// ECDSA on P-256: the signatures of RFC 6979, A.2.5, and every refusal.

#include "sdk/crypto/p256.hpp"

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/sha256.hpp"
#include "tests/unit/sdk/crypto/pattern.hpp"

namespace dovetail {
namespace {

template <size_t N>
constexpr U256 number(const FixedBytes<N>& bytes) {
  return U256::from_be(bytes.view());
}

constexpr U256 kX =
    number(fixed_hex<32>("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"));
constexpr U256 kY =
    number(fixed_hex<32>("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
constexpr U256 kR =
    number(fixed_hex<32>("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"));
constexpr U256 kS =
    number(fixed_hex<32>("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));
constexpr U256 kOrder{0xf3b9cac2fc632551, 0xbce6faada7179e84, ~uint64_t{0}, 0xffffffff00000000};
constexpr U256 kP{~uint64_t{0}, 0x00000000ffffffff, 0, 0xffffffff00000001};

bool verify(const U256& r, const U256& s, const U256& x = kX, const U256& y = kY) {
  return p256_verify(sha256(test::text("sample")), r, s, x, y);
}

TEST(p256, accepts_the_signatures_of_rfc_6979) {
  EXPECT_TRUE(verify(kR, kS));
  EXPECT_TRUE(p256_verify(
      sha256(test::text("test")),
      number(fixed_hex<32>("f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367")),
      number(fixed_hex<32>("019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")), kX,
      kY));
}

TEST(p256, accepts_the_other_s) {
  EXPECT_TRUE(verify(kR, kOrder - kS));
}

TEST(p256, refuses_another_message_or_signature) {
  EXPECT_FALSE(p256_verify(sha256(test::text("simple")), kR, kS, kX, kY));
  EXPECT_FALSE(verify(kR + U256{1}, kS));
  EXPECT_FALSE(verify(kR, kS + U256{1}));
  EXPECT_FALSE(verify(kR, kS, kX, kP - kY));
}

constexpr U256 kGx =
    number(fixed_hex<32>("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"));
constexpr U256 kGy =
    number(fixed_hex<32>("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

TEST(p256, refuses_s_above_the_order_though_equal_modulo_it) {
  const auto hash =
      fixed_hex<32>("94e82e0c1ed3bdb90743191a9c5bbf0d45e37d2c792c6ae3ff18917d23ca62bc");  // 1 - r
  EXPECT_TRUE(p256_verify(hash, kGx, 1, kGx, kGy));
  EXPECT_FALSE(p256_verify(hash, kGx, kOrder + U256{1}, kGx, kGy));
}

TEST(p256, compares_the_abscissa_modulo_the_order) {
  // The key is R - G, where R has the abscissa order + 3; hash = r = s makes the sum G + key.
  EXPECT_TRUE(p256_verify(
      U256{3}.to_be(), 3, 3,
      number(fixed_hex<32>("4850d2963fe5d2f3c1b251a96ba095ebadeee7b736b34c6a731a8666fcca67bf")),
      number(fixed_hex<32>("999c111ef77bf8d58fd61dcecf607598f61d6651366c9902400b7dd93112b636"))));
}

TEST(p256, refuses_coordinates_above_the_modulus_though_equal_modulo_it) {
  // Keys with a small abscissa or ordinate, and hash = r = s = the abscissa of G + key.
  const auto low_x =
      fixed_hex<32>("00486efab89170d45f6160cbc7d034a9309d479ae02982a3a0c135a210379e6f");
  const U256 y =
      number(fixed_hex<32>("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"));
  EXPECT_TRUE(p256_verify(low_x, number(low_x), number(low_x), 0, y));
  EXPECT_FALSE(p256_verify(low_x, number(low_x), number(low_x), kP, y));
  const auto low_y =
      fixed_hex<32>("65e02b0d4ac7c41518a79e5c5df620898cfa2ef39d3f416071ac5cc12e9495d6");
  const U256 x =
      number(fixed_hex<32>("d7325d7646cd60d80a92738ceb345f844cffaf35841022cab176f692de8de1d7"));
  EXPECT_TRUE(p256_verify(low_y, number(low_y), number(low_y), x, 5));
  EXPECT_FALSE(p256_verify(low_y, number(low_y), number(low_y), x, kP + U256{5}));
}

TEST(p256, refuses_scalars_out_of_range) {
  EXPECT_FALSE(verify(0, kS));
  EXPECT_FALSE(verify(kR, 0));
  EXPECT_FALSE(verify(kOrder, kS));
  EXPECT_FALSE(verify(kR, kOrder));
  EXPECT_FALSE(verify(~U256{}, ~U256{}));
}

TEST(p256, refuses_keys_that_are_no_points) {
  EXPECT_FALSE(verify(kR, kS, kX, kY + U256{1}));
  EXPECT_FALSE(verify(kR, kS, 0, 0));
  EXPECT_FALSE(verify(kR, kS, kP, kY));
  EXPECT_FALSE(verify(kR, kS, kX, ~U256{}));
}

TEST(p256, refuses_the_point_at_infinity) {
  // The generator as the key and r = -z: z/s·G + r/s·G = 0.
  EXPECT_FALSE(p256_verify(U256{5}.to_be(), kOrder - U256{5}, 1, kGx, kGy));
}

}  // namespace
}  // namespace dovetail
