// go-ethereum's vectors of the precompiles 1 to 9: output, gas, and inputs that must fail.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "kernel/zkevm/evm/precompiles.hpp"
#include "sdk/base/hex.hpp"

namespace dovetail::zkevm::conformance {
namespace {

constexpr size_t kArenaSize = size_t{1} << 24;

std::string folder() {
  const char* fixtures = std::getenv("DOVETAIL_FIXTURES");
  return std::string(fixtures != nullptr ? fixtures : DOVETAIL_DEFAULT_FIXTURES) +
         "/evm/go-ethereum/core/vm/testdata/precompiles/";
}

boost::json::array vectors(const std::string& name) {
  std::ifstream file(folder() + name);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return boost::json::parse(text).as_array();
}

std::vector<uint8_t> bytes_of(const boost::json::value& text) {
  const std::string digits(text.as_string().c_str());
  std::vector<uint8_t> out(digits.size() / 2);
  EXPECT_TRUE(static_cast<bool>(hex_decode(digits, out)));
  return out;
}

class Call {
 public:
  PrecompileResult operator()(int number, ByteView input, int64_t gas) {
    return call_precompile(number, Revision::osaka, input, gas, scratch_, arena_);
  }

 private:
  std::unique_ptr<uint8_t[]> memory_{new uint8_t[kArenaSize]};
  Arena arena_{{memory_.get(), kArenaSize}};
  Scratch scratch_{arena_};
};

void expect_vectors(int number, const std::string& file) {
  if (!std::filesystem::exists(folder())) GTEST_SKIP() << "no fixtures at " << folder();
  Call call;
  for (const boost::json::value& vector : vectors(file)) {
    const std::vector<uint8_t> input = bytes_of(vector.at("Input"));
    const int64_t gas = vector.at("Gas").to_number<int64_t>();
    const PrecompileResult result = call(number, input, gas);
    EXPECT_TRUE(result.ok) << vector.at("Name");
    EXPECT_EQ(result.gas_left, 0) << vector.at("Name");
    EXPECT_TRUE(equal(result.output, bytes_of(vector.at("Expected")))) << vector.at("Name");
    if (gas > 0) EXPECT_FALSE(call(number, input, gas - 1).ok) << vector.at("Name");
  }
}

TEST(precompiles, ecrecover) {
  expect_vectors(1, "ecRecover.json");
}
TEST(precompiles, modexp_at_osaka) {
  expect_vectors(5, "modexp_eip7883.json");
}
TEST(precompiles, bn254_add) {
  expect_vectors(6, "bn256Add.json");
}
TEST(precompiles, bn254_mul) {
  expect_vectors(7, "bn256ScalarMul.json");
}
TEST(precompiles, bn254_pairing) {
  expect_vectors(8, "bn256Pairing.json");
}
TEST(precompiles, blake2f) {
  expect_vectors(9, "blake2F.json");
}

TEST(precompiles, blake2f_refuses_malformed_input) {
  if (!std::filesystem::exists(folder())) GTEST_SKIP() << "no fixtures at " << folder();
  Call call;
  for (const boost::json::value& vector : vectors("fail-blake2f.json"))
    EXPECT_FALSE(call(9, bytes_of(vector.at("Input")), 10000000).ok) << vector.at("Name");
}

}  // namespace
}  // namespace dovetail::zkevm::conformance
