#include "tests/conformance/evm/runner.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "kernel/zkevm/block/mpt.hpp"
#include "kernel/zkevm/block/receipt.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm::conformance {
namespace {

std::string hex(ByteView bytes) {
  std::string out(2 * bytes.size(), '0');
  hex_encode(bytes, out.data());
  return "0x" + out;
}
std::string hex(const U256& value) {
  return hex(value.to_be().view());
}

/// The precompiles that this EVM does not compute yet (EIP-4844, 2537, 7951).
bool is_later_precompile(const Address& address) {
  for (int i = 0; i < 18; ++i)
    if (address[i] != 0) return false;
  const int number = address[18] << 8 | address[19];
  return (number >= 0x0a && number <= 0x11) || number == 0x100;
}

class WorldReader : public StateReader {
 public:
  explicit WorldReader(const World& world) : world_(world) {
    for (const auto& [address, entry] : world) codes_[entry.account.code_hash] = entry.code;
  }
  bool account(const Address& address, Account& out) override {
    later_precompile_ |= is_later_precompile(address);
    const auto found = world_.find(address);
    if (found == world_.end()) return false;
    out = found->second.account;
    return true;
  }
  U256 storage(const Address& address, const U256& slot) override {
    const auto found = world_.find(address);
    if (found == world_.end()) return {};
    const auto item = found->second.storage.find(slot);
    return item == found->second.storage.end() ? U256{} : item->second;
  }
  ByteView code(const Hash256& hash) override { return codes_.at(hash); }
  bool has_storage(const Address& address) override {
    const auto found = world_.find(address);
    return found != world_.end() && !found->second.storage.empty();
  }
  bool saw_later_precompile() const { return later_precompile_; }

