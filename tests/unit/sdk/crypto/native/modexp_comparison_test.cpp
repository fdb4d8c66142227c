// Modular exponentiation against OpenSSL on random operands.

#include <gtest/gtest.h>
#include <openssl/bn.h>

#include <memory>
#include <random>
#include <vector>

#include "sdk/crypto/modexp.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

using Bytes = std::vector<uint8_t>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Number number(const Bytes& bytes) {
  return {BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free};
}

Bytes by_openssl(const Bytes& base, const Bytes& exponent, const Bytes& modulus) {
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
  const Number out = number({}), m = number(modulus);
  Bytes bytes(modulus.size());
  if (BN_is_zero(m.get())) return bytes;
  EXPECT_EQ(
      BN_mod_exp(out.get(), number(base).get(), number(exponent).get(), m.get(), context.get()), 1);
  BN_bn2binpad(out.get(), bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

Bytes by_us(const Bytes& base, const Bytes& exponent, const Bytes& modulus) {
  alignas(16) static uint8_t memory[1 << 16];
  Arena arena(memory);
  Bytes out(modulus.size());
  modexp(base, exponent, modulus, out, arena);
  return out;
}

// Up to size_max bytes, made of the borders of words, and one time in four with zeros at the end.
Bytes random_bytes(test::Random& random, size_t size_max) {
  Bytes out(random.next() % (size_max + 1));
  for (size_t i = 0; i < out.size(); i += 32) {
    const Hash256 word = random.word256().to_be();
    for (size_t j = i; j < out.size() && j < i + 32; ++j) out[j] = word[j - i];
  }
  if (!out.empty() && random.next() % 4 == 0) {
    const size_t zeros = random.next() % out.size();
    for (size_t i = out.size() - zeros; i < out.size(); ++i) out[i] = 0;
  }
  return out;
}

TEST(modexp_comparison, agrees_with_openssl_on_random_input) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::Random random(seed);
  for (int i = 0; i < 1500; ++i) {
    const Bytes base = random_bytes(random, 100), exponent = random_bytes(random, i % 10 ? 9 : 80);
    const Bytes modulus = random_bytes(random, 100);
    ASSERT_EQ(by_us(base, exponent, modulus), by_openssl(base, exponent, modulus)) << i;
  }
}

}  // namespace
}  // namespace dovetail
