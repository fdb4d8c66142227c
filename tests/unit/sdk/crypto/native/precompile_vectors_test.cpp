// go-ethereum's precompile vectors, read from $DOVETAIL_FIXTURES/evm (default: shared/fixtures
// beside the source tree).

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/blake2b.hpp"
#include "sdk/crypto/bn254.hpp"
#include "sdk/crypto/modexp.hpp"
#include "sdk/crypto/secp256k1.hpp"

namespace dovetail {
namespace {

using Bytes = std::vector<uint8_t>;

std::filesystem::path fixtures() {
  const char* set = std::getenv("DOVETAIL_FIXTURES");
  return set != nullptr ? set : DOVETAIL_FIXTURES_DEFAULT;
}

Bytes unhex(std::string_view text) {
  Bytes out(text.size() / 2);
  EXPECT_TRUE(hex_decode(text, out));
  return out;
}

std::string hex(ByteView bytes) {
  std::string out(2 * bytes.size(), '0');
  hex_encode(bytes, out.data());
  return out;
}

/// @return size bytes of input from offset on, as if zeros followed its end.
Bytes padded(ByteView input, size_t offset, size_t size) {
  Bytes out(size);
  for (size_t i = 0; i < size && offset + i < input.size(); ++i) out[i] = input[offset + i];
  return out;
}

class PrecompileVectors : public testing::Test {
 protected:
  /// Runs every vector of a file.  @param run  Bytes(const Bytes& input)
  template <class Run>
  void check(const std::string& name, Run run) {
    const auto path =
        fixtures() / "evm/go-ethereum/core/vm/testdata/precompiles" / (name + ".json");
    if (!std::filesystem::exists(path))
      GTEST_SKIP() << path << " is absent; set DOVETAIL_FIXTURES to the fixtures";
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    const auto vectors = boost::json::parse(text.str());
    ASSERT_FALSE(vectors.as_array().empty());
    for (const auto& vector : vectors.as_array()) {
      const Bytes input = unhex(vector.at("Input").as_string());
      EXPECT_EQ(hex(run(input)), vector.at("Expected").as_string()) << vector.at("Name");
    }
  }
};

TEST_F(PrecompileVectors, ec_recover) {
  check("ecRecover", [](const Bytes& input) -> Bytes {
    const Bytes in = padded(input, 0, 128);
    const auto word = [&](size_t i) { return U256::from_be(ByteView(in).subspan(32 * i, 32)); };
    if (word(1) != U256{27} && word(1) != U256{28}) return {};
    PublicKey key;
    const auto parity = static_cast<uint8_t>(word(1).low_u64() - 27);
    if (!recover_public_key(Hash256::from(in), word(2), word(3), parity, key)) return {};
    Bytes out(32);
    const Address address = address_of(key);
    std::copy(address.begin(), address.end(), out.begin() + 12);
    return out;
  });
}

TEST_F(PrecompileVectors, blake2f) {
  check("blake2F", [](const Bytes& in) {
    uint64_t h[8], m[16];
    for (size_t i = 0; i < 8; ++i) h[i] = load_le64(&in[4 + 8 * i]);
    for (size_t i = 0; i < 16; ++i) m[i] = load_le64(&in[68 + 8 * i]);
    const uint64_t t[2] = {load_le64(&in[196]), load_le64(&in[204])};
    blake2b_compress(load_be32(in.data()), h, m, t, in[212] != 0);
    Bytes out(64);
    for (size_t i = 0; i < 8; ++i) store_le64(&out[8 * i], h[i]);
    return out;
  });
}

TEST_F(PrecompileVectors, modexp) {
  check("modexp_eip7883", [](const Bytes& in) {
    size_t sizes[3], offset = 96;
    for (size_t i = 0; i < 3; ++i) sizes[i] = U256::from_be(padded(in, 32 * i, 32)).low_u64();
    Bytes operands[3];
    for (size_t i = 0; i < 3; ++i) operands[i] = padded(in, offset, sizes[i]), offset += sizes[i];
    alignas(16) static uint8_t memory[1 << 20];
    Arena arena(memory);
    Bytes out(sizes[2]);
    dovetail::modexp(operands[0], operands[1], operands[2], out, arena);
    return out;
  });
}

TEST_F(PrecompileVectors, bn254_add) {
  check("bn256Add", [](const Bytes& in) {
    Bytes out(64);
    EXPECT_TRUE(dovetail::bn254_add(padded(in, 0, 128), out));
    return out;
  });
}

TEST_F(PrecompileVectors, bn254_mul) {
  check("bn256ScalarMul", [](const Bytes& in) {
    Bytes out(64);
    EXPECT_TRUE(dovetail::bn254_mul(padded(in, 0, 96), out));
    return out;
  });
}

TEST_F(PrecompileVectors, bn254_pairing) {
  check("bn256Pairing", [](const Bytes& in) {
    const Bn254Pairing result = dovetail::bn254_pairing(in);
    EXPECT_NE(result, Bn254Pairing::invalid_input);
    Bytes out(32);
    out[31] = result == Bn254Pairing::one;
    return out;
  });
}

}  // namespace
}  // namespace dovetail
