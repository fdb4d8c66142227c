#pragma once
// Arithmetic on arrays of machine words ("limbs", least significant first): what U256, the prime
// fields and modular exponentiation are built from. A limb is 64 bits where the compiler has a
// 128-bit product, else 32 (rv32im).
//
// Every function is a template over the limb, so that tests run the guest's 32-bit form natively
// too. Source of the division: Knuth, TAOCP 2, 4.3.1, algorithm D; of the reciprocal: Möller and
// Granlund, "Improved division by invariant integers", algorithms 2 and 4.

#include <bit>
#include <cstddef>
#include <cstdint>

namespace dovetail::limbs {

template <class L>
struct WideOf;
template <>
struct WideOf<uint32_t> {
  using Type = uint64_t;
};
#ifdef __SIZEOF_INT128__
template <>
struct WideOf<uint64_t> {
  using Type = unsigned __int128;
};
using Limb = uint64_t;
#else
using Limb = uint32_t;
#endif

template <class L>
using Wide = typename WideOf<L>::Type;

template <class L>
inline constexpr unsigned kBits = sizeof(L) * 8;

/// @return the low limb of a·b + c + carry; the high one goes to carry. Cannot overflow.
template <class L>
constexpr L multiply_add(L a, L b, L c, L& carry) {
  const Wide<L> sum = static_cast<Wide<L>>(a) * b + c + carry;
  carry = static_cast<L>(sum >> kBits<L>);
  return static_cast<L>(sum);
}

/// @param carry  0 or 1, in and out.
template <class L>
constexpr L add_carry(L a, L b, L& carry) {
  const L sum = a + carry;
  const L out = sum + b;
  carry = static_cast<L>(sum < carry) | static_cast<L>(out < sum);
  return out;
}

/// @param borrow  0 or 1, in and out.  @return a - b - borrow.
template <class L>
constexpr L subtract_borrow(L a, L b, L& borrow) {
  const L difference = a - b;
  const L out = difference - borrow;
  borrow = static_cast<L>(a < b) | static_cast<L>(difference < borrow);
  return out;
}

/// Shifts [n] left by fewer bits than a limb has; out may be in.  @return the bits that fell out at
/// the top.
template <class L>
constexpr L shift_left(L* out, const L* in, size_t n, unsigned bits) {
  L below = 0;
  for (size_t i = 0; i < n; ++i) {
    const L limb = in[i];
    out[i] = bits == 0 ? limb : static_cast<L>(limb << bits | below >> (kBits<L> - bits));
    below = limb;
  }
  return bits == 0 ? L{0} : static_cast<L>(below >> (kBits<L> - bits));
}

/// Shifts [n] right by fewer bits than a limb has; out may be in.
template <class L>
constexpr void shift_right(L* out, const L* in, size_t n, unsigned bits) {
  for (size_t i = 0; i < n; ++i) {
    const L above = i + 1 < n ? in[i + 1] : 0;
    out[i] = bits == 0 ? in[i] : static_cast<L>(in[i] >> bits | above << (kBits<L> - bits));
  }
}

/// @return n less the zero limbs at the top.
template <class L>
constexpr size_t significant(const L* a, size_t n) {
  while (n != 0 && a[n - 1] == 0) --n;
  return n;
}

/// Division of two limbs by one fixed limb, by multiplication. The divisor's top bit is set.
template <class L>
class Reciprocal {
 public:
  constexpr explicit Reciprocal(L divisor)
      : divisor_(divisor),
        inverse_(static_cast<L>(
            (static_cast<Wide<L>>(static_cast<L>(~divisor)) << kBits<L> | static_cast<L>(~L{0})) /
            divisor)) {}

  /// @param high  below the divisor, or the quotient does not fit.
  constexpr L divide(L high, L low, L& remainder) const {
    const Wide<L> estimate =
        static_cast<Wide<L>>(inverse_) * high + (static_cast<Wide<L>>(high) << kBits<L> | low);
    L quotient = static_cast<L>(estimate >> kBits<L>) + 1;
    L rest = low - quotient * divisor_;
    if (rest > static_cast<L>(estimate)) --quotient, rest += divisor_;
    if (rest >= divisor_) ++quotient, rest -= divisor_;
    remainder = rest;
    return quotient;
  }

 private:
  L divisor_;
  L inverse_;
};

/// u -= q·v over [n] and one limb more.  @return the borrow out of that limb.
template <class L>
[[gnu::always_inline]] constexpr L multiply_subtract(L* u, const L* v, size_t n, L q) {
  L carry = 0, borrow = 0;
  for (size_t i = 0; i < n; ++i) {
    const L product = multiply_add(q, v[i], L{0}, carry);
    u[i] = subtract_borrow(u[i], product, borrow);
  }
  u[n] = subtract_borrow(u[n], carry, borrow);
  return borrow;
}

/// The quotient digit of Knuth's step D3: at most one too large when n >= 2, exact when n = 1.
/// @param top  u[n], u[n - 1], u[n - 2] at top[0], top[-1], top[-2] (the last only if n >= 2).
template <class L>
[[gnu::always_inline]] constexpr L estimate_digit(const L* top, const L* v, size_t n,
                                                  const Reciprocal<L>& reciprocal) {
  const L highest = v[n - 1];
  L quotient = ~L{0}, rest = 0;
  if (top[0] >= highest) {
    rest = top[-1] + highest;
    if (rest < highest) return quotient;
  } else {
    quotient = reciprocal.divide(top[0], top[-1], rest);
  }
  if (n == 1) return quotient;
  while (static_cast<Wide<L>>(quotient) * v[n - 2] >
         (static_cast<Wide<L>>(rest) << kBits<L> | top[-2])) {
    --quotient;
    rest += highest;
    if (rest < highest) break;
  }
  return quotient;
}

/// Divides u, [m + 1] limbs, by v, [n] limbs with the top bit set, 1 <= n <= m. u's top limb is
/// below v's.
/// @param q  [m - n + 1] limbs of quotient, or null.  u becomes the remainder, [n] limbs; the rest
/// becomes 0.
template <class L>
[[gnu::always_inline]] constexpr void divide_normalized(L* u, size_t m, const L* v, size_t n,
                                                        L* q) {
  const Reciprocal<L> reciprocal(v[n - 1]);
  for (size_t j = m - n + 1; j-- > 0;) {
    L digit = estimate_digit(u + j + n, v, n, reciprocal);
    if (multiply_subtract(u + j, v, n, digit) != 0) {
      --digit;
      L carry = 0;
      for (size_t i = 0; i < n; ++i) u[j + i] = add_carry(u[j + i], v[i], carry);
      u[j + n] += carry;
    }
    if (q != nullptr) q[j] = digit;
  }
}

}  // namespace dovetail::limbs
