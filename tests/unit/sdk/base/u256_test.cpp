#include "sdk/base/u256.hpp"

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/base/limbs.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

constexpr U256 kMax = ~U256{};

// Long division bit by bit: slow and obvious.
U256Division slow_divide(const U256& a, const U256& b) {
  U256 quotient, rest;
  for (int bit = 255; bit >= 0; --bit) {
    const bool overflow = rest.limbs[3] >> 63 != 0;
    rest = rest << 1;
    rest.limbs[0] |= a.limbs[bit / 64] >> (bit % 64) & 1;
    if (overflow || rest >= b) {
      rest = rest - b;
      quotient.limbs[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
  return {quotient, rest};
}

U256 slow_product(U256 a, U256 b) {
  U256 out;
  for (; !b.is_zero(); b = b >> 1, a = a << 1)
    if (b.limbs[0] & 1) out = out + a;
  return out;
}

TEST(u256, division_matches_long_division) {
  test::Random random(11);
  for (int i = 0; i < 1000; ++i) {
    const U256 a = random.word256() >> random.next() % 256,
               b = random.word256() >> random.next() % 256;
    if (b.is_zero()) continue;
    const auto expected = slow_divide(a, b);
    const auto found = divide(a, b);
    EXPECT_EQ(found.quotient, expected.quotient) << i;
    EXPECT_EQ(found.remainder, expected.remainder) << i;
  }
}

void expect_long_division(const U256& a, const U256& b) {
  EXPECT_EQ(divide(a, b).quotient, slow_divide(a, b).quotient);
  EXPECT_EQ(divide(a, b).remainder, slow_divide(a, b).remainder);
}

constexpr uint64_t kTop = uint64_t{1} << 63, kOnes = ~uint64_t{0};

TEST(u256, division_adds_back_after_an_estimate_that_is_too_large) {
  expect_long_division({0, 0, kTop, kTop - 1}, {1, 0, kTop, 0});
}

TEST(u256, division_takes_the_largest_digit_when_the_top_limbs_are_equal) {
  expect_long_division({0, 0, kTop, kTop}, {kOnes, kOnes, kTop, 0});
  expect_long_division(kMax - U256{1}, kMax);
  expect_long_division(kMax, kMax - U256{1});
}

TEST(u256, division_by_zero_gives_zero) {
  EXPECT_EQ(divide(7, 0).quotient, U256{});
  EXPECT_EQ(divide(kMax, 0).remainder, U256{});
}

// a * b mod m and a + b mod m, one bit of b at a time.
U256 slow_double_mod(const U256& a, const U256& m) {
  const bool overflow = a.limbs[3] >> 63 != 0;
  const U256 twice = a << 1;
  return overflow || twice >= m ? twice - m : twice;
}
U256 slow_add_mod(const U256& a, const U256& b, const U256& m) {
  const U256::Sum sum = U256::add(a, b);
  return sum.carry || sum.value >= m ? sum.value - m : sum.value;
}

TEST(u256, sum_and_product_modulo_match_doubling_and_adding) {
  test::Random random(12);
  for (int i = 0; i < 300; ++i) {
    const U256 a = random.word256() >> random.next() % 256, b = random.word256();
    const U256 m = random.word256() >> random.next() % 256;
    if (m.is_zero()) continue;
    U256 product;
    for (int bit = 255; bit >= 0; --bit) {
      product = slow_double_mod(product, m);
      if (b.limbs[bit / 64] >> (bit % 64) & 1) product = slow_add_mod(product, a % m, m);
    }
    EXPECT_EQ(mul_mod(a, b, m), product) << i;
    EXPECT_EQ(add_mod(a, b, m), slow_add_mod(a % m, b % m, m)) << i;
  }
  EXPECT_EQ(mul_mod(kMax, kMax, kMax - 1), U256(1));
  EXPECT_EQ(add_mod(kMax, kMax, 0), U256{});
  EXPECT_EQ(mul_mod(kMax, kMax, 0), U256{});
}

TEST(u256, product_matches_shifting_and_adding) {
  test::Random random(12);
  for (int i = 0; i < 500; ++i) {
    const U256 a = random.word256(), b = random.word256();
    EXPECT_EQ(a * b, slow_product(a, b)) << i;
  }
  EXPECT_EQ(kMax * kMax, U256{1});
}

TEST(u256, sum_and_difference_carry_through_all_limbs) {
  EXPECT_EQ(kMax + U256{1}, U256{});
  EXPECT_EQ(U256{} - U256{1}, kMax);
  EXPECT_EQ(-U256{1}, kMax);
  EXPECT_EQ((U256{~uint64_t{0}, 0, 0, 0} + U256{1}), (U256{0, 1, 0, 0}));
  EXPECT_EQ((U256{0, 0, 1, 0} - U256{1}), (U256{~uint64_t{0}, ~uint64_t{0}, 0, 0}));
}

TEST(u256, shifts_cross_limbs_and_end_at_256) {
  EXPECT_EQ(U256{1} << 64, (U256{0, 1, 0, 0}));
  EXPECT_EQ(U256{3} << 63, (U256{uint64_t{1} << 63, 1, 0, 0}));
  EXPECT_EQ((U256{1} << 255) >> 255, U256{1});
  EXPECT_EQ(kMax << 256, U256{});
  EXPECT_EQ(kMax >> 256, U256{});
  EXPECT_EQ(kMax >> 0, kMax);
}

TEST(u256, order_looks_at_the_highest_limb_first) {
  EXPECT_LT((U256{~uint64_t{0}, 0, 0, 0}), (U256{0, 1, 0, 0}));
  EXPECT_GT((U256{0, 0, 0, 1}), (U256{~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}, 0}));
}

TEST(u256, bit_width_counts_from_the_top) {
  EXPECT_EQ(bit_width(0), 0u);
  EXPECT_EQ(bit_width(1), 1u);
  EXPECT_EQ(bit_width(U256{1} << 200), 201u);
  EXPECT_EQ(bit_width(kMax), 256u);
}

TEST(u256, bytes_are_big_endian_and_padded_on_the_left) {
  const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  EXPECT_EQ(U256::from_be(bytes), (U256{0x0203040506070809, 1, 0, 0}));
  EXPECT_EQ(U256::from_be(U256(1, 2, 3, 4).to_be().view()), U256(1, 2, 3, 4));
  EXPECT_EQ(U256::from_be({}), U256{});
}

TEST(u256, saturates_only_above_64_bits) {
  EXPECT_EQ(U256{5}.saturated_u64(), 5u);
  EXPECT_EQ((U256{5, 1, 0, 0}).saturated_u64(), ~uint64_t{0});
}

// The guest's 32-bit division on every target.
TEST(limbs, division_by_32_bit_limbs_matches_64_bit_arithmetic) {
  test::Random random(13);
  for (int i = 0; i < 1000; ++i) {
    const uint64_t a = random.word256().limbs[0];
    const uint64_t b = random.word256().limbs[0] | uint64_t{1} << 63;
    uint32_t u[3] = {static_cast<uint32_t>(a), static_cast<uint32_t>(a >> 32), 0};
    const uint32_t v[2] = {static_cast<uint32_t>(b), static_cast<uint32_t>(b >> 32)};
    uint32_t q[1];
    limbs::divide_normalized(u, 2, v, 2, q);
    EXPECT_EQ(q[0], a / b);
    EXPECT_EQ(uint64_t{u[1]} << 32 | u[0], a % b);
  }
}

TEST(limbs, division_by_32_bit_limbs_handles_the_rare_estimates) {
  constexpr uint32_t kTop32 = uint32_t{1} << 31, kOnes32 = ~uint32_t{0};
  // (2^127 - 2^96 + 2^95) / (2^95 + 1): the estimate is one too large.
  uint32_t u[5] = {0, 0, kTop32, kTop32 - 1, 0};
  const uint32_t v[3] = {1, 0, kTop32};
  uint32_t q[2];
  limbs::divide_normalized(u, 4, v, 3, q);
  EXPECT_EQ(q[0], kOnes32 - 1);
  EXPECT_EQ(q[1], 0u);
  // (2^127 + 2^95) / (2^95 + 2^64 - 1): equal top limbs, and the estimate's rest overflows.
  uint32_t equal_top[5] = {0, 0, kTop32, kTop32, 0};
  const uint32_t divisor[3] = {kOnes32, kOnes32, kTop32};
  limbs::divide_normalized(equal_top, 4, divisor, 3, q);
  EXPECT_EQ(q[0], kOnes32);
  EXPECT_EQ(q[1], 0u);
}

TEST(limbs, reciprocal_divides_two_limbs_by_one) {
  test::Random random(14);
  for (int i = 0; i < 1000; ++i) {
    const uint32_t divisor = static_cast<uint32_t>(random.word256().limbs[0]) | 0x80000000u;
    const uint64_t number = random.word256().limbs[0] % (uint64_t{divisor} << 32);
    uint32_t rest = 0;
    const limbs::Reciprocal<uint32_t> reciprocal(divisor);
    EXPECT_EQ(
        reciprocal.divide(static_cast<uint32_t>(number >> 32), static_cast<uint32_t>(number), rest),
        number / divisor);
    EXPECT_EQ(rest, number % divisor);
  }
}

}  // namespace
}  // namespace dovetail
