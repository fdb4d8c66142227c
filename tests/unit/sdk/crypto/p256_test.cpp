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
  const U256 gx =
      number(fixed_hex<32>("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"));
  const U256 gy =
      number(fixed_hex<32>("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));
  EXPECT_FALSE(p256_verify(U256{5}.to_be(), kOrder - U256{5}, 1, gx, gy));
}

}  // namespace
}  // namespace dovetail
