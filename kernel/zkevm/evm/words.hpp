#pragma once
// EVM words: the arithmetic that U256 does not have, and loads and stores in the machine's byte
// order.

#include <cstring>

#include "sdk/base/u256.hpp"

namespace dovetail::zkevm {

constexpr bool is_negative(const U256& a) {
  return a.limbs[3] >> 63 != 0;
}
constexpr U256 magnitude(const U256& a) {
  return is_negative(a) ? -a : a;
}

inline U256 signed_divide(const U256& a, const U256& b) {
  const U256 quotient = magnitude(a) / magnitude(b);
  return is_negative(a) != is_negative(b) ? -quotient : quotient;
}
inline U256 signed_modulo(const U256& a, const U256& b) {
  const U256 remainder = magnitude(a) % magnitude(b);
  return is_negative(a) ? -remainder : remainder;
}
constexpr bool signed_less(const U256& a, const U256& b) {
  return is_negative(a) != is_negative(b) ? is_negative(a) : a < b;
}

inline U256 power(U256 base, const U256& exponent) {
  U256 out = 1;
  const unsigned width = bit_width(exponent);
  for (unsigned i = 0; i < width; ++i) {
    if (exponent.limbs[i / 64] >> (i % 64) & 1) out = out * base;
    base = base * base;
  }
  return out;
}

/// Shifts right and fills with the sign.
constexpr U256 shift_right_signed(const U256& value, const U256& bits) {
  const U256 fill = is_negative(value) ? ~U256{} : U256{};
  if (!(bits < U256(256))) return fill;
  const unsigned count = static_cast<unsigned>(bits.low_u64());
  if (count == 0) return value;
  return value >> count | fill << (256 - count);
}

/// Extends the sign of byte `position`, counted from the lowest.
constexpr U256 sign_extend(const U256& position, const U256& value) {
  if (!(position < U256(31))) return value;
  const unsigned byte = static_cast<unsigned>(position.low_u64()), at = byte / 8;
  const unsigned unused = 56 - byte % 8 * 8;
  const auto limb = static_cast<int64_t>(value.limbs[at] << unused) >> unused;
  const uint64_t sign = static_cast<uint64_t>(limb >> 63);
  const auto pick = [&](unsigned i) {
    return i < at ? value.limbs[i] : i == at ? static_cast<uint64_t>(limb) : sign;
  };
  return {pick(0), pick(1), pick(2), pick(3)};
}

/// @return byte `position`, counted from the highest.
constexpr U256 byte_at(const U256& position, const U256& value) {
  if (!(position < U256(32))) return {};
  const unsigned from_low = 31 - static_cast<unsigned>(position.low_u64());
  return value.limbs[from_low / 8] >> (from_low % 8 * 8) & 0xff;
}

inline uint64_t load_be64_fast(const uint8_t* from) {
#if defined(__riscv)
  return load_be64(from);  // the machine has no misaligned access
#else
  uint64_t value = 0;
  std::memcpy(&value, from, 8);
  return __builtin_bswap64(value);
#endif
}
inline U256 load_word(const uint8_t* from) {
  return {load_be64_fast(from + 24), load_be64_fast(from + 16), load_be64_fast(from + 8),
          load_be64_fast(from)};
}
inline void store_word(uint8_t* to, const U256& value) {
  for (int i = 0; i < 4; ++i) {
#if defined(__riscv)
    store_be64(to + 8 * i, value.limbs[3 - i]);
#else
    const uint64_t limb = __builtin_bswap64(value.limbs[3 - i]);
    std::memcpy(to + 8 * i, &limb, 8);
#endif
  }
}

/// Reads the operand of PUSHn: n bytes, big endian. It may read up to 7 bytes behind them.
template <int kSize>
inline U256 load_operand(const uint8_t* from) {
  U256 out;
  constexpr int kFull = kSize / 8, kRest = kSize % 8;
  for (int i = 0; i < kFull; ++i) out.limbs[i] = load_be64_fast(from + kSize - 8 * (i + 1));
  if constexpr (kRest != 0) out.limbs[kFull] = load_be64_fast(from) >> (64 - 8 * kRest);
  return out;
}

inline U256 word_of(const Address& address) {
  return U256::from_be(address.view());
}
inline Address address_of_word(const U256& word) {
  const Hash256 bytes = word.to_be();
  return Address::from(bytes.view().subspan(12));
}

}  // namespace dovetail::zkevm
