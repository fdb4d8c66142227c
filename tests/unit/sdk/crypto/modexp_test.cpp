// Modular exponentiation: the corners of EIP-198 and numbers computed by Python's pow().

#include "sdk/crypto/modexp.hpp"

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"

namespace dovetail {
namespace {

/// @return the result's bytes, right-aligned, [N] for a modulus of N bytes.
template <size_t N>
FixedBytes<N> power(ByteView base, ByteView exponent, const FixedBytes<N>& modulus) {
  alignas(16) static uint8_t memory[1 << 16];
  Arena arena(memory);
  FixedBytes<N> out;
  for (uint8_t& byte : out.bytes) byte = 0xee;
  modexp(base, exponent, modulus.view(), out.bytes, arena);
  EXPECT_EQ(arena.used(), 0u);
  return out;
}

unsigned small(uint8_t base, uint8_t exponent, uint8_t modulus) {
  FixedBytes<1> m;
  m[0] = modulus;
  return power(ByteView{&base, 1}, ByteView{&exponent, 1}, m)[0];
}

unsigned expected_small(unsigned base, unsigned exponent, unsigned modulus) {
  if (modulus == 0) return 0;
  unsigned out = 1 % modulus;
  while (exponent-- != 0) out = out * base % modulus;
  return out;
}

TEST(modexp, matches_repeated_multiplication_for_every_modulus_of_a_byte) {
  for (unsigned modulus = 0; modulus < 256; ++modulus)
    for (unsigned base : {0, 1, 2, 6, 128, 255})
      for (unsigned exponent : {0, 1, 2, 9, 255})
        EXPECT_EQ(small(uint8_t(base), uint8_t(exponent), uint8_t(modulus)),
                  expected_small(base, exponent, modulus))
            << base << "^" << exponent << " mod " << modulus;
}

TEST(modexp, empty_operands_are_zero) {
  const auto seven = fixed_hex<2>("0007");
  const uint8_t three[] = {3};
  EXPECT_EQ(power({}, {}, seven), fixed_hex<2>("0001"));
  EXPECT_EQ(power({}, three, seven), fixed_hex<2>("0000"));
  EXPECT_EQ(power(three, {}, seven), fixed_hex<2>("0001"));
  alignas(16) uint8_t memory[64];
  Arena arena(memory);
  modexp(three, three, {}, {}, arena);
}

TEST(modexp, fermat_holds_in_the_field_of_secp256k1) {
  const uint8_t three[] = {3};
  EXPECT_EQ(
      power(
          three,
          fixed_hex<32>("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2e").view(),
          fixed_hex<32>("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")),
      fixed_hex<32>("0000000000000000000000000000000000000000000000000000000000000001"));
}

TEST(modexp, odd_modulus_matches_python) {
  EXPECT_EQ(
      power(
          fixed_hex<50>("2827e6a16a3b0d464138a62332553fc1ea36f17fd374c6a5387777330bdbd7210dff076ce"
                        "2ef87b0b125ec1d7da0a6eb8c9e")
              .view(),
          fixed_hex<38>(
              "03fd92edcf451a1afe878b33e968617959ce3f1f65a8de5271007814e8a25f2dd97f1cfb10f6")
              .view(),
          fixed_hex<33>("bdd76d4330f1446beab0c11fdecb91ce375bc8fbbcbde5c0994164d8399f767c45")),
      fixed_hex<33>("53c7e3e084e9a768ebe9291d62908f1c03359766cad1d7f9e427996533d1f6363b"));
}

TEST(modexp, even_modulus_matches_python) {
  EXPECT_EQ(
      power(
          fixed_hex<50>("df14f8eb18b90074513021da8978206f5c6671e0c07e9e115e4b9e30691c238642ea126a1"
                        "e48cc11d357c30d8b7628dbd25e")
              .view(),
          fixed_hex<38>(
              "04a02a9eba0cdf561d802a759159fb7ff337f5cae3bf3729c619c60a3cab359eeefb015c33b2")
              .view(),
          fixed_hex<40>(
              "e3b229f1c4069545de11cc9dea959c212e9c82b1478c281d687c966c377b9a800000000000000000")),
      fixed_hex<40>(
          "75327b4980ca8836d8b6106c1c820bf844c05349a2f416721b6f1a2e623bbc800000000000000000"));
}

}  // namespace
}  // namespace dovetail
