#pragma once
// A small state before a batch, random batches over it, and a digest of what a decoder says.

#include <gtest/gtest.h>

#include "kernel/zkevm/system/batch_output.hpp"
#include "kernel/zkevm/system/pubdata.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"
#include "sdk/base/arena_vector.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/keccak.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail::zkevm {

inline Address address_of(uint64_t number) {
  Address address;
  store_be64(address.data() + 12, number);
  return address;
}
inline ByteView old_code(uint64_t which) {
  static const uint8_t kCodes[3][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 9, 9, 9}};
  return kCodes[which];
}

/// Leaves 2, 4, … are slots, leaves 3, 5, … accounts; every third account was removed.
class OldState : public PubdataResolver {
 public:
  static constexpr uint64_t kLeaves = 20;

  Result<LeafBefore> leaf(uint64_t index) override {
    if (index < 2 || index >= kLeaves) return Error{Status::invalid_argument, "no such leaf"};
    LeafBefore leaf;
    leaf.is_account = index % 2 == 1;
    if (leaf.is_account) {
      leaf.key = account_key(address_of(index));
      leaf.account = account(index);
    } else {
      leaf.key = flat_key(address_of(1), U256(index).to_be());
      leaf.value = index * 1000;
    }
    return leaf;
  }
  bool is_absent(const Hash256& key) override {
    for (uint64_t which = 0; which < 3; ++which)
      if (key == known_code_key(keccak256(old_code(which)))) return false;
    for (uint64_t index = 2; index < kLeaves; ++index)
      if (key == leaf(index)->key) return false;
    return true;
  }
  Result<CodeFacts> code(const Hash256& hash) override {
    for (uint64_t which = 0; which < 3; ++which)
      if (hash == keccak256(old_code(which))) return CodeFacts{blake2s(old_code(which)), 4};
    return Error{Status::invalid_argument, "no such code"};
  }

 private:
  static Account account(uint64_t index) {
    Account account;
    if (index % 3 == 0) return account;
    account.nonce = index;
    account.balance = U256(index, 0, index, 0);
    if (index % 4 == 1) {
      account.code_hash = keccak256(old_code(index % 3));
      account.code_size = 4;
    }
    return account;
  }
};

/// Hashes every event with its kind, so that two decodings are equal if and only if their digests
/// are.
class Digest final : public PubdataVisitor {
 public:
  void block_hash(uint64_t block, const Hash256& hash) override {
    add('b', U256(block).to_be().view(), hash.view());
  }
  void log(const L2Log& log) override { add('l', log.view()); }
  void message(ByteView message) override { add('m', keccak256(message).view()); }
  void code(const PublishedCode& code) override {
    add('c', code.hash.view(), keccak256(code.bytes).view());
  }
  void value(const Hash256& key, const U256& after) override {
    add('v', key.view(), after.to_be().view());
  }
  void account(const Hash256& key, const AccountProperties& after) override {
    add('a', key.view(), encode(after).view());
  }
  Hash256 finish() { return hash_.finish(); }

 private:
  void add(uint8_t kind, ByteView first, ByteView second = {}) {
    hash_.update({&kind, 1});
    hash_.update(first);
    hash_.update(second);
  }
  Blake2s hash_;
};

class Sink final : public ByteSink {
 public:
  explicit Sink(Arena& arena) : bytes_(arena) {}
  void write(ByteView bytes) override {
    bytes_.insert(bytes_.end(), bytes.data(), bytes.data() + bytes.size());
  }
  ByteView view() const { return bytes_.view(); }

 private:
  ArenaVector<uint8_t> bytes_;
};

/// A batch with a bit of everything; lists may be empty.
class RandomBatch {
 public:
  RandomBatch(uint64_t seed, Arena& arena) : random_(seed), arena_(arena) {
    contents_.range = {random_.next() % 100, 0, random_.next()};
    contents_.range.last_block = contents_.range.first_block + count() - 1;
    auto hashes = arena.make<Hash256>(contents_.range.last_block - contents_.range.first_block + 1);
    for (Hash256& hash : hashes) hash = random_.word256().to_be();
    contents_.block_hashes = hashes;
    logs_and_messages();
    codes();
    repeated();
    first();
  }
  const PubdataContents& contents() const { return contents_; }

