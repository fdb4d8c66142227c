// The bn254 precompiles: go-ethereum's vectors, the group laws, bilinearity, and every refusal.

#include "sdk/crypto/bn254.hpp"

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/bn254_pairing.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

using bn254::Fp;
using bn254::Fp12;
using bn254::Fp2;
using bn254::G1;
using bn254::G2;

constexpr auto kG2 = fixed_hex<128>(
    "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
    "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
    "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
    "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa");

// On the twist, with the abscissa 2 + i, but not in the group of the order.
constexpr auto kOutsideSubgroup = fixed_hex<128>(
    "0000000000000000000000000000000000000000000000000000000000000001"
    "0000000000000000000000000000000000000000000000000000000000000002"
    "2b76c179599bb92a963dac85546a005a777f7c13f6a7b75d5918b6b5808f5fde"
    "101f7278419308b95099eca02dcee0c5381f4d26d1d62313f057167f064101ce");

template <size_t N>
void put(uint8_t* to, const FixedBytes<N>& bytes) {
  for (size_t i = 0; i < N; ++i) to[i] = bytes[i];
}

FixedBytes<64> g1(const U256& x, const U256& y) {
  FixedBytes<64> out;
  put(out.bytes, x.to_be());
  put(out.bytes + 32, y.to_be());
  return out;
}

constexpr U256 kP = Fp::kModulus;
FixedBytes<64> generator() {
  return g1(1, 2);
}
FixedBytes<64> minus_generator() {
  return g1(1, kP - U256{2});
}

bool add(const FixedBytes<64>& a, const FixedBytes<64>& b, FixedBytes<64>& out) {
  FixedBytes<128> in;
  put(in.bytes, a);
  put(in.bytes + 64, b);
  return bn254_add(in.view(), out.bytes);
}

bool mul(const FixedBytes<64>& a, const U256& scalar, FixedBytes<64>& out) {
  FixedBytes<96> in;
  put(in.bytes, a);
  put(in.bytes + 64, scalar.to_be());
  return bn254_mul(in.view(), out.bytes);
}

Bn254Pairing pair(const FixedBytes<64>& p, const FixedBytes<128>& q) {
  FixedBytes<192> in;
  put(in.bytes, p);
  put(in.bytes + 64, q);
  return bn254_pairing(in.view());
}

TEST(bn254_add, matches_go_ethereums_vector) {
  FixedBytes<64> out;
  ASSERT_TRUE(
      bn254_add(fixed_hex<128>("18b18acfb4c2c30276db5411368e7185b311dd124691610c5d3b74034e093dc9"
                               "063c909c4720840cb5134cb9f59fa749755796819658d32efc0d288198f37266"
                               "07c2b7f58a84bd6145f00c9c2bc0bb1a187f20ff2c92963a88019e7c6a014eed"
                               "06614e20c147e940f2d70da3f74c9a17df361706a4485c742bd6788478fa17d7")
                    .view(),
                out.bytes));
  EXPECT_EQ(out, fixed_hex<64>("2243525c5efd4b9c3d3c45ac0ca3fe4dd85e830a4ce6b65fa1eeaee202839703"
                               "301d1d33be6da8e509df21cc35964723180eed7532537db9ae5e7d48f195c915"));
}

TEST(bn254_add, handles_infinity_doubling_and_negation) {
  FixedBytes<64> out, twice;
  ASSERT_TRUE(add(generator(), {}, out));
  EXPECT_EQ(out, generator());
  ASSERT_TRUE(add({}, {}, out));
  EXPECT_TRUE(out.is_zero());
  ASSERT_TRUE(add(generator(), minus_generator(), out));
  EXPECT_TRUE(out.is_zero());
  ASSERT_TRUE(add(generator(), generator(), out));
  ASSERT_TRUE(mul(generator(), 2, twice));
  EXPECT_EQ(out, twice);
}

TEST(bn254_add, refuses_points_off_the_curve_and_large_coordinates) {
  FixedBytes<64> out;
  EXPECT_FALSE(add(g1(1, 1), generator(), out));
  EXPECT_FALSE(add(generator(), g1(1, 1), out));
  EXPECT_FALSE(add(g1(1, 0), {}, out));
  EXPECT_FALSE(add(g1(kP + U256{1}, 2), {}, out));
  EXPECT_FALSE(add(g1(1, kP + U256{2}), {}, out));
  EXPECT_FALSE(add(g1(kP, 0), {}, out));
}

