#include "tests/conformance/evm/state_fixture.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "sdk/base/hex.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm::conformance {
namespace {

namespace json = boost::json;

std::vector<uint8_t> bytes_of(const json::value& value) {
  const std::string text(value.as_string().c_str() + 2);
  std::vector<uint8_t> out(text.size() / 2);
  if (!hex_decode(text, out)) throw std::runtime_error("not hexadecimal: " + text);
  return out;
}
U256 word_of_text(json::string_view text) {
  std::string digits(text.substr(2));
  if (digits.size() % 2 != 0) digits.insert(0, "0");
  std::vector<uint8_t> bytes(digits.size() / 2);
  if (bytes.size() > 32 || !hex_decode(digits, bytes))
    throw std::runtime_error("not a 256-bit number: " + digits);
  return U256::from_be(bytes);
}
U256 word(const json::value& value) {
  return word_of_text(value.as_string());
}
template <size_t N>
FixedBytes<N> fixed(json::string_view text) {
  FixedBytes<N> out;
  if (!hex_decode(std::string_view(text.data() + 2, text.size() - 2), {out.data(), N}))
    throw std::runtime_error("not bytes of the right length: " + std::string(text));
  return out;
}

World read_world(const json::object& accounts) {
  World world;
  for (const auto& [key, value] : accounts) {
    FixtureAccount entry;
    entry.account.nonce = word(value.at("nonce")).low_u64();
    entry.account.balance = word(value.at("balance"));
    entry.code = bytes_of(value.at("code"));
    entry.account.code_hash = keccak256(entry.code);
    entry.account.code_size = static_cast<uint32_t>(entry.code.size());
    for (const auto& [slot, item] : value.at("storage").as_object())
      if (!word(item).is_zero()) entry.storage[word_of_text(slot)] = word(item);
    world[fixed<20>(key)] = std::move(entry);
  }
  return world;
}

// EIP-4844: factor 1, with the denominator that Prague and Osaka share (EIP-7691).
U256 blob_base_fee(uint64_t excess) {
  constexpr uint64_t kDenominator = 5007716;
  U256 out, term = kDenominator;
  for (uint64_t i = 1; !term.is_zero(); ++i) {
    out += term;
    term = term * U256(excess) / U256(kDenominator * i);
  }
  return out / U256(kDenominator);
}

BlockEnv read_block(const json::value& test) {
  const json::value& env = test.at("env");
  BlockEnv block;
  block.chain_id = word(test.at("config").at("chainid")).low_u64();
  block.number = word(env.at("currentNumber")).low_u64();
  block.timestamp = word(env.at("currentTimestamp")).low_u64();
  block.gas_limit = word(env.at("currentGasLimit")).low_u64();
  block.base_fee = word(env.at("currentBaseFee"));
  block.blob_base_fee = blob_base_fee(word(env.at("currentExcessBlobGas")).low_u64());
  block.coinbase = fixed<20>(env.at("currentCoinbase").as_string());
  block.prev_randao = word(env.at("currentRandom")).to_be();
  return block;
}

std::optional<Revision> revision_of(json::string_view fork) {
  if (fork == "Prague") return Revision::prague;
  if (fork == "Osaka") return Revision::osaka;
  return std::nullopt;
}

}  // namespace

std::vector<StateFixture> read_state_fixtures(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const json::value root = json::parse(text);
  std::vector<StateFixture> out;
  for (const auto& [name, test] : root.as_object()) {
    for (const auto& [fork, posts] : test.at("post").as_object()) {
      const std::optional<Revision> revision = revision_of(fork);
      if (!revision) continue;
      for (const json::value& post : posts.as_array()) {
        StateFixture fixture;
        fixture.name = name;
        fixture.block = read_block(test);
        fixture.block.revision = *revision;
        fixture.pre = read_world(test.at("pre").as_object());
        fixture.post = read_world(post.at("state").as_object());
        fixture.raw_transaction = bytes_of(post.at("txbytes"));
        fixture.sender = fixed<20>(test.at("transaction").at("sender").as_string());
        fixture.logs_hash = fixed<32>(post.at("logs").as_string());
        fixture.state_root = fixed<32>(post.at("hash").as_string());
        if (const auto* error = post.as_object().if_contains("expectException"))
          fixture.expected_error = error->as_string();
        out.push_back(std::move(fixture));
      }
    }
  }
  return out;
}

}  // namespace dovetail::zkevm::conformance