 private:
  const World& world_;
  std::map<Hash256, ByteView> codes_;
  bool later_precompile_ = false;
};

/// State tests define the hash of block n as keccak256 of n in decimal.
class FixtureHashes : public BlockHashes {
 public:
  Hash256 block_hash(uint64_t number) override {
    const std::string text = std::to_string(number);
    return keccak256({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  }
};

/// Applies the net changes of a State to a copy of the world that it read.
class WorldWriter : public ChangeVisitor {
 public:
  explicit WorldWriter(World& world) : world_(world) {}
  void account(const AccountChange& change) override {
    if (!change.exists) {
      world_.erase(change.address);
      return;
    }
    FixtureAccount& entry = world_[change.address];
    if (change.after.code_hash != change.before.code_hash)
      entry.code.assign(change.new_code.begin(), change.new_code.end());
    entry.account = change.after;
  }
  void storage(const StorageChange& change) override {
    auto& storage = world_[change.address].storage;
    if (change.after.is_zero())
      storage.erase(change.slot);
    else
      storage[change.slot] = change.after;
  }

 private:
  World& world_;
};

std::string compare(const FixtureAccount& found, const FixtureAccount& expected) {
  if (found.account.nonce != expected.account.nonce)
    return "nonce " + std::to_string(found.account.nonce) + ", expected " +
           std::to_string(expected.account.nonce);
  if (!(found.account.balance == expected.account.balance))
    return "balance " + hex(found.account.balance) + ", expected " + hex(expected.account.balance);
  if (found.code != expected.code) return "code differs";
  for (const auto& [slot, value] : expected.storage) {
    const auto item = found.storage.find(slot);
    if (item == found.storage.end() || !(item->second == value))
      return "slot " + hex(slot) + " is " +
             hex(item == found.storage.end() ? U256{} : item->second) + ", expected " + hex(value);
  }
  for (const auto& [slot, value] : found.storage)
    if (!expected.storage.contains(slot))
      return "slot " + hex(slot) + " is " + hex(value) + ", expected zero";
  return {};
}

std::string compare(const World& found, const World& expected) {
  for (const auto& [address, entry] : expected) {
    const auto other = found.find(address);
    if (other == found.end()) return hex(address.view()) + " is missing";
    const std::string difference = compare(other->second, entry);
    if (!difference.empty()) return hex(address.view()) + ": " + difference;
  }
  for (const auto& [address, entry] : found)
    if (!expected.contains(address)) return hex(address.view()) + " should not exist";
  return {};
}

using ByteString = std::vector<uint8_t>;

/// @return the root of a trie whose keys are hashed.
Hash256 secure_root(const std::map<Hash256, ByteString>& items, Arena& arena) {
  std::vector<TrieItem> list;
  list.reserve(items.size());
  for (const auto& [key, value] : items) list.push_back({key.view(), value});
  return trie_root(list, arena);
}

Hash256 storage_root(const std::map<U256, U256>& storage, Arena& arena) {
  std::map<Hash256, ByteString> items;
  for (const auto& [slot, value] : storage)
    rlp::append_integer(items[keccak256(slot.to_be().view())], value);
  return secure_root(items, arena);
}

Hash256 state_root(const World& world, Arena& arena) {
  std::map<Hash256, ByteString> items;
  for (const auto& [address, entry] : world) {
    ByteString fields;
    rlp::append_integer(fields, entry.account.nonce);
    rlp::append_integer(fields, entry.account.balance);
    rlp::append_string(fields, storage_root(entry.storage, arena).view());
    rlp::append_string(fields, entry.account.code_hash.view());
    rlp::append_list(items[keccak256(address.view())], fields);
  }
  return secure_root(items, arena);
}

bool is_expected(TxError error, const std::string& names) {
  const auto named = [&](const char* name) { return names.find(name) != std::string::npos; };
  switch (error) {
    case TxError::insufficient_funds:
      return named("INSUFFICIENT_ACCOUNT_FUNDS") || named("GASLIMIT_PRICE_PRODUCT_OVERFLOW");
    case TxError::intrinsic_gas_too_low:
      return named("INTRINSIC_GAS_TOO_LOW") || named("INTRINSIC_GAS_BELOW_FLOOR_GAS_COST");
    case TxError::sender_has_code:
      return named("SENDER_NOT_EOA");
    case TxError::fee_below_base_fee:
      return named("INSUFFICIENT_MAX_FEE_PER_GAS");
    case TxError::gas_limit_over_cap:
      return named("GAS_LIMIT_EXCEEDS_MAXIMUM");
    case TxError::priority_fee_over_fee:
      return named("PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS");
    case TxError::nonce_at_maximum:
      return named("NONCE_IS_MAX");
    case TxError::init_code_too_large:
      return named("INITCODE_SIZE_EXCEEDED");
    case TxError::gas_limit_over_block:
      return named("GAS_ALLOWANCE_EXCEEDED");
    default:
      return false;
  }
}

std::string judge(const StateFixture& fixture, const TxResult& result, State& state) {
  if (result.error != TxError::none && fixture.expected_error.empty())
    return std::string("refused: ") + text(result.error);
  if (result.error == TxError::none && !fixture.expected_error.empty())
    return "accepted, expected " + fixture.expected_error;
  if (result.error != TxError::none && !is_expected(result.error, fixture.expected_error))
    return std::string("refused: ") + text(result.error) + ", expected " + fixture.expected_error;
  World found = fixture.pre;
  WorldWriter writer(found);
  state.visit_changes(writer);
  const std::string difference = compare(found, fixture.post);
  if (!difference.empty()) return difference;
  if (keccak256(encode_logs(result.logs, state.arena())) != fixture.logs_hash) return "logs differ";
  if (state_root(found, state.arena()) != fixture.state_root) return "state root differs";
  return {};
}

}  // namespace

Verdict run_state_fixture(const StateFixture& fixture, Arena& arena) {
  arena.reset();
  const uint8_t first = fixture.raw_transaction.empty() ? 0 : fixture.raw_transaction[0];
  if (first == 3 || first == 4) return {{}, "transaction of type " + std::to_string(first)};
  auto tx = decode_transaction(fixture.raw_transaction, arena);
  if (!tx) return {tx.error().text, {}};
  auto sender = recover_sender(*tx, arena);
  if (!sender) return {sender.error().text, {}};
  if (*sender != fixture.sender) return {"recovered another sender", {}};
  tx->sender = *sender;

  WorldReader reader(fixture.pre);
  FixtureHashes hashes;
  BlockEnv block = fixture.block;
  block.hashes = &hashes;
  State state(reader, arena);
  const TxResult result = execute_transaction(state, block, *tx, block.gas_limit);
  const std::string failed = judge(fixture, result, state);
  if (!failed.empty() && reader.saw_later_precompile())
    return {{}, "touches a precompile that is not there yet (0x0a-0x11, 0x100)"};
  return {failed, {}};
}

void Summary::add(const std::string& name, const Verdict& verdict) {
  if (!verdict.failed.empty())
    failures.push_back(name + ": " + verdict.failed);
  else if (!verdict.skipped.empty())
    ++skipped[verdict.skipped];
  else
    ++passed;
}

void Summary::add(const Summary& other) {
  passed += other.passed;
  failures.insert(failures.end(), other.failures.begin(), other.failures.end());
  for (const auto& [reason, count] : other.skipped) skipped[reason] += count;
}

std::string Summary::text() const {
  std::string out =
      std::to_string(passed) + " passed, " + std::to_string(failures.size()) + " failed\n";
  for (const auto& [reason, count] : skipped)
    out += std::to_string(count) + " skipped: " + reason + "\n";
  for (const std::string& failure : failures) out += "FAILED " + failure + "\n";
  return out;
}

Summary run_folder(const std::string& folder, size_t first, size_t stride, size_t arena_size) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  const std::unique_ptr<uint8_t[]> memory(new uint8_t[arena_size]);  // pages come as they are used
  Arena arena({memory.get(), arena_size});
  Summary summary;
  for (size_t i = first; i < files.size(); i += stride)
    for (const StateFixture& fixture : read_state_fixtures(files[i]))
      summary.add(fixture.name, run_state_fixture(fixture, arena));
  return summary;
}

}  // namespace dovetail::zkevm::conformance