  /// Tells a visitor what decoding must say.
  void tell(PubdataVisitor& visitor, OldState& state) const {
    for (size_t i = 0; i < contents_.block_hashes.size(); ++i)
      visitor.block_hash(contents_.range.first_block + i, contents_.block_hashes[i]);
    for (const L2Log& log : contents_.logs) visitor.log(log);
    for (const ByteView& message : contents_.messages) visitor.message(message);
    for (const PublishedCode& code : contents_.codes) visitor.code(code);
    for (const RepeatedWrite& write : contents_.repeated) {
      const Hash256 key = state.leaf(write.index)->key;
      if (write.is_account)
        visitor.account(key, properties(write.account_after, state));
      else
        visitor.value(key, write.after);
    }
    for (const FirstWrite& write : contents_.first_writes) visitor.value(write.key, write.after);
    for (const FirstAccount& write : contents_.first_accounts)
      visitor.account(account_key(write.address), properties(write.after, state));
  }

 private:
  uint64_t count() { return 1 + random_.next() % 3; }

  AccountProperties properties(const Account& account, OldState& state) const {
    if (account.is_empty()) return {};
    if (account.code_hash == kEmptyCodeHash) return {account, {}};
    for (const PublishedCode& code : contents_.codes)
      if (code.hash == account.code_hash) return {account, blake2s(code.bytes)};
    return {account, state.code(account.code_hash)->blake};
  }

  void logs_and_messages() {
    auto logs = arena_.make<L2Log>(random_.next() % 3);
    for (L2Log& log : logs)
      for (uint8_t& byte : log.bytes) byte = static_cast<uint8_t>(random_.next());
    contents_.logs = logs;
    auto messages = arena_.make<ByteView>(random_.next() % 3);
    for (ByteView& message : messages) message = old_code(0).first(random_.next() % 5);
    contents_.messages = messages;
  }

  void codes() {
    codes_ = arena_.make<PublishedCode>(random_.next() % 3);
    for (PublishedCode& code : codes_) {
      code.bytes = arena_.copy(random_.word256().to_be().view());
      code.hash = keccak256(code.bytes);
    }
    if (codes_.size() == 2 && codes_[1].hash < codes_[0].hash) std::swap(codes_[0], codes_[1]);
    contents_.codes = codes_;
  }

  Account random_account(Account account) {
    if (random_.next() % 2) account.nonce = random_.next() % 2 ? random_.next() : account.nonce + 1;
    if (random_.next() % 2) account.balance = random_.word256();
    if (random_.next() % 3 == 0) set_code(account, keccak256(old_code(random_.next() % 3)), 4);
    if (random_.next() % 3 == 0 && !codes_.empty()) set_code(account, codes_.back().hash, 32);
    if (random_.next() % 5 == 0) set_code(account, kEmptyCodeHash, 0);
    if (random_.next() % 5 == 0) account = {};
    return account;
  }
  static void set_code(Account& account, const Hash256& hash, uint32_t size) {
    account.code_hash = hash;
    account.code_size = size;
  }

  void repeated() {
    OldState state;
    ArenaVector<RepeatedWrite> writes(arena_);
    for (uint64_t index = 2; index < OldState::kLeaves; ++index) {
      const LeafBefore leaf = *state.leaf(index);
      RepeatedWrite write{index,      leaf.is_account, leaf.value,
                          leaf.value, leaf.account,    leaf.account};
      if (leaf.is_account)
        write.account_after = random_account(leaf.account);
      else if (random_.next() % 3)
        write.after = random_.next() % 2 ? random_.word256() : leaf.value + random_.next() % 300;
      if (write.before != write.after || write.account_before != write.account_after)
        writes.push_back(write);
    }
    contents_.repeated = writes.view();
  }

  void first() {
    auto writes = arena_.make<FirstWrite>(random_.next() % 4);
    U256 key;
    for (FirstWrite& write : writes) {
      key = key + random_.next();
      write = {key.to_be(), random_.word256()};
      if (write.after.is_zero()) write.after = 1;
    }
    contents_.first_writes = writes;
    auto accounts = arena_.make<FirstAccount>(random_.next() % 4);
    for (size_t i = 0; i < accounts.size(); ++i) {
      accounts[i] = {address_of(100 + 7 * i), random_account({})};
      if (accounts[i].after.is_empty()) accounts[i].after.nonce = 1;
    }
    contents_.first_accounts = accounts;
  }

  test::Random random_;
  Arena& arena_;
  PubdataContents contents_;
  std::span<PublishedCode> codes_;
};

}  // namespace dovetail::zkevm
