#pragma once
// Points of a curve y² = x³ + a·x + b over any field, a = 0 or -3, in Jacobian coordinates:
// (X, Y, Z) is (X / Z², Y / Z³), Z = 0 is the point at infinity.
//
// secp256k1 and both groups of bn254 have a = 0, P-256 has a = -3.
// Source: Cohen, Miyaji, Ono, "Efficient Elliptic Curve Exponentiation Using Mixed Coordinates".

#include "sdk/base/u256.hpp"

namespace dovetail {

template <class F>
struct AffinePoint {
  F x, y;  ///< both zero: the point at infinity (no curve with b != 0 has a point (0, 0))

  constexpr bool is_infinity() const { return x.is_zero() && y.is_zero(); }
  constexpr AffinePoint operator-() const { return {x, -y}; }
  constexpr friend bool operator==(const AffinePoint&, const AffinePoint&) = default;
};

/// The coefficient a of a curve, as what the doubling needs: 3·X² + a·Z⁴.
struct ZeroA {
  template <class F>
  static constexpr F slope(const F& x, const F&) {
    const F square = x.squared();
    return square.doubled() + square;
  }
};
struct MinusThreeA {
  template <class F>
  static constexpr F slope(const F& x, const F& z) {
    const F square = z.squared();
    const F product = (x + square) * (x - square);
    return product.doubled() + product;
  }
};

/// Whether y² = x³ + b: for curves with a = 0.
template <class F>
constexpr bool is_on_curve(const AffinePoint<F>& point, const F& b) {
  return point.y.squared() == point.x.squared() * point.x + b;
}

template <class F, class A = ZeroA>
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
    const F b = y.squared(), c = b.squared();
    const F d = (x * b).doubled().doubled();
    const F e = A::slope(x, z);
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
template <class Point>
class OddMultiples {
 public:
  constexpr explicit OddMultiples(const Point& point) {
    const Point twice = point.doubled();
    points_[0] = point;
    for (int i = 1; i < kCount; ++i) points_[i] = points_[i - 1] + twice;
  }
  /// @return sum + digit · point.
  constexpr Point add(const Point& sum, int digit) const {
    if (digit == 0) return sum;
    return digit > 0 ? sum + points_[digit / 2] : sum + -points_[-digit / 2];
  }

 private:
  static constexpr int kCount = 1 << (WindowedDigits::kWidth - 2);
  Point points_[kCount];
};

/// @param point  a JacobianPoint.  @param scalar  below 2^256 - 32.
template <class Point>
constexpr Point multiply(const Point& point, const U256& scalar) {
  const WindowedDigits digits(scalar);
  const OddMultiples<Point> multiples(point);
  Point sum = Point::infinity();
  for (int i = digits.count() - 1; i >= 0; --i) sum = multiples.add(sum.doubled(), digits[i]);
  return sum;
}

/// @return a · p + b · q, sharing the doublings (Straus).  @param a, b  below 2^256 - 32.
template <class Point>
constexpr Point multiply_two(const Point& p, const U256& a, const Point& q, const U256& b) {
  const WindowedDigits a_digits(a), b_digits(b);
  const OddMultiples<Point> p_multiples(p), q_multiples(q);
  const int count = a_digits.count() > b_digits.count() ? a_digits.count() : b_digits.count();
  Point sum = Point::infinity();
  for (int i = count - 1; i >= 0; --i)
    sum = q_multiples.add(p_multiples.add(sum.doubled(), a_digits[i]), b_digits[i]);
  return sum;
}

}  // namespace dovetail
