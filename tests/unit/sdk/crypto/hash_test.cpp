// Keccak-256, SHA-256 and BLAKE2s against published vectors and, at every length around the block
// borders, hashlib.

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/sha256.hpp"
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

}  // namespace
}  // namespace dovetail
