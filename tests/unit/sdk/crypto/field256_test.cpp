// The prime field on this target's limbs, against plain 256-bit arithmetic.

#include "sdk/crypto/field256.hpp"

#include <gtest/gtest.h>

#include "sdk/crypto/secp256k1_portable.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

using Field = Field256<secp256k1::BaseParams>;
constexpr U256 kP = Field::kModulus;

// a·b modulo p by doubling and adding.
U256 slow_product(U256 a, U256 b) {
  U256 out;
  const auto add = [](const U256& x, const U256& y) { return x >= kP - y ? x - (kP - y) : x + y; };
  for (; !b.is_zero(); b = b >> 1, a = add(a, a))
    if (b.limbs[0] & 1) out = add(out, a);
  return out;
}

U256 reduced(const U256& a) {
  return a >= kP ? a - kP : a;
}

TEST(field256, product_matches_doubling_and_adding) {
  test::Random random(1);
  for (int i = 0; i < 200; ++i) {
    const U256 a = reduced(random.word256()), b = reduced(random.word256());
    EXPECT_EQ((Field::from(a) * Field::from(b)).value(), slow_product(a, b));
  }
}

TEST(field256, sum_and_difference_wrap_at_the_modulus) {
  const Field last = Field::from(kP - U256{1});
  EXPECT_EQ((last + Field::one()).value(), U256{});
  EXPECT_EQ((last + last).value(), kP - U256{2});
  EXPECT_EQ((Field() - Field::one()).value(), kP - U256{1});
  EXPECT_EQ((-Field()).value(), U256{});
}

TEST(field256, inverse_times_element_is_one) {
  test::Random random(2);
  for (int i = 0; i < 20; ++i) {
    const Field a = Field::from(reduced(random.word256()));
    EXPECT_EQ(a * a.inverse(), a.is_zero() ? Field() : Field::one());
  }
  EXPECT_EQ(Field().inverse(), Field());
}

TEST(field256, square_root_exists_for_squares_alone) {
  Field root;
  ASSERT_TRUE(Field::from(4).square_root(root));
  EXPECT_EQ(root.squared(), Field::from(4));
  EXPECT_FALSE((-Field::from(4)).square_root(root));
}

}  // namespace
}  // namespace dovetail
