#pragma once
// The two rings that modular exponentiation works in, on numbers of any length: integers modulo an
// odd number, in Montgomery form, and modulo a power of two. Elements are spans of ring.size()
// limbs; results may be the operands. Source: Koç, Acar, Kaliski, "Analyzing and Comparing
// Montgomery Multiplication Algorithms" (SOS).

#include <span>

#include "sdk/base/arena.hpp"
#include "sdk/base/limbs.hpp"

namespace dovetail::modexp_detail {

using limbs::Limb;
using Number = std::span<const Limb>;
using MutableNumber = std::span<Limb>;

/// to[i] += a[i]·factor over a.size() limbs.  @return the limb that carries out.
inline Limb add_multiple(Limb* to, Number a, Limb factor) {
  Limb carry = 0;
  for (size_t i = 0; i < a.size(); ++i) to[i] = limbs::multiply_add(a[i], factor, to[i], carry);
  return carry;
}

/// @param out  [a.size() + b.size()], apart from both.
inline void multiply(MutableNumber out, Number a, Number b) {
  for (Limb& limb : out) limb = 0;
  for (size_t i = 0; i < a.size(); ++i) out[i + b.size()] = add_multiple(&out[i], b, a[i]);
}

/// @param out  [2·a.size()], apart from a. Each product of two different limbs is computed once and
/// doubled.
inline void square(MutableNumber out, Number a) {
  const size_t n = a.size();
  for (Limb& limb : out) limb = 0;
  for (size_t i = 0; i < n; ++i) out[n + i] = add_multiple(&out[2 * i + 1], a.subspan(i + 1), a[i]);
  limbs::shift_left(out.data(), out.data(), 2 * n, 1);
  Limb carry = 0;
  for (size_t i = 0; i < n; ++i) {
    Limb high = 0;
    const Limb low = limbs::multiply_add(a[i], a[i], Limb{0}, high);
    out[2 * i] = limbs::add_carry(out[2 * i], low, carry);
    out[2 * i + 1] = limbs::add_carry(out[2 * i + 1], high, carry);
  }
}

/// @return -1 / odd modulo 2^bits of a limb.
constexpr Limb minus_inverse(Limb odd) {
  Limb inverse = odd;
  for (int i = 0; i < 6; ++i) inverse *= 2 - odd * inverse;
  return 0 - inverse;
}

/// out = a·2^(bits of zeros limbs) modulo divisor.  @param divisor  no zero limb at the top. @param
/// out  [divisor.size()]
inline void remainder_shifted(MutableNumber out, Number a, size_t zeros, Number divisor,
                              Arena& arena) {
  const auto mark = arena.mark();
  const size_t n = divisor.size();
  const size_t m = a.size() + zeros > n ? a.size() + zeros : n;
  const MutableNumber u = arena.make<Limb>(m + 1), v = arena.make<Limb>(n);
  for (size_t i = 0; i < a.size(); ++i) u[zeros + i] = a[i];
  const unsigned shift = static_cast<unsigned>(std::countl_zero(divisor[n - 1]));
  limbs::shift_left(v.data(), divisor.data(), n, shift);
  u[m] = limbs::shift_left(u.data(), u.data(), m, shift);
  limbs::divide_normalized<Limb>(u.data(), m, v.data(), n, nullptr);
  limbs::shift_right(out.data(), u.data(), n, shift);
  arena.release(mark);
}

/// Integers modulo an odd number. An element is its number times R = 2^(bits of size()
/// limbs).
class MontgomeryRing {
 public:
  /// @param modulus  odd, no zero limb at the top; borrowed.
  MontgomeryRing(Number modulus, Arena& arena)
      : modulus_(modulus),
        product_(arena.make<Limb>(2 * modulus.size())),
        minus_inverse_(minus_inverse(modulus[0])) {}

  size_t size() const { return modulus_.size(); }

  void from_number(MutableNumber out, Number number, Arena& arena) const {
    remainder_shifted(out, number, size(), modulus_, arena);
  }
  void to_number(MutableNumber out, Number element) {
    for (size_t i = 0; i < size(); ++i) product_[i] = element[i], product_[size() + i] = 0;
    reduce(out);
  }
  void multiply(MutableNumber out, Number a, Number b) {
    modexp_detail::multiply(product_, a, b);
    reduce(out);
  }
  void square(MutableNumber out, Number a) {
    modexp_detail::square(product_, a);
    reduce(out);
  }

 private:
  // out = product / R. Each round makes one more limb at the bottom zero; the sum stays below
  // 2·modulus·R.
  void reduce(MutableNumber out) {
    const size_t n = size();
    Limb carry = 0;
    for (size_t i = 0; i < n; ++i) {
      const Limb factor = product_[i] * minus_inverse_;
      const Limb high = add_multiple(&product_[i], modulus_, factor);
      product_[n + i] = limbs::add_carry(product_[n + i], high, carry);
    }
    Limb borrow = 0;
    for (size_t i = 0; i < n; ++i)
      out[i] = limbs::subtract_borrow(product_[n + i], modulus_[i], borrow);
    if (borrow <= carry) return;
    for (size_t i = 0; i < n; ++i) out[i] = product_[n + i];
  }

  Number modulus_;
  MutableNumber product_;
  Limb minus_inverse_;
};

/// Integers modulo 2^bits.
class BinaryRing {
 public:
  BinaryRing(size_t bits, Arena& arena)
      : bits_(bits),
        product_(arena.make<Limb>((bits + limbs::kBits<Limb> - 1) / limbs::kBits<Limb>)) {}

  size_t size() const { return product_.size(); }

  void from_number(MutableNumber out, Number number, Arena&) const {
    for (size_t i = 0; i < size(); ++i) out[i] = i < number.size() ? number[i] : 0;
    mask(out);
  }
  void to_number(MutableNumber out, Number element) const {
    for (size_t i = 0; i < size(); ++i) out[i] = element[i];
  }
  void multiply(MutableNumber out, Number a, Number b) {
    const size_t n = size();
    for (Limb& limb : product_) limb = 0;
    for (size_t i = 0; i < n; ++i) add_multiple(&product_[i], b.first(n - i), a[i]);
    for (size_t i = 0; i < n; ++i) out[i] = product_[i];
    mask(out);
  }
  void square(MutableNumber out, Number a) { multiply(out, a, a); }

  /// out = a - b.
  void subtract(MutableNumber out, Number a, Number b) const {
    Limb borrow = 0;
    for (size_t i = 0; i < size(); ++i) out[i] = limbs::subtract_borrow(a[i], b[i], borrow);
    mask(out);
  }

 private:
  void mask(MutableNumber number) const {
    const size_t rest = bits_ % limbs::kBits<Limb>;
    if (rest != 0) number[size() - 1] &= (Limb{1} << rest) - 1;
  }

  size_t bits_;
  MutableNumber product_;
};

}  // namespace dovetail::modexp_detail
