#pragma once
// The optimal ate pairing on bn254.
// Source: Vercauteren, "Optimal Pairings"; Scott, Benger, Charlemagne, Dominguez Perez, Kachisa,
// "On the Final Exponentiation for Calculating Pairings on Ordinary Elliptic Curves"; Granger,
// Scott, "Faster Squaring in the Cyclotomic Subgroup".

#include <span>

#include "sdk/crypto/bn254_tower.hpp"
#include "sdk/crypto/weierstrass.hpp"

namespace dovetail::bn254 {

using G1 = AffinePoint<Fp>;
using G2 = AffinePoint<Fp2>;  ///< on the twist y² = x³ + 3/ξ

/// @return the coefficients b of the curve and of its twist.
constexpr Fp curve_b() {
  return Fp::from(3);
}
constexpr Fp2 twist_b() {
  return {
      Fp::from({0x3267e6dc24a138e5, 0xb5b4c5e559dbefa3, 0x81be18991be06ac3, 0x2b149d40ceb8aaae}),
      Fp::from({0xe4a2bd0685c315d2, 0xa74fa084e52d1852, 0xcd2cafadeed8fdf4, 0x009713b03af0fed4})};
}

/// @param point  on the twist.  @return whether its order divides the group's.
bool is_in_subgroup(const G2& point);

struct Pair {
  G1 p;  ///< not the point at infinity
  G2 q;  ///< not the point at infinity, in the subgroup
};

/// How many pairs share the squarings of one Miller loop: a bound for the stack.
inline constexpr size_t kPairsTogether = 8;

/// @param pairs  at most kPairsTogether.  @return the product of their Miller functions; one for no
/// pairs.
Fp12 miller_loop(std::span<const Pair> pairs);

/// @return value to the power (p¹² - 1) / order.
Fp12 final_exponentiation(const Fp12& value);

}  // namespace dovetail::bn254