TEST(bn254_mul, matches_go_ethereums_vector) {
  FixedBytes<64> out;
  ASSERT_TRUE(
      bn254_mul(fixed_hex<96>("2bd3e6d0f3b142924f5ca7b49ce5b9d54c4703d7ae5648e61d02268b1a0a9fb7"
                              "21611ce0a6af85915e2f1d70300909ce2e49dfad4a4619c8390cae66cefdb204"
                              "00000000000000000000000000000000000000000000000011138ce750fa15c2")
                    .view(),
                out.bytes));
  EXPECT_EQ(out, fixed_hex<64>("070a8d6a982153cae4be29d434e8faef8a47b274a053f5a4ee2a6c9c13c31e5c"
                               "031b8ce914eba3a9ffb989f9cdd5b0f01943074bf4f0f315690ec3cec6981afc"));
}

TEST(bn254_mul, takes_scalars_modulo_the_order) {
  FixedBytes<64> out;
  ASSERT_TRUE(mul(generator(), bn254::kOrder, out));
  EXPECT_TRUE(out.is_zero());
  ASSERT_TRUE(mul(generator(), bn254::kOrder - U256{1}, out));
  EXPECT_EQ(out, minus_generator());
  FixedBytes<64> reduced;
  ASSERT_TRUE(mul(generator(), ~U256{}, out));
  ASSERT_TRUE(mul(generator(), ~U256{} % bn254::kOrder, reduced));
  EXPECT_EQ(out, reduced);
}

TEST(bn254_mul, refuses_points_off_the_curve) {
  FixedBytes<64> out;
  EXPECT_FALSE(mul(g1(1, 1), 0, out));
  EXPECT_FALSE(mul(g1(kP + U256{1}, 2), 1, out));
}

TEST(bn254_pairing, empty_product_is_one) {
  EXPECT_EQ(bn254_pairing({}), Bn254Pairing::one);
}

TEST(bn254_pairing, one_pair_of_generators_is_not_one) {
  EXPECT_EQ(pair(generator(), kG2), Bn254Pairing::not_one);
}

TEST(bn254_pairing, infinity_on_either_side_is_one) {
  EXPECT_EQ(pair({}, kG2), Bn254Pairing::one);
  EXPECT_EQ(pair(generator(), {}), Bn254Pairing::one);
}

TEST(bn254_pairing, refuses_malformed_input) {
  FixedBytes<191> short_input;
  EXPECT_EQ(bn254_pairing(short_input.view()), Bn254Pairing::invalid_input);
  EXPECT_EQ(pair(g1(1, 1), kG2), Bn254Pairing::invalid_input);
  FixedBytes<128> off_twist = kG2;
  off_twist[127] ^= 1;
  EXPECT_EQ(pair(generator(), off_twist), Bn254Pairing::invalid_input);
  EXPECT_EQ(pair({}, off_twist), Bn254Pairing::invalid_input);
}

TEST(bn254_pairing, refuses_each_coordinate_of_g2_above_the_modulus) {
  for (size_t i = 0; i < 4; ++i) {
    FixedBytes<128> large = kG2;
    const U256 coordinate = U256::from_be(kG2.view().subspan(32 * i, 32));
    put(large.bytes + 32 * i, (coordinate + kP).to_be());
    EXPECT_EQ(pair(generator(), large), Bn254Pairing::invalid_input) << i;
  }
}

TEST(bn254_pairing, refuses_a_point_outside_the_subgroup) {
  EXPECT_EQ(pair(generator(), kOutsideSubgroup), Bn254Pairing::invalid_input);
  EXPECT_EQ(pair({}, kOutsideSubgroup), Bn254Pairing::invalid_input);
}

Fp fp(const FixedBytes<128>& bytes, size_t i) {
  return Fp::from(U256::from_be(bytes.view().subspan(32 * i, 32)));
}
G2 decoded(const FixedBytes<128>& bytes) {
  return {{fp(bytes, 1), fp(bytes, 0)}, {fp(bytes, 3), fp(bytes, 2)}};
}

TEST(bn254_pairing, subgroup_check_agrees_with_multiplication_by_the_order) {
  for (const auto& bytes : {kG2, kOutsideSubgroup}) {
    const G2 point = decoded(bytes);
    ASSERT_TRUE(is_on_curve(point, bn254::twist_b()));
    const auto product = multiply(JacobianPoint<Fp2>::from(point), bn254::kOrder);
    EXPECT_EQ(bn254::is_in_subgroup(point), product.is_infinity());
  }
}

