// Public key recovery: the target's own implementation.

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/secp256k1.hpp"

namespace dovetail {
namespace {

template <size_t N>
constexpr U256 number(const FixedBytes<N>& bytes) {
  return U256::from_be(bytes.view());
}

// go-ethereum's precompile vector "ValidKey".
constexpr Hash256 kHash =
    fixed_hex<32>("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c");
constexpr U256 kR =
    number(fixed_hex<32>("73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"));
constexpr U256 kS =
    number(fixed_hex<32>("eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549"));

bool refused(const U256& r, const U256& s, uint8_t y_parity) {
  PublicKey key;
  return !recover_public_key(kHash, r, s, y_parity, key);
}

TEST(secp256k1, recovers_the_signer_also_from_a_high_s) {
  PublicKey key;
  ASSERT_TRUE(recover_public_key(kHash, kR, kS, 1, key));
  EXPECT_EQ(address_of(key), fixed_hex<20>("a94f5374fce5edbc8e2a8697c15331677e6ebf0b"));
}

TEST(secp256k1, negated_s_and_flipped_parity_recover_the_same_key) {
  PublicKey key, twin;
  ASSERT_TRUE(recover_public_key(kHash, kR, kS, 1, key));
  ASSERT_TRUE(recover_public_key(kHash, kR, kSecp256k1Order - kS, 0, twin));
  EXPECT_EQ(key, twin);
}

TEST(secp256k1, refuses_scalars_out_of_range) {
  EXPECT_TRUE(refused(0, kS, 1));
  EXPECT_TRUE(refused(kR, 0, 1));
  EXPECT_TRUE(refused(kSecp256k1Order, kS, 1));
  EXPECT_TRUE(refused(kR, kSecp256k1Order, 1));
  EXPECT_TRUE(refused(~U256{}, kS, 1));
  EXPECT_TRUE(refused(kR, ~U256{}, 1));
  EXPECT_TRUE(refused(kR, kS, 2));
  EXPECT_FALSE(refused(kR, kSecp256k1Order - U256{1}, 1));
}

TEST(secp256k1, refuses_an_abscissa_without_a_point) {
  EXPECT_TRUE(refused(5, kS, 0));
  EXPECT_FALSE(refused(1, kS, 0));
}

TEST(secp256k1, refuses_the_point_at_infinity) {
  // R = G and s = z: the key is (s R - z G) / r = 0.
  const U256 generator_x =
      number(fixed_hex<32>("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));
  PublicKey key;
  EXPECT_FALSE(recover_public_key(kHash, generator_x, number(kHash), 0, key));
  EXPECT_TRUE(recover_public_key(kHash, generator_x, number(kHash), 1, key));
}

TEST(secp256k1, takes_a_hash_above_the_order_modulo_the_order) {
  PublicKey key, reduced;
  const U256 hash = kSecp256k1Order + U256{5};
  ASSERT_TRUE(recover_public_key(hash.to_be(), kR, kS, 1, key));
  ASSERT_TRUE(recover_public_key(U256{5}.to_be(), kR, kS, 1, reduced));
  EXPECT_EQ(key, reduced);
}

}  // namespace
}  // namespace dovetail
