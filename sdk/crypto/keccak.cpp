#include "sdk/crypto/keccak.hpp"

#include <bit>

namespace dovetail {
namespace {

constexpr uint64_t kRoundConstants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

// Rho's rotations and pi's destinations, lane by lane at x + 5 y.
constexpr int kRotations[25] = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};
constexpr int kDestinations[25] = {0,  10, 20, 5, 15, 16, 1,  11, 21, 6, 7,  17, 2,
                                   12, 22, 23, 8, 18, 3,  13, 14, 24, 9, 19, 4};

inline void theta(uint64_t a[25]) {
  uint64_t c[5];
  for (int x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (int x = 0; x < 5; ++x) {
    const uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
    for (int y = 0; y < 25; y += 5) a[x + y] ^= d;
  }
}

inline void rho_pi(const uint64_t a[25], uint64_t b[25]) {
#pragma GCC unroll 25
  for (int i = 0; i < 25; ++i) b[kDestinations[i]] = std::rotl(a[i], kRotations[i]);
}

inline void chi(const uint64_t b[25], uint64_t a[25]) {
#pragma GCC unroll 5
  for (int y = 0; y < 25; y += 5) {
#pragma GCC unroll 5
    for (int x = 0; x < 5; ++x) a[y + x] = b[y + x] ^ (~b[y + (x + 1) % 5] & b[y + (x + 2) % 5]);
  }
}

void permute(uint64_t a[25]) {
  uint64_t b[25];
  for (uint64_t constant : kRoundConstants) {
    theta(a);
    rho_pi(a, b);
    chi(b, a);
    a[0] ^= constant;
  }
}

}  // namespace

void Keccak256::absorb_byte(uint8_t byte) {
  state_[position_ / 8] ^= uint64_t{byte} << (position_ % 8 * 8);
  if (++position_ == kRate) {
    permute(state_);
    position_ = 0;
  }
}

void Keccak256::absorb_block(const uint8_t* block) {
  for (size_t i = 0; i < kRate / 8; ++i) state_[i] ^= load_le64(block + 8 * i);
  permute(state_);
}

void Keccak256::update(ByteView bytes) {
  size_t i = 0;
  while (i < bytes.size() && position_ != 0) absorb_byte(bytes[i++]);
  for (; bytes.size() - i >= kRate; i += kRate) absorb_block(bytes.data() + i);
  while (i < bytes.size()) absorb_byte(bytes[i++]);
}

Hash256 Keccak256::finish() {
  state_[position_ / 8] ^= uint64_t{1} << (position_ % 8 * 8);
  state_[kRate / 8 - 1] ^= uint64_t{0x80} << 56;
  permute(state_);
  Hash256 out;
  for (int i = 0; i < 4; ++i) store_le64(out.bytes + 8 * i, state_[i]);
  return out;
}

Hash256 keccak256(ByteView bytes) {
  Keccak256 hash;
  hash.update(bytes);
  return hash.finish();
}

}  // namespace dovetail
