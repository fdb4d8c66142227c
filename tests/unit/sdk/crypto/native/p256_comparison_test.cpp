// P-256 against signatures that OpenSSL makes with fresh keys.

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>
#include <vector>

#include "sdk/crypto/keccak.hpp"
#include "sdk/crypto/p256.hpp"

namespace dovetail {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Signature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

std::vector<uint8_t> public_key(EVP_PKEY* key) {
  std::vector<uint8_t> out(65);
  size_t size = 0;
  EXPECT_EQ(
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, out.data(), out.size(), &size),
      1);
  EXPECT_EQ(size, out.size());
  EXPECT_EQ(out[0], 4);
  return out;
}

Signature sign(EVP_PKEY* key, const Hash256& hash) {
  const Context context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  std::vector<uint8_t> der(128);
  size_t size = der.size();
  EXPECT_EQ(EVP_PKEY_sign_init(context.get()), 1);
  EXPECT_EQ(EVP_PKEY_sign(context.get(), der.data(), &size, hash.data(), hash.size()), 1);
  const uint8_t* at = der.data();
  return {d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free};
}

U256 number(const BIGNUM* bignum) {
  Hash256 bytes;
  EXPECT_EQ(BN_bn2binpad(bignum, bytes.data(), 32), 32);
  return U256::from_be(bytes.view());
}

TEST(p256_comparison, verifies_what_openssl_signs_and_nothing_near_it) {
  for (uint64_t i = 0; i < 50; ++i) {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    ASSERT_TRUE(key);
    const auto bytes = public_key(key.get());
    const U256 x = U256::from_be({&bytes[1], 32}), y = U256::from_be({&bytes[33], 32});
    const Hash256 hash = keccak256(U256{i}.to_be().view());
    const Signature signature = sign(key.get(), hash);
    const U256 r = number(ECDSA_SIG_get0_r(signature.get()));
    const U256 s = number(ECDSA_SIG_get0_s(signature.get()));
    EXPECT_TRUE(p256_verify(hash, r, s, x, y));
    EXPECT_FALSE(p256_verify(hash, s, r, x, y));
    EXPECT_FALSE(p256_verify(keccak256(hash.view()), r, s, x, y));
  }
}

}  // namespace
}  // namespace dovetail
