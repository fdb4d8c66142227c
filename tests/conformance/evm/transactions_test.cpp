// ethereum/tests TransactionTests: which raw transactions are valid, their hash and sender. The
// results stop at Cancun; later forks add only limits that execute_transaction checks.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "kernel/zkevm/block/execute.hpp"
#include "kernel/zkevm/evm/gas.hpp"
#include "sdk/base/hex.hpp"

namespace dovetail::zkevm::conformance {
namespace {

std::string folder() {
  const char* fixtures = std::getenv("DOVETAIL_FIXTURES");
  return std::string(fixtures != nullptr ? fixtures : DOVETAIL_DEFAULT_FIXTURES) +
         "/evm/ethereum-tests/TransactionTests";
}

std::string hex(ByteView bytes) {
  std::string out(2 * bytes.size(), '0');
  hex_encode(bytes, out.data());
  return "0x" + out;
}

/// The rules that need no state, as Cancun has them.
const char* static_error(const Transaction& tx) {
  const IntrinsicGas gas = intrinsic_gas(tx, Revision::prague);
  if (tx.chain_id && *tx.chain_id != 1) return "chain id";
  if (tx.gas_limit < gas.base) return "intrinsic gas";
  if (tx.nonce + 1 == 0) return "nonce";
  if (tx.max_priority_fee_per_gas > tx.max_fee_per_gas) return "priority fee";
  if (!tx.to && tx.data.size() > gas::kInitCodeSizeMax) return "init code";
  const U256 cost = tx.max_fee_per_gas * U256(tx.gas_limit);
  if (!tx.max_fee_per_gas.is_zero() && cost / tx.max_fee_per_gas != U256(tx.gas_limit))
    return "gas * price overflows";
  return nullptr;
}

/// @return "" if what is found is what the test says.
std::string judge(const boost::json::object& expected, ByteView raw, Arena& arena) {
  const bool valid = expected.contains("sender");
  auto tx = decode_transaction(raw, arena);
  if (!tx) return valid ? tx.error().text : "";
  auto sender = recover_sender(*tx, arena);
  if (!sender) return valid ? sender.error().text : "";
  const char* error = static_error(*tx);
  if (error != nullptr) return valid ? error : "";
  if (!valid) return "accepted";
  if (hex(sender->view()) != expected.at("sender").as_string()) return "another sender";
  return hex(tx->hash.view()) == expected.at("hash").as_string() ? "" : "another hash";
}

TEST(transaction_tests, validity_hash_and_sender) {
  if (!std::filesystem::exists(folder())) GTEST_SKIP() << "no fixtures at " << folder();
  constexpr size_t kArenaSize = size_t{1} << 24;
  const std::unique_ptr<uint8_t[]> memory(new uint8_t[kArenaSize]);
  Arena arena({memory.get(), kArenaSize});
  size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const boost::json::value root = boost::json::parse(text);
    for (const auto& [name, test] : root.as_object()) {
      const auto* expected = test.at("result").as_object().if_contains("Cancun");
      if (expected == nullptr || !expected->is_object()) continue;
      const std::string digits(test.at("txbytes").as_string().c_str() + 2);
      std::vector<uint8_t> raw(digits.size() / 2);
      ASSERT_TRUE(static_cast<bool>(hex_decode(digits, raw))) << name;
      arena.reset();
      EXPECT_EQ(judge(expected->as_object(), raw, arena), "") << name;
      ++count;
    }
  }
  std::cout << count << " transactions\n";
  EXPECT_GT(count, 0u);
}

}  // namespace
}  // namespace dovetail::zkevm::conformance
