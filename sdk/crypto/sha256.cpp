#include "sdk/crypto/sha256.hpp"

#include <bit>

#include "sdk/crypto/merkle_damgard.hpp"
#include "sdk/crypto/sha256_compress.hpp"

namespace dovetail {
namespace detail {
namespace {

void schedule(const uint8_t* block, uint32_t w[64]) {
  for (int i = 0; i < 16; ++i) w[i] = load_be32(block + 4 * i);
  for (int i = 16; i < 64; ++i) {
    const uint32_t a = w[i - 15], b = w[i - 2];
    const uint32_t s0 = std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3;
    const uint32_t s1 = std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

void mix_block(uint32_t state[8], const uint8_t* block) {
  uint32_t w[64];
  schedule(block, w);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  for (int i = 0; i < 64; ++i) {
    const uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kSha256RoundConstants[i] + w[i];
    const uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + t1;
    d = c, c = b, b = a, a = t1 + t2;
  }
  const uint32_t mixed[8] = {a, b, c, d, e, f, g, h};
  for (int i = 0; i < 8; ++i) state[i] += mixed[i];
}

}  // namespace

void sha256_compress_portable(uint32_t state[8], const uint8_t* blocks, size_t count) {
  for (size_t i = 0; i < count; ++i) mix_block(state, blocks + 64 * i);
}

}  // namespace detail

Hash256 sha256(ByteView bytes) {
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  detail::for_padded_blocks(bytes, std::endian::big, [&](const uint8_t* blocks, size_t count) {
    detail::sha256_compress(state, blocks, count);
  });
  Hash256 out;
  for (int i = 0; i < 8; ++i) store_be32(out.bytes + 4 * i, state[i]);
  return out;
}

}  // namespace dovetail
