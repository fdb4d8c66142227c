// Keccak-256, SHA-256, RIPEMD-160, BLAKE2s and BLAKE2b against published vectors and, at every
// length around the block borders, hashlib.

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/blake2b.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/ripemd160.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/crypto/sha256_compress.hpp"
#include "tests/unit/sdk/crypto/pattern.hpp"

namespace dovetail {
namespace {

using test::digest_of_lengths;
using test::pattern;
using test::text;

template <class Hash>
Hash256 in_pieces(size_t size, size_t piece) {
  Hash hash;
  for (size_t i = 0; i < size; i += piece)
    hash.update(pattern(size).subspan(i, size - i < piece ? size - i : piece));
  return hash.finish();
}

TEST(keccak256, matches_the_published_vectors) {
  EXPECT_EQ(keccak256({}),
            fixed_hex<32>("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"));
  EXPECT_EQ(keccak256(text("abc")),
            fixed_hex<32>("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"));
}

TEST(keccak256, matches_another_implementation_at_every_length) {
  EXPECT_EQ(digest_of_lengths<300>(keccak256),
            fixed_hex<32>("107e378fd28d28286291c6d7f6056f137ba5d81c6c7168ba4911b4b32e3b3473"));
}

TEST(keccak256, does_not_depend_on_how_the_input_is_cut) {
  for (size_t piece : {1, 7, 135, 136, 137, 272, 500})
    EXPECT_EQ(in_pieces<Keccak256>(600, piece), keccak256(pattern(600))) << piece;
}

TEST(sha256, matches_the_published_vectors) {
  EXPECT_EQ(sha256({}),
            fixed_hex<32>("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(sha256(text("abc")),
            fixed_hex<32>("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

TEST(sha256, matches_another_implementation_at_every_length) {
  EXPECT_EQ(digest_of_lengths<200>(sha256),
            fixed_hex<32>("615d67a99b8c846e1f0582dfe127019e93c33a66e89ced6a4f81f932c82ece87"));
}

TEST(sha256, portable_compression_agrees_with_the_targets_own) {
  uint32_t own[8] = {1, 2, 3, 4, 5, 6, 7, 8}, portable[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  detail::sha256_compress(own, pattern(640).data(), 10);
  detail::sha256_compress_portable(portable, pattern(640).data(), 10);
  for (int i = 0; i < 8; ++i) EXPECT_EQ(own[i], portable[i]) << i;
}

TEST(blake2s, matches_the_vector_of_the_rfc) {
  EXPECT_EQ(blake2s(text("abc")),
            fixed_hex<32>("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"));
}

TEST(blake2s, matches_another_implementation_at_every_length) {
  EXPECT_EQ(digest_of_lengths<200>(blake2s),
            fixed_hex<32>("e53e45366e93e069e9342f3d1ea8413f232b2228e3a788fa44663cac968a5c7c"));
}

TEST(blake2s, does_not_depend_on_how_the_input_is_cut) {
  for (size_t piece : {1, 7, 63, 64, 65, 128, 500})
    EXPECT_EQ(in_pieces<Blake2s>(600, piece), blake2s(pattern(600))) << piece;
}

TEST(ripemd160, matches_the_published_vectors) {
  EXPECT_EQ(ripemd160({}), fixed_hex<20>("9c1185a5c5e9fc54612808977ee8f548b2258d31"));
  EXPECT_EQ(ripemd160(text("abc")), fixed_hex<20>("8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"));
}

TEST(ripemd160, matches_another_implementation_at_every_length) {
  EXPECT_EQ(digest_of_lengths<200>(ripemd160),
            fixed_hex<20>("8ce710391496fbc9284a45b8744e4826571d9a63"));
}

// The last block of "abc" with any number of rounds: EIP-152's vectors 4, 5 and 7.
FixedBytes<64> blake2b_of_abc(uint32_t rounds, bool last) {
  uint64_t h[8] = {0x6a09e667f2bdc948, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                   0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  const uint64_t m[16] = {0x636261}, t[2] = {3, 0};
  blake2b_compress(rounds, h, m, t, last);
  FixedBytes<64> out;
  for (int i = 0; i < 8; ++i) store_le64(out.bytes + 8 * i, h[i]);
  return out;
}

TEST(blake2b_compress, matches_the_vectors_of_eip_152) {
  EXPECT_EQ(blake2b_of_abc(0, true),
            fixed_hex<64>("08c9bcf367e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5"
                          "d282e6ad7f520e511f6c3e2b8c68059b9442be0454267ce079217e1319cde05b"));
  EXPECT_EQ(blake2b_of_abc(12, true),
            fixed_hex<64>("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                          "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"));
  EXPECT_EQ(blake2b_of_abc(12, false),
            fixed_hex<64>("75ab69d3190a562c51aef8d88f1c2775876944407270c42c9844252c26d28752"
                          "98743e7f6d5ea2f2d3e8d226039cd31b4e426ac4f2d3d666a610c2116fde4735"));
}

TEST(blake2b_compress, counter_enters_with_both_words) {
  const uint64_t m[16] = {}, counters[3][2] = {{0, 0}, {1, 0}, {0, 1}};
  uint64_t h[3][8] = {};
  for (int i = 0; i < 3; ++i) blake2b_compress(12, h[i], m, counters[i], false);
  EXPECT_NE(h[0][0], h[1][0]);
  EXPECT_NE(h[0][0], h[2][0]);
  EXPECT_NE(h[1][0], h[2][0]);
}

}  // namespace
}  // namespace dovetail
