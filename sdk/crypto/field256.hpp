#pragma once
// A prime field of at most 256 bits in Montgomery form, on 64-bit limbs natively and 32-bit ones on
// the guest. Source: Koç, Acar, Kaliski, "Analyzing and Comparing Montgomery Multiplication
// Algorithms" (CIOS).
//
// Params gives kModulus, an odd prime above 2^192. Invariant: the stored number is below the
// modulus, so that equal elements have equal limbs. Not constant time: nothing here touches a
// secret.

#include "sdk/base/limbs.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail {

template <class Params, class L = limbs::Limb>
class Field256 {
 public:
  static constexpr U256 kModulus = Params::kModulus;

  constexpr Field256() = default;  ///< zero

  /// @param value  below the modulus.
  static constexpr Field256 from(const U256& value) { return split(value) * Field256(kRSquared); }
  static constexpr Field256 one() { return Field256(kR); }

  /// @return the canonical number, below the modulus.
  constexpr U256 value() const {
    Field256 unit;
    unit.limbs_[0] = 1;
    return (*this * unit).joined();
  }

  constexpr bool is_zero() const { return *this == Field256(); }
  constexpr bool is_odd() const { return (value().low_u64() & 1) != 0; }
  constexpr friend bool operator==(const Field256&, const Field256&) = default;

  constexpr friend Field256 operator+(const Field256& a, const Field256& b) {
    Field256 sum;
    L carry = 0;
    for (int i = 0; i < kLimbs; ++i)
      sum.limbs_[i] = limbs::add_carry(a.limbs_[i], b.limbs_[i], carry);
    return sum.reduced_once(carry);
  }
  constexpr friend Field256 operator-(const Field256& a, const Field256& b) {
    Field256 out;
    L borrow = 0, carry = 0;
#pragma GCC unroll 8
    for (int i = 0; i < kLimbs; ++i)
      out.limbs_[i] = limbs::subtract_borrow(a.limbs_[i], b.limbs_[i], borrow);
    const L mask = static_cast<L>(0 - borrow);
#pragma GCC unroll 8
    for (int i = 0; i < kLimbs; ++i)
      out.limbs_[i] = limbs::add_carry(out.limbs_[i], static_cast<L>(kP.limbs[i] & mask), carry);
    return out;
  }
  constexpr Field256 operator-() const { return Field256() - *this; }

  constexpr friend Field256 operator*(const Field256& a, const Field256& b) {
    Field256 t;
    L top = 0;
#pragma GCC unroll 8
    for (int i = 0; i < kLimbs; ++i) t.multiply_row(a, b.limbs_[i], top);
    return t.reduced_once(top);
  }
  constexpr Field256& operator+=(const Field256& b) { return *this = *this + b; }
  constexpr Field256& operator-=(const Field256& b) { return *this = *this - b; }
  constexpr Field256& operator*=(const Field256& b) { return *this = *this * b; }
  constexpr Field256 squared() const { return *this * *this; }
  constexpr Field256 doubled() const { return *this + *this; }

  /// @return this to the power of exponent, by windows of four bits.
  constexpr Field256 power(const U256& exponent) const {
    Field256 table[16];
    table[0] = one();
    for (int i = 1; i < 16; ++i) table[i] = table[i - 1] * *this;
    Field256 out = one();
    for (int i = 63; i >= 0; --i) {
      for (int j = 0; j < 4; ++j) out = out.squared();
      out *= table[exponent.limbs[i / 16] >> (i % 16 * 4) & 15];
    }
    return out;
  }

  /// @return 1 / this; zero for zero.
  constexpr Field256 inverse() const { return power(kModulus - U256{2}); }

  /// For a modulus of 3 modulo 4.  @return false if this is not a square; else out is one of its
  /// roots.
  constexpr bool square_root(Field256& out) const {
    static_assert((kModulus.limbs[0] & 3) == 3);
    const Field256 root = power((kModulus + U256{1}) >> 2);
    if (root.squared() != *this) return false;
    out = root;
    return true;
  }

