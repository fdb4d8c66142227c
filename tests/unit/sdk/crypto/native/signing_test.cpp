#include "sdk/crypto/native/signing.hpp"

#include <gtest/gtest.h>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/sha256.hpp"
#include "tests/unit/sdk/crypto/pattern.hpp"

namespace dovetail {
namespace {

Result<SigningKey> key_of(const U256& secret) {
  return SigningKey::from_secret(secret.to_be());
}

TEST(signing_key, address_of_secret_one_is_the_generators) {
  auto key = key_of(1);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->address(), fixed_hex<20>("7e5f4552091a69125d5dfcb7b8c2659029395bdf"));
}

TEST(signing_key, signature_follows_rfc_6979) {
  auto key = key_of(1);
  ASSERT_TRUE(key);
  const Signature signature = key->sign(sha256(test::text("Satoshi Nakamoto")));
  EXPECT_EQ(signature.r.to_be(),
            fixed_hex<32>("934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"));
  EXPECT_EQ(signature.s.to_be(),
            fixed_hex<32>("2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"));
}

TEST(signing_key, signatures_recover_the_key_and_have_a_low_s) {
  auto key = key_of(0xc0ffee);
  ASSERT_TRUE(key);
  for (uint64_t i = 0; i < 64; ++i) {
    const Hash256 hash = keccak256(U256{i}.to_be().view());
    const Signature signature = key->sign(hash);
    EXPECT_LE(signature.s, kSecp256k1Order >> 1);
    PublicKey recovered;
    ASSERT_TRUE(recover_public_key(hash, signature.r, signature.s, signature.y_parity, recovered));
    EXPECT_EQ(recovered, key->public_key());
  }
}

TEST(signing_key, refuses_a_secret_out_of_range) {
  EXPECT_FALSE(key_of(0));
  EXPECT_FALSE(key_of(kSecp256k1Order));
  EXPECT_FALSE(key_of(~U256{}));
  EXPECT_TRUE(key_of(kSecp256k1Order - U256{1}));
}

}  // namespace
}  // namespace dovetail
