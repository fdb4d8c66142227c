// The official blockchain tests, as far as they need no execution: the header's encoding and hash,
// and the root of the transactions.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "kernel/zkevm/block/header.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/rlp.hpp"

namespace dovetail::zkevm::conformance {
namespace {

std::string folder() {
  const char* fixtures = std::getenv("DOVETAIL_FIXTURES");
  return std::string(fixtures != nullptr ? fixtures : DOVETAIL_DEFAULT_FIXTURES) +
         "/evm/eest-v5.4.0/blockchain_tests";
}

std::vector<uint8_t> bytes_of(const boost::json::value& text) {
  const std::string digits(text.as_string().c_str() + 2);
  std::vector<uint8_t> out(digits.size() / 2);
  EXPECT_TRUE(static_cast<bool>(hex_decode(digits, out)));
  return out;
}

/// A block's transactions in network form: typed ones stand in the block as strings.
std::vector<ByteView> transactions_of(rlp::Reader list) {
  std::vector<ByteView> out;
  while (!list.at_end()) {
    auto item = list.item();
    if (!item) return {};
    out.push_back(item->is_list ? item->whole : item->payload);
  }
  return out;
}

/// @return "" if hash and roots are what the block says.
std::string judge(ByteView block, const std::vector<uint8_t>& expected_hash, Arena& arena) {
  rlp::Reader outer(block);
  auto fields = outer.list();
  if (!fields) return "not a list";
  auto item = fields->item();
  if (!item) return "no header";
  auto header = decode_header(item->whole);
  if (!header) return header.error().text;
  if (!equal(encode_header(*header, arena), item->whole)) return "header encodes differently";
  if (!equal(hash_of(*header, arena).view(), expected_hash)) return "another hash";
  auto transactions = fields->list();
  if (!transactions) return "no transactions";
  const Hash256 root = ordered_root(transactions_of(*transactions), arena);
  return root == header->transactions_root ? "" : "another transactions root";
}

TEST(blockchain_tests, headers_and_transaction_roots) {
  if (!std::filesystem::exists(folder())) GTEST_SKIP() << "no fixtures at " << folder();
  constexpr size_t kArenaSize = size_t{1} << 26;
  const std::unique_ptr<uint8_t[]> memory(new uint8_t[kArenaSize]);
  Arena arena({memory.get(), kArenaSize});
  size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const boost::json::value root = boost::json::parse(text);
    for (const auto& [name, test] : root.as_object()) {
      for (const boost::json::value& block : test.at("blocks").as_array()) {
        if (block.as_object().contains("expectException")) continue;
        arena.reset();
        const auto hash = bytes_of(block.at("blockHeader").at("hash"));
        EXPECT_EQ(judge(bytes_of(block.at("rlp")), hash, arena), "") << name;
        ++count;
      }
    }
  }
  std::cout << count << " blocks\n";
  EXPECT_GT(count, 0u);
}

}  // namespace
}  // namespace dovetail::zkevm::conformance