 private:
  static constexpr int kLimbs = 256 / limbs::kBits<L>;
  static constexpr bool kSpareBit = kModulus.limbs[3] >> 62 == 0;
  static constexpr int kLimbsPerWord = 64 / limbs::kBits<L>;

  struct Constant {
    L limbs[kLimbs]{};
  };

  constexpr explicit Field256(const Constant& constant) {
    for (int i = 0; i < kLimbs; ++i) limbs_[i] = constant.limbs[i];
  }

  static constexpr Constant constant(const U256& value) {
    Constant out;
    for (int i = 0; i < kLimbs; ++i)
      out.limbs[i] =
          static_cast<L>(value.limbs[i / kLimbsPerWord] >> (i % kLimbsPerWord * limbs::kBits<L>));
    return out;
  }
  static constexpr Field256 split(const U256& value) { return Field256(constant(value)); }
  constexpr U256 joined() const {
    U256 out;
    for (int i = 0; i < kLimbs; ++i)
      out.limbs[i / kLimbsPerWord] |= uint64_t{limbs_[i]} << (i % kLimbsPerWord * limbs::kBits<L>);
    return out;
  }

  // 2^bits modulo the modulus, by doubling.
  static constexpr U256 power_of_two(int bits) {
    U256 out{1};
    for (int i = 0; i < bits; ++i) {
      const bool over = out.limbs[3] >> 63 != 0;
      out = out + out;
      if (over || out >= kModulus) out = out - kModulus;
    }
    return out;
  }
  // -1 / modulus modulo 2^bits of a limb: Newton's iteration doubles the right bits.
  static constexpr L minus_inverse() {
    const L p = static_cast<L>(kModulus.limbs[0]);
    L inverse = p;
    for (int i = 0; i < 6; ++i) inverse *= 2 - p * inverse;
    return 0 - inverse;
  }

  // One row of the product: (top, this) = ((top, this) + a·factor + m·modulus) / 2^bits of a limb,
  // where m makes the division exact. With a bit to spare in the modulus the sum never needs a limb
  // more.
  constexpr void multiply_row(const Field256& a, L factor, L& top) {
    L high = 0, low = 0;
    const L first = limbs::multiply_add(a.limbs_[0], factor, limbs_[0], high);
    const L m = first * kMinusInverse;
    limbs::multiply_add(m, kP.limbs[0], first, low);
#pragma GCC unroll 8
    for (int j = 1; j < kLimbs; ++j) {
      const L limb = limbs::multiply_add(a.limbs_[j], factor, limbs_[j], high);
      limbs_[j - 1] = limbs::multiply_add(m, kP.limbs[j], limb, low);
    }
    if constexpr (kSpareBit) {
      limbs_[kLimbs - 1] = high + low;
    } else {
      L carry = 0, next = 0;
      high = limbs::add_carry(high, top, carry);
      limbs_[kLimbs - 1] = limbs::add_carry(high, low, next);
      top = carry + next;
    }
  }

  // The number carry·2^256 + this, below twice the modulus, less the modulus if it is not below it.
  constexpr Field256 reduced_once(L carry) const {
    Field256 less;
    L borrow = 0;
#pragma GCC unroll 8
    for (int i = 0; i < kLimbs; ++i)
      less.limbs_[i] = limbs::subtract_borrow(limbs_[i], kP.limbs[i], borrow);
    const L keep = static_cast<L>(0 - static_cast<L>(borrow > carry));
#pragma GCC unroll 8
    for (int i = 0; i < kLimbs; ++i)
      less.limbs_[i] = (limbs_[i] & keep) | (less.limbs_[i] & static_cast<L>(~keep));
    return less;
  }

  static constexpr Constant kP = constant(kModulus);
  static constexpr Constant kR = constant(power_of_two(256));
  static constexpr Constant kRSquared = constant(power_of_two(512));
  static constexpr L kMinusInverse = minus_inverse();

  L limbs_[kLimbs]{};
};

}  // namespace dovetail
