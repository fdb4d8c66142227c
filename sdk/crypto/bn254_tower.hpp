#pragma once
// The extension fields of bn254 (alt_bn128): Fp2 = Fp[i]/(i² + 1), Fp6 = Fp2[v]/(v³ - ξ), Fp12 =
// Fp6[w]/(w² - v), ξ = 9 + i. Hence w⁶ = ξ, and an element of Fp12 is a polynomial in w with
// coefficients in Fp2. Source: Devegili, Ó hÉigeartaigh, Scott, Dahab, "Multiplication and Squaring
// on Pairing-Friendly Fields".

#include "sdk/crypto/field256.hpp"

namespace dovetail::bn254 {

struct BaseParams {
  static constexpr U256 kModulus{0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d,
                                 0x30644e72e131a029};
};
using Fp = Field256<BaseParams>;

/// The order of G1, of G2 and of the pairing's values.
inline constexpr U256 kOrder{0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d,
                             0x30644e72e131a029};

struct Fp2 {
  Fp a, b;  ///< a + b·i

  static constexpr Fp2 one() { return {Fp::one(), Fp()}; }
  constexpr bool is_zero() const { return a.is_zero() && b.is_zero(); }
  constexpr friend bool operator==(const Fp2&, const Fp2&) = default;

  constexpr friend Fp2 operator+(const Fp2& x, const Fp2& y) { return {x.a + y.a, x.b + y.b}; }
  constexpr friend Fp2 operator-(const Fp2& x, const Fp2& y) { return {x.a - y.a, x.b - y.b}; }
  constexpr Fp2 operator-() const { return {-a, -b}; }
  constexpr friend Fp2 operator*(const Fp2& x, const Fp2& y) {
    const Fp aa = x.a * y.a, bb = x.b * y.b;
    return {aa - bb, (x.a + x.b) * (y.a + y.b) - aa - bb};
  }
  constexpr friend Fp2 operator*(const Fp2& x, const Fp& y) { return {x.a * y, x.b * y}; }
  constexpr Fp2 squared() const { return {(a + b) * (a - b), (a * b).doubled()}; }
  constexpr Fp2 doubled() const { return *this + *this; }
  constexpr Fp2 conjugate() const { return {a, -b}; }
  constexpr Fp2 inverse() const {
    const Fp scale = (a.squared() + b.squared()).inverse();
    return {a * scale, -(b * scale)};
  }
  constexpr Fp2 times_xi() const {
    const Fp a8 = a.doubled().doubled().doubled(), b8 = b.doubled().doubled().doubled();
    return {a8 + a - b, b8 + b + a};
  }
};

struct Fp6 {
  Fp2 c0, c1, c2;

  static constexpr Fp6 one() { return {Fp2::one(), {}, {}}; }
  constexpr friend bool operator==(const Fp6&, const Fp6&) = default;

  constexpr friend Fp6 operator+(const Fp6& x, const Fp6& y) {
    return {x.c0 + y.c0, x.c1 + y.c1, x.c2 + y.c2};
  }
  constexpr friend Fp6 operator-(const Fp6& x, const Fp6& y) {
    return {x.c0 - y.c0, x.c1 - y.c1, x.c2 - y.c2};
  }
  constexpr Fp6 operator-() const { return {-c0, -c1, -c2}; }
  constexpr friend Fp6 operator*(const Fp6& x, const Fp6& y) {
    const Fp2 p0 = x.c0 * y.c0, p1 = x.c1 * y.c1, p2 = x.c2 * y.c2;
    return {((x.c1 + x.c2) * (y.c1 + y.c2) - p1 - p2).times_xi() + p0,
            (x.c0 + x.c1) * (y.c0 + y.c1) - p0 - p1 + p2.times_xi(),
            (x.c0 + x.c2) * (y.c0 + y.c2) - p0 - p2 + p1};
  }
  /// @return this·(y0 + y1·v).
  constexpr Fp6 times_sparse(const Fp2& y0, const Fp2& y1) const {
    const Fp2 p0 = c0 * y0, p1 = c1 * y1;
    return {(c2 * y1).times_xi() + p0, (c0 + c1) * (y0 + y1) - p0 - p1, c2 * y0 + p1};
  }
  constexpr Fp6 scaled(const Fp2& y) const { return {c0 * y, c1 * y, c2 * y}; }
  constexpr Fp6 times_v() const { return {c2.times_xi(), c0, c1}; }
  constexpr Fp6 inverse() const {
    const Fp2 t0 = c0.squared() - (c1 * c2).times_xi();
    const Fp2 t1 = c2.squared().times_xi() - c0 * c1;
    const Fp2 t2 = c1.squared() - c0 * c2;
    const Fp2 scale = (c0 * t0 + (c2 * t1 + c1 * t2).times_xi()).inverse();
    return {t0 * scale, t1 * scale, t2 * scale};
  }
};

struct Fp12 {
  Fp6 c0, c1;

  static constexpr Fp12 one() { return {Fp6::one(), {}}; }
  constexpr friend bool operator==(const Fp12&, const Fp12&) = default;

  constexpr friend Fp12 operator*(const Fp12& x, const Fp12& y) {
    const Fp6 p0 = x.c0 * y.c0, p1 = x.c1 * y.c1;
    return {p0 + p1.times_v(), (x.c0 + x.c1) * (y.c0 + y.c1) - p0 - p1};
  }
  constexpr Fp12 squared() const {
    const Fp6 p = c0 * c1;
    return {(c0 + c1) * (c0 + c1.times_v()) - p - p.times_v(), p + p};
  }
  /// The power p⁶; the inverse of an element of the cyclotomic subgroup.
  constexpr Fp12 conjugate() const { return {c0, -c1}; }
  constexpr Fp12 inverse() const {
    const Fp6 scale = (c0 * c0 - (c1 * c1).times_v()).inverse();
    return {c0 * scale, -(c1 * scale)};
  }
  /// @return this·(a + b·w + c·w³), the shape of a line.
  constexpr Fp12 times_line(const Fp2& a, const Fp2& b, const Fp2& c) const {
    const Fp6 p0 = c0.scaled(a), p1 = c1.times_sparse(b, c);
    return {p0 + p1.times_v(), (c0 + c1).times_sparse(a + b, c) - p0 - p1};
  }
  /// @return this to the power p. Defined in bn254_pairing.cpp.
  Fp12 frobenius() const;
  /// The square of an element of the cyclotomic subgroup. Defined in bn254_pairing.cpp.
  Fp12 cyclotomic_squared() const;
};

}  // namespace dovetail::bn254
