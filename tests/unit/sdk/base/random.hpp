#pragma once
// Random numbers for property tests: a seeded generator (SplitMix64) that also runs on the guest,
// and integers that favour the borders of limbs.

#include "sdk/base/u256.hpp"

namespace dovetail::test {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }

  /// @return 256 bits; each 32-bit word is random, all zeros or all ones.
  U256 word256() {
    U256 out;
    for (int i = 0; i < 8; ++i) out.limbs[i / 2] |= uint64_t{word32()} << (i % 2 * 32);
    return out;
  }

 private:
  uint32_t word32() {
    const uint64_t draw = next();
    if (draw % 4 == 0) return 0;
    if (draw % 4 == 1) return ~uint32_t{0};
    return static_cast<uint32_t>(draw >> 32);
  }

  uint64_t state_;
};

}  // namespace dovetail::test
