#pragma once
// Unsigned 256-bit integers, modulo 2^256 as the EVM's words are.

#include <compare>
#include <cstdint>

#include "sdk/base/bytes.hpp"

namespace dovetail {

struct U256 {
  uint64_t limbs[4]{};  ///< least significant first

  constexpr U256() = default;
  constexpr U256(uint64_t low) : limbs{low, 0, 0, 0} {}  // NOLINT(google-explicit-constructor)
  constexpr U256(uint64_t l0, uint64_t l1, uint64_t l2, uint64_t l3) : limbs{l0, l1, l2, l3} {}

  constexpr bool is_zero() const { return (limbs[0] | limbs[1] | limbs[2] | limbs[3]) == 0; }
  constexpr bool fits_u64() const { return (limbs[1] | limbs[2] | limbs[3]) == 0; }
  constexpr uint64_t low_u64() const { return limbs[0]; }
  /// @return the value, or the largest uint64_t if it is larger.
  constexpr uint64_t saturated_u64() const { return fits_u64() ? limbs[0] : ~uint64_t{0}; }

  constexpr friend bool operator==(const U256& a, const U256& b) {
    return ((a.limbs[0] ^ b.limbs[0]) | (a.limbs[1] ^ b.limbs[1]) | (a.limbs[2] ^ b.limbs[2]) |
            (a.limbs[3] ^ b.limbs[3])) == 0;
  }
  constexpr friend std::strong_ordering operator<=>(const U256& a, const U256& b) {
    for (int i = 3; i > 0; --i)
      if (a.limbs[i] != b.limbs[i]) return a.limbs[i] <=> b.limbs[i];
    return a.limbs[0] <=> b.limbs[0];
  }

  struct Sum;
  struct Difference;
  static constexpr Sum add(const U256& a, const U256& b);
  static constexpr Difference subtract(const U256& a, const U256& b);

