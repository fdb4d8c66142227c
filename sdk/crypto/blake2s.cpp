#include "sdk/crypto/blake2s.hpp"

#include <bit>

#include "sdk/crypto/blake2_schedule.hpp"

namespace dovetail {
namespace {

constexpr uint32_t kInitial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr uint32_t kParameters = 0x01010020;  // fan-out 1, depth 1, no key, 32 bytes out

inline void mix(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d, uint32_t x, uint32_t y) {
  a += b + x;
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 12);
  a += b + y;
  d = std::rotr(d ^ a, 8);
  c += d;
  b = std::rotr(b ^ c, 7);
}

inline void round(uint32_t v[16], const uint32_t m[16], const uint8_t s[16]) {
  mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
  mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
  mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
  mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
  mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
  mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
  mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
  mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
}

}  // namespace

Blake2s::Blake2s() {
  for (int i = 0; i < 8; ++i) state_[i] = kInitial[i];
  state_[0] ^= kParameters;
}

void Blake2s::compress(const uint8_t* block, bool last) {
  uint32_t m[16], v[16];
  for (int i = 0; i < 16; ++i) m[i] = load_le32(block + 4 * i);
  for (int i = 0; i < 8; ++i) v[i] = state_[i], v[8 + i] = kInitial[i];
  v[12] ^= static_cast<uint32_t>(counter_);
  v[13] ^= static_cast<uint32_t>(counter_ >> 32);
  if (last) v[14] = ~v[14];
#pragma GCC unroll 10
  for (int i = 0; i < 10; ++i) round(v, m, detail::kBlake2Schedule[i]);
  for (int i = 0; i < 8; ++i) state_[i] ^= v[i] ^ v[8 + i];
}

void Blake2s::update(ByteView bytes) {
  for (size_t i = 0; i < bytes.size();) {
    if (buffered_ == kBlockSize) {
      counter_ += kBlockSize;
      compress(buffer_, false);
      buffered_ = 0;
    }
    while (i < bytes.size() && buffered_ < kBlockSize) buffer_[buffered_++] = bytes[i++];
  }
}

Hash256 Blake2s::finish() {
  counter_ += buffered_;
  while (buffered_ < kBlockSize) buffer_[buffered_++] = 0;
  compress(buffer_, true);
  Hash256 out;
  for (int i = 0; i < 8; ++i) store_le32(out.bytes + 4 * i, state_[i]);
  return out;
}

Hash256 blake2s(ByteView bytes) {
  Blake2s hash;
  hash.update(bytes);
  return hash.finish();
}

}  // namespace dovetail
