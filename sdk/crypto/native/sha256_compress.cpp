// SHA-256's compression by the SHA instructions of x86-64 where the processor has them.
// Source: Intel, "Intel SHA Extensions", 2013.

#include "sdk/crypto/sha256_compress.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace dovetail::detail {

#if defined(__x86_64__)
namespace {

bool has_sha_instructions() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3)) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

const bool kHasShaInstructions = has_sha_instructions();

// The instructions hold the state as the words A B E F and C D G H, highest lane first.
struct Halves {
  __m128i abef, cdgh;
};

__attribute__((target("sha,sse4.1"))) Halves pack(const uint32_t state[8]) {
  const auto* words = reinterpret_cast<const __m128i*>(state);
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0)};
}

__attribute__((target("sha,sse4.1"))) void unpack(const Halves& halves, uint32_t state[8]) {
  auto* words = reinterpret_cast<__m128i*>(state);
  const __m128i feba = _mm_shuffle_epi32(halves.abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(halves.cdgh, 0xb1);
  _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

__attribute__((target("sha,sse4.1"))) void mix_block(Halves& state, const uint8_t* block) {
  const __m128i to_big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i w[4];
  Halves s = state;
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) {
    __m128i& now = w[i & 3];
    if (i < 4) {
      now = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
      now = _mm_shuffle_epi8(now, to_big_endian);
    } else {
      const __m128i last = w[(i + 3) & 3];
      const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(i + 1) & 3]),
                                        _mm_alignr_epi8(last, w[(i + 2) & 3], 4));
      now = _mm_sha256msg2_epu32(sum, last);
    }
    const auto* constants = reinterpret_cast<const __m128i*>(kSha256RoundConstants + 4 * i);
    const __m128i added = _mm_add_epi32(now, _mm_loadu_si128(constants));
    s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, added);
    s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_shuffle_epi32(added, 0x0e));
  }
  state.abef = _mm_add_epi32(state.abef, s.abef);
  state.cdgh = _mm_add_epi32(state.cdgh, s.cdgh);
}

__attribute__((target("sha,sse4.1"))) void compress_by_instructions(uint32_t state[8],
                                                                    const uint8_t* blocks,
                                                                    size_t count) {
  Halves halves = pack(state);
  for (size_t i = 0; i < count; ++i) mix_block(halves, blocks + 64 * i);
  unpack(halves, state);
}

}  // namespace

void sha256_compress(uint32_t state[8], const uint8_t* blocks, size_t count) {
  if (kHasShaInstructions)
    compress_by_instructions(state, blocks, count);
  else
    sha256_compress_portable(state, blocks, count);
}

#else

void sha256_compress(uint32_t state[8], const uint8_t* blocks, size_t count) {
  sha256_compress_portable(state, blocks, count);
}

#endif

}  // namespace dovetail::detail