  /// @param bytes  at most 32, big endian, shorter ones are padded on the left.
  static constexpr U256 from_be(ByteView bytes) {
    U256 out;
    for (size_t i = 0; i < bytes.size(); ++i) {
      const size_t position = bytes.size() - 1 - i;
      out.limbs[position / 8] |= uint64_t{bytes[i]} << (position % 8 * 8);
    }
    return out;
  }
  constexpr Hash256 to_be() const {
    Hash256 out;
    for (int i = 0; i < 4; ++i) store_be64(out.bytes + 8 * i, limbs[3 - i]);
    return out;
  }
};

struct U256::Sum {
  U256 value;
  bool carry;
};
struct U256::Difference {
  U256 value;
  bool borrow;
};
constexpr U256::Sum U256::add(const U256& a, const U256& b) {
  Sum out{};
  for (int i = 0; i < 4; ++i) {
    uint64_t sum = 0;
    const bool first = __builtin_add_overflow(a.limbs[i], b.limbs[i], &sum);
    const bool second = __builtin_add_overflow(sum, uint64_t{out.carry}, &out.value.limbs[i]);
    out.carry = first | second;
  }
  return out;
}
constexpr U256::Difference U256::subtract(const U256& a, const U256& b) {
  Difference out{};
  for (int i = 0; i < 4; ++i) {
    uint64_t difference = 0;
    const bool first = __builtin_sub_overflow(a.limbs[i], b.limbs[i], &difference);
    const bool second =
        __builtin_sub_overflow(difference, uint64_t{out.borrow}, &out.value.limbs[i]);
    out.borrow = first | second;
  }
  return out;
}
constexpr bool operator<(const U256& a, const U256& b) {
  return U256::subtract(a, b).borrow;
}
constexpr bool operator>(const U256& a, const U256& b) {
  return b < a;
}
constexpr bool operator<=(const U256& a, const U256& b) {
  return !(b < a);
}
constexpr bool operator>=(const U256& a, const U256& b) {
  return !(a < b);
}
constexpr U256 operator+(const U256& a, const U256& b) {
  return U256::add(a, b).value;
}
constexpr U256 operator~(const U256& a) {
  return {~a.limbs[0], ~a.limbs[1], ~a.limbs[2], ~a.limbs[3]};
}
constexpr U256 operator-(const U256& a, const U256& b) {
  return U256::subtract(a, b).value;
}
constexpr U256 operator-(const U256& a) {
  return U256{} - a;
}
constexpr U256 operator&(const U256& a, const U256& b) {
  return {a.limbs[0] & b.limbs[0], a.limbs[1] & b.limbs[1], a.limbs[2] & b.limbs[2],
          a.limbs[3] & b.limbs[3]};
}
constexpr U256 operator|(const U256& a, const U256& b) {
  return {a.limbs[0] | b.limbs[0], a.limbs[1] | b.limbs[1], a.limbs[2] | b.limbs[2],
          a.limbs[3] | b.limbs[3]};
}
constexpr U256 operator^(const U256& a, const U256& b) {
  return {a.limbs[0] ^ b.limbs[0], a.limbs[1] ^ b.limbs[1], a.limbs[2] ^ b.limbs[2],
          a.limbs[3] ^ b.limbs[3]};
}
/// Shifts by 256 and more give zero. The limbs are taken from between zeros, so that no branch
/// depends on the count.
constexpr U256 operator<<(const U256& a, unsigned bits) {
  if (bits >= 256) return {};
  const uint64_t padded[8] = {0, 0, 0, 0, a.limbs[0], a.limbs[1], a.limbs[2], a.limbs[3]};
  const unsigned from = 4 - bits / 64, rest = bits % 64;
  U256 out;
  out.limbs[0] = padded[from] << rest;
  for (unsigned i = 1; i < 4; ++i)
    out.limbs[i] = padded[from + i] << rest | (padded[from + i - 1] >> 1) >> (63 - rest);
  return out;
}
constexpr U256 operator>>(const U256& a, unsigned bits) {
  if (bits >= 256) return {};
  const uint64_t padded[8] = {a.limbs[0], a.limbs[1], a.limbs[2], a.limbs[3], 0, 0, 0, 0};
  const unsigned from = bits / 64, rest = bits % 64;
  U256 out;
  for (unsigned i = 0; i < 3; ++i)
    out.limbs[i] = padded[from + i] >> rest | (padded[from + i + 1] << 1) << (63 - rest);
  out.limbs[3] = padded[from + 3] >> rest;
  return out;
}
/// @return the number of bits that the value needs; 0 for 0.
constexpr unsigned bit_width(const U256& a) {
  for (int i = 3; i >= 0; --i)
    if (a.limbs[i] != 0) return 64 * i + 64 - __builtin_clzll(a.limbs[i]);
  return 0;
}

#ifdef __SIZEOF_INT128__
inline U256 operator*(const U256& a, const U256& b) {
  U256 out;
  for (int i = 0; i < 4; ++i) {
    uint64_t carry = 0;
    for (int j = 0; i + j < 4; ++j) {
      const unsigned __int128 sum =
          static_cast<unsigned __int128>(a.limbs[i]) * b.limbs[j] + out.limbs[i + j] + carry;
      out.limbs[i + j] = static_cast<uint64_t>(sum);
      carry = static_cast<uint64_t>(sum >> 64);
    }
  }
  return out;
}
#else
U256 operator*(const U256& a, const U256& b);
#endif

struct U256Division {
  U256 quotient, remainder;
};
/// Division by zero gives zero and zero, as the EVM's DIV and MOD do.
U256Division divide(const U256& a, const U256& b);
inline U256 operator/(const U256& a, const U256& b) {
  return divide(a, b).quotient;
}
inline U256 operator%(const U256& a, const U256& b) {
  return divide(a, b).remainder;
}

/// @return (a + b) mod m and a * b mod m, of the exact sum and product; zero if m is zero.
U256 add_mod(const U256& a, const U256& b, const U256& m);
U256 mul_mod(const U256& a, const U256& b, const U256& m);

constexpr U256& operator+=(U256& a, const U256& b) {
  return a = a + b;
}
constexpr U256& operator-=(U256& a, const U256& b) {
  return a = a - b;
}

}  // namespace dovetail
