// Multiplication and division of 256-bit integers, on the limbs that suit the machine.

#include "sdk/base/u256.hpp"

#include "sdk/base/limbs.hpp"

namespace dovetail {
namespace {

using limbs::Limb;

constexpr unsigned kLimbBits = limbs::kBits<Limb>;
constexpr size_t kLimbs = 256 / kLimbBits;
constexpr size_t kLimbsPerWord = 64 / kLimbBits;

void to_limbs(const U256& a, Limb out[kLimbs]) {
  for (size_t i = 0; i < kLimbs; ++i)
    out[i] = static_cast<Limb>(a.limbs[i / kLimbsPerWord] >> (i % kLimbsPerWord * kLimbBits));
}

U256 from_limbs(const Limb in[kLimbs]) {
  U256 out;
  for (size_t i = 0; i < kLimbs; ++i)
    out.limbs[i / kLimbsPerWord] |= uint64_t{in[i]} << (i % kLimbsPerWord * kLimbBits);
  return out;
}

/// @param u  [count] limbs and room for one more; destroyed.  @return u mod m; m is not zero.
U256 reduce(Limb* u, size_t count, const U256& modulus) {
  Limb v[kLimbs];
  to_limbs(modulus, v);
  const size_t m = limbs::significant(u, count), n = limbs::significant(v, kLimbs);
  if (m >= n) {
    const unsigned shift = static_cast<unsigned>(std::countl_zero(v[n - 1]));
    limbs::shift_left(v, v, n, shift);
    u[m] = limbs::shift_left(u, u, m, shift);
    Limb* const no_quotient = nullptr;
    if (n == kLimbs)
      limbs::divide_normalized(u, m, v, kLimbs, no_quotient);  // unrolled
    else
      limbs::divide_normalized(u, m, v, n, no_quotient);
    limbs::shift_right(u, u, n, shift);
  }
  for (size_t i = n; i < kLimbs; ++i) u[i] = 0;
  return from_limbs(u);
}

}  // namespace

#ifndef __SIZEOF_INT128__
U256 operator*(const U256& a, const U256& b) {
  Limb x[kLimbs], y[kLimbs], out[kLimbs]{};
  to_limbs(a, x);
  to_limbs(b, y);
#pragma GCC unroll 8
  for (size_t i = 0; i < kLimbs; ++i) {
    Limb carry = 0;
#pragma GCC unroll 8
    for (size_t j = 0; j < kLimbs - i; ++j)
      out[i + j] = limbs::multiply_add(x[i], y[j], out[i + j], carry);
  }
  return from_limbs(out);
}
#endif

U256Division divide(const U256& a, const U256& b) {
  if (b.is_zero()) return {};
  if (a < b) return {U256{}, a};
  if (a.fits_u64()) return {a.low_u64() / b.low_u64(), a.low_u64() % b.low_u64()};
  Limb u[kLimbs + 1], v[kLimbs], q[kLimbs]{};
  to_limbs(a, u);
  to_limbs(b, v);
  const size_t m = limbs::significant(u, kLimbs), n = limbs::significant(v, kLimbs);
  const unsigned shift = static_cast<unsigned>(std::countl_zero(v[n - 1]));
  limbs::shift_left(v, v, n, shift);
  u[m] = limbs::shift_left(u, u, m, shift);
  limbs::divide_normalized(u, m, v, n, q);
  limbs::shift_right(u, u, n, shift);
  for (size_t i = n; i < kLimbs; ++i) u[i] = 0;
  return {from_limbs(q), from_limbs(u)};
}

U256 add_mod(const U256& a, const U256& b, const U256& m) {
  if (m.is_zero()) return {};
  const U256::Sum sum = U256::add(a, b);
  if (!sum.carry && sum.value < m) return sum.value;
  Limb u[kLimbs + 2]{};
  to_limbs(sum.value, u);
  u[kLimbs] = sum.carry;
  return reduce(u, kLimbs + 1, m);
}

U256 mul_mod(const U256& a, const U256& b, const U256& m) {
  if (m.is_zero()) return {};
  Limb x[kLimbs], y[kLimbs], product[2 * kLimbs + 1]{};
  to_limbs(a, x);
  to_limbs(b, y);
#pragma GCC unroll 8
  for (size_t i = 0; i < kLimbs; ++i) {
    Limb carry = 0;
#pragma GCC unroll 8
    for (size_t j = 0; j < kLimbs; ++j)
      product[i + j] = limbs::multiply_add(x[i], y[j], product[i + j], carry);
    product[i + kLimbs] = carry;
  }
  return reduce(product, 2 * kLimbs, m);
}

}  // namespace dovetail
