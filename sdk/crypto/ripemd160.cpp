#include "sdk/crypto/ripemd160.hpp"

#include <bit>

#include "sdk/crypto/merkle_damgard.hpp"

namespace dovetail {
namespace {

/// One of the two lines of five rounds: which word each step takes, how far it rotates, and what
/// each round adds.
struct Line {
  uint8_t words[80];
  uint8_t rotations[80];
  uint32_t constants[5];
  bool reversed;  ///< the rounds' functions run from the fifth to the first
};

constexpr Line kLeft = {{0, 1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15,  //
                         7, 4,  13, 1,  10, 6,  15, 3,  12, 0, 9,  5,  2,  14, 11, 8,   //
                         3, 10, 14, 4,  9,  15, 8,  1,  2,  7, 0,  6,  13, 11, 5,  12,  //
                         1, 9,  11, 10, 0,  8,  12, 4,  13, 3, 7,  15, 14, 5,  6,  2,   //
                         4, 0,  5,  9,  7,  12, 2,  10, 14, 1, 3,  8,  11, 6,  15, 13},
                        {11, 14, 15, 12, 5,  8,  7,  9,  11, 13, 14, 15, 6,  7,  9,  8,   //
                         7,  6,  8,  13, 11, 9,  7,  15, 7,  12, 15, 9,  11, 7,  13, 12,  //
                         11, 13, 6,  7,  14, 9,  13, 15, 14, 8,  13, 6,  5,  12, 7,  5,   //
                         11, 12, 14, 15, 14, 15, 9,  8,  9,  14, 5,  6,  8,  6,  5,  12,  //
                         9,  15, 5,  11, 6,  8,  13, 12, 5,  12, 13, 14, 11, 8,  5,  6},
                        {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e},
                        false};

constexpr Line kRight = {{5,  14, 7,  0, 9, 2,  11, 4,  13, 6,  15, 8,  1,  10, 3,  12,  //
                          6,  11, 3,  7, 0, 13, 5,  10, 14, 15, 8,  12, 4,  9,  1,  2,   //
                          15, 5,  1,  3, 7, 14, 6,  9,  11, 8,  12, 2,  10, 0,  4,  13,  //
                          8,  6,  4,  1, 3, 11, 15, 0,  5,  12, 2,  13, 9,  7,  10, 14,  //
                          12, 15, 10, 4, 1, 5,  8,  7,  6,  2,  13, 14, 0,  3,  9,  11},
                         {8,  9,  9,  11, 13, 15, 15, 5,  7,  7,  8,  11, 14, 14, 12, 6,   //
                          9,  13, 15, 7,  12, 8,  9,  11, 7,  7,  12, 7,  6,  15, 13, 11,  //
                          9,  7,  15, 11, 8,  6,  6,  14, 12, 13, 5,  14, 13, 13, 7,  5,   //
                          15, 5,  8,  11, 14, 14, 6,  14, 6,  9,  12, 9,  12, 5,  15, 8,   //
                          8,  5,  12, 9,  12, 5,  14, 6,  8,  13, 6,  5,  15, 13, 11, 11},
                         {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0},
                         true};

constexpr uint32_t mix(int round, uint32_t x, uint32_t y, uint32_t z) {
  switch (round) {
    case 0:
      return x ^ y ^ z;
    case 1:
      return (x & y) | (~x & z);
    case 2:
      return (x | ~y) ^ z;
    case 3:
      return (x & z) | (y & ~z);
    default:
      return x ^ (y | ~z);
  }
}

void run(const Line& line, const uint32_t state[5], const uint32_t x[16], uint32_t out[5]) {
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; ++i) {
    const int round = i / 16;
    const uint32_t mixed = mix(line.reversed ? 4 - round : round, b, c, d);
    const uint32_t sum = a + mixed + x[line.words[i]] + line.constants[round];
    const uint32_t next = std::rotl(sum, line.rotations[i]) + e;
    a = e, e = d, d = std::rotl(c, 10), c = b, b = next;
  }
  out[0] = a, out[1] = b, out[2] = c, out[3] = d, out[4] = e;
}

void compress(uint32_t state[5], const uint8_t* block) {
  uint32_t x[16], left[5], right[5];
  for (int i = 0; i < 16; ++i) x[i] = load_le32(block + 4 * i);
  run(kLeft, state, x, left);
  run(kRight, state, x, right);
  uint32_t next[5];
  for (int i = 0; i < 5; ++i) next[i] = state[(i + 1) % 5] + left[(i + 2) % 5] + right[(i + 3) % 5];
  for (int i = 0; i < 5; ++i) state[i] = next[i];
}

}  // namespace

FixedBytes<20> ripemd160(ByteView bytes) {
  uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  detail::for_padded_blocks(bytes, std::endian::little, [&](const uint8_t* blocks, size_t count) {
    for (size_t i = 0; i < count; ++i) compress(state, blocks + 64 * i);
  });
  FixedBytes<20> out;
  for (int i = 0; i < 5; ++i) store_le32(out.bytes + 4 * i, state[i]);
  return out;
}

}  // namespace dovetail
