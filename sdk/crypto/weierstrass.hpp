#pragma once
// Points of a curve y² = x³ + b over any field, in Jacobian coordinates: (X, Y, Z) is (X / Z², Y /
// Z³), Z = 0 is the point at infinity. secp256k1 and both groups of bn254 have this shape. Source:
// Explicit-Formulas Database, short Weierstrass, a = 0: dbl-2009-l, add-2007-bl.

#include "sdk/base/u256.hpp"

namespace dovetail {

template <class F>
struct AffinePoint {
  F x, y;  ///< both zero: the point at infinity (no curve with b != 0 has a point (0, 0))

  constexpr bool is_infinity() const { return x.is_zero() && y.is_zero(); }
  constexpr AffinePoint operator-() const { return {x, -y}; }
  constexpr friend bool operator==(const AffinePoint&, const AffinePoint&) = default;
};

template <class F>
constexpr bool is_on_curve(const AffinePoint<F>& point, const F& b) {
  return point.y.squared() == point.x.squared() * point.x + b;
}

template <class F>
struct JacobianPoint {
  F x, y, z;

  static constexpr JacobianPoint infinity() { return {F::one(), F::one(), F()}; }
  static constexpr JacobianPoint from(const AffinePoint<F>& point) {
    return point.is_infinity() ? infinity() : JacobianPoint{point.x, point.y, F::one()};
  }

  constexpr bool is_infinity() const { return z.is_zero(); }
  constexpr JacobianPoint operator-() const { return {x, -y, z}; }

  constexpr AffinePoint<F> affine() const {
    if (is_infinity()) return {};
    const F inverse = z.inverse();
    const F square = inverse.squared();
    return {x * square, y * square * inverse};
  }

  constexpr JacobianPoint doubled() const {
    const F a = x.squared(), b = y.squared(), c = b.squared();
    const F d = ((x + b).squared() - a - c).doubled();
    const F e = a.doubled() + a;
    const F out_x = e.squared() - d.doubled();
    const F out_y = e * (d - out_x) - c.doubled().doubled().doubled();
    return {out_x, out_y, (y * z).doubled()};
  }

  constexpr friend JacobianPoint operator+(const JacobianPoint& p, const JacobianPoint& q) {
    if (p.is_infinity()) return q;
    if (q.is_infinity()) return p;
    const F pz2 = p.z.squared(), qz2 = q.z.squared();
    const F u = p.x * qz2, s = p.y * q.z * qz2;
    const F h = q.x * pz2 - u, r = q.y * p.z * pz2 - s;
    if (h.is_zero()) return r.is_zero() ? p.doubled() : infinity();
    const F h2 = h.squared(), h3 = h2 * h, v = u * h2;
    const F out_x = r.squared() - h3 - v.doubled();
    return {out_x, r * (v - out_x) - s * h3, p.z * q.z * h};
  }
};

/// A scalar in digits that are zero or odd and below 2^(kWidth - 1) in size, at most one of kWidth
/// successive ones non-zero.
class WindowedDigits {
 public:
  static constexpr int kWidth = 5;

  /// @param scalar  below 2^256 - 2^kWidth.
  constexpr explicit WindowedDigits(U256 scalar) {
    constexpr int kRange = 1 << kWidth;
    while (!scalar.is_zero()) {
      int digit = 0;
      if (scalar.limbs[0] & 1) {
        digit = static_cast<int>(scalar.limbs[0] & (kRange - 1));
        if (digit >= kRange / 2) digit -= kRange;
        if (digit > 0)
          scalar -= U256{static_cast<uint64_t>(digit)};
        else
          scalar += U256{static_cast<uint64_t>(-digit)};
      }
      digits_[count_++] = static_cast<int8_t>(digit);
      scalar = scalar >> 1;
    }
  }
  constexpr int count() const { return count_; }
  constexpr int operator[](int i) const { return i < count_ ? digits_[i] : 0; }

 private:
  int8_t digits_[258]{};
  int count_ = 0;
};

/// The odd multiples 1, 3, … of a point that the digits select from.
template <class F>
class OddMultiples {
 public:
  constexpr explicit OddMultiples(const JacobianPoint<F>& point) {
    const JacobianPoint<F> twice = point.doubled();
    points_[0] = point;
    for (int i = 1; i < kCount; ++i) points_[i] = points_[i - 1] + twice;
  }
  /// @return sum + digit · point.
  constexpr JacobianPoint<F> add(const JacobianPoint<F>& sum, int digit) const {
    if (digit == 0) return sum;
    return digit > 0 ? sum + points_[digit / 2] : sum + -points_[-digit / 2];
  }

 private:
  static constexpr int kCount = 1 << (WindowedDigits::kWidth - 2);
  JacobianPoint<F> points_[kCount];
};

/// @param scalar  below 2^256 - 32.
template <class F>
constexpr JacobianPoint<F> multiply(const JacobianPoint<F>& point, const U256& scalar) {
  const WindowedDigits digits(scalar);
  const OddMultiples<F> multiples(point);
  auto sum = JacobianPoint<F>::infinity();
  for (int i = digits.count() - 1; i >= 0; --i) sum = multiples.add(sum.doubled(), digits[i]);
  return sum;
}

/// @return a · p + b · q, sharing the doublings (Straus).  @param a, b  below 2^256 - 32.
template <class F>
constexpr JacobianPoint<F> multiply_two(const JacobianPoint<F>& p, const U256& a,
                                        const JacobianPoint<F>& q, const U256& b) {
  const WindowedDigits a_digits(a), b_digits(b);
  const OddMultiples<F> p_multiples(p), q_multiples(q);
  const int count = a_digits.count() > b_digits.count() ? a_digits.count() : b_digits.count();
  auto sum = JacobianPoint<F>::infinity();
  for (int i = count - 1; i >= 0; --i)
    sum = q_multiples.add(p_multiples.add(sum.doubled(), a_digits[i]), b_digits[i]);
  return sum;
}

}  // namespace dovetail