TEST(bn254_pairing, refuses_a_point_of_another_twist_that_passes_the_subgroup_check) {
  // (4x, 8y) lies on y² = x³ + 64·b, where the Frobenius map acts in the same way.
  const G2 generator2 = decoded(kG2);
  const G2 scaled{generator2.x * Fp::from(4), generator2.y * Fp::from(8)};
  ASSERT_TRUE(bn254::is_in_subgroup(scaled));
  FixedBytes<128> bytes;
  put(bytes.bytes, scaled.x.b.value().to_be());
  put(bytes.bytes + 32, scaled.x.a.value().to_be());
  put(bytes.bytes + 64, scaled.y.b.value().to_be());
  put(bytes.bytes + 96, scaled.y.a.value().to_be());
  EXPECT_EQ(pair(generator(), bytes), Bn254Pairing::invalid_input);
}

Fp12 pairing(const G1& p, const G2& q) {
  const bn254::Pair pairs[] = {{p, q}};
  return bn254::final_exponentiation(bn254::miller_loop(pairs));
}

TEST(bn254_pairing, is_bilinear) {
  test::Random random(21);
  const U256 a = random.word256() % bn254::kOrder, b = random.word256() % bn254::kOrder;
  const auto p = JacobianPoint<Fp>::from({Fp::one(), Fp::from(2)});
  const auto q = JacobianPoint<Fp2>::from(decoded(kG2));
  const Fp12 left = pairing(multiply(p, a).affine(), multiply(q, b).affine());
  const Fp12 middle = pairing(multiply(multiply(p, a), b).affine(), q.affine());
  const Fp12 right = pairing(p.affine(), multiply(multiply(q, a), b).affine());
  EXPECT_EQ(left, middle);
  EXPECT_EQ(left, right);
  EXPECT_FALSE(left == Fp12::one());
}

TEST(bn254_pairing, ten_pairs_that_cancel_are_one) {
  FixedBytes<1920> in;
  for (size_t i = 0; i < 10; ++i) {
    put(in.bytes + 192 * i, i % 2 == 0 ? generator() : minus_generator());
    put(in.bytes + 192 * i + 64, kG2);
  }
  EXPECT_EQ(bn254_pairing(in.view()), Bn254Pairing::one);
  put(in.bytes + 192 * 9, generator());
  EXPECT_EQ(bn254_pairing(in.view()), Bn254Pairing::not_one);
}

Fp12 arbitrary_fp12(uint64_t seed) {
  test::Random random(seed);
  const auto fp2 = [&] {
    const Fp a = Fp::from(random.word256() % kP);
    return Fp2{a, Fp::from(random.word256() % kP)};
  };
  return {{fp2(), fp2(), fp2()}, {fp2(), fp2(), fp2()}};
}

TEST(bn254_tower, inverse_square_and_line_agree_with_the_product) {
  const Fp12 x = arbitrary_fp12(22), y = arbitrary_fp12(23);
  EXPECT_EQ(x * x.inverse(), Fp12::one());
  EXPECT_EQ(x.squared(), x * x);
  EXPECT_EQ(x * y, y * x);
  const Fp2 &a = y.c0.c0, &b = y.c1.c0, &c = y.c1.c1;
  EXPECT_EQ(x.times_line(a, b, c), (x * Fp12{{a, {}, {}}, {b, c, {}}}));
}

TEST(bn254_tower, frobenius_is_a_ring_map_of_order_twelve) {
  const Fp12 x = arbitrary_fp12(24), y = arbitrary_fp12(25);
  EXPECT_EQ((x * y).frobenius(), x.frobenius() * y.frobenius());
  Fp12 power = x;
  for (int i = 0; i < 6; ++i) power = power.frobenius();
  EXPECT_EQ(power, x.conjugate());
}

TEST(bn254_tower, cyclotomic_square_agrees_with_the_square_in_the_subgroup) {
  const Fp12 value = bn254::final_exponentiation(arbitrary_fp12(26));
  EXPECT_EQ(value.cyclotomic_squared(), value.squared());
  EXPECT_EQ(value * value.conjugate(), Fp12::one());
}

}  // namespace
}  // namespace dovetail
