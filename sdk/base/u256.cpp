#include "sdk/base/u256.hpp"

namespace dovetail {
namespace {

void to_words(const U256& a, uint32_t out[8]) {
  for (int i = 0; i < 8; ++i) out[i] = static_cast<uint32_t>(a.limbs[i / 2] >> (i % 2 * 32));
}

U256 from_words(const uint32_t in[8]) {
  U256 out;
  for (int i = 0; i < 8; ++i) out.limbs[i / 2] |= uint64_t{in[i]} << (i % 2 * 32);
  return out;
}

}  // namespace

U256 operator*(const U256& a, const U256& b) {
  uint32_t x[8], y[8], out[8]{};
  to_words(a, x);
  to_words(b, y);
  for (int i = 0; i < 8; ++i) {
    uint64_t carry = 0;
    for (int j = 0; i + j < 8; ++j) {
      const uint64_t sum = uint64_t{x[i]} * y[j] + out[i + j] + carry;
      out[i + j] = static_cast<uint32_t>(sum);
      carry = sum >> 32;
    }
  }
  return from_words(out);
}

U256Division divide(const U256& a, const U256& b) {
  if (b.is_zero()) return {};
  if (a < b) return {U256{}, a};
  if (a.fits_u64()) return {a.low_u64() / b.low_u64(), a.low_u64() % b.low_u64()};
  U256 quotient, remainder;
  for (int bit = static_cast<int>(bit_width(a)) - 1; bit >= 0; --bit) {
    const bool overflow = remainder.limbs[3] >> 63 != 0;
    remainder = remainder << 1;
    remainder.limbs[0] |= a.limbs[bit / 64] >> (bit % 64) & 1;
    if (overflow || remainder >= b) {
      remainder = remainder - b;
      quotient.limbs[bit / 64] |= uint64_t{1} << (bit % 64);
    }
  }
  return {quotient, remainder};
}

}  // namespace dovetail
