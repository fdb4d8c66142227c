#pragma once
// A data directory that vanishes, and blocks to put into it.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "kernel/state/database.hpp"

namespace dovetail::state {

inline Address address_of(uint64_t number) {
  Address address;
  store_be64(address.data() + 12, number);
  return address;
}
inline Hash256 word(uint64_t number) {
  return U256(number).to_be();
}

/// A hash that tells blocks of different forks apart.
inline Hash256 block_hash(uint64_t number, uint64_t fork = 0) {
  return U256(number, 0, fork, 1).to_be();
}

inline AccountWrite funds(uint64_t account, uint64_t balance, uint64_t nonce = 0) {
  zkevm::Account after;
  after.balance = balance;
  after.nonce = nonce;
  return {address_of(account), after};
}

/// An empty block that follows the same fork.
inline BlockCommit empty_block(uint64_t number, uint64_t fork = 0) {
  BlockCommit block;
  block.header = {number, block_hash(number, fork), 1000 + number, to_bytes(view_of("header"))};
  if (number > 0) block.parent_hash = block_hash(number - 1, fork);
  return block;
}

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() {
    char name[] = "/tmp/dovetail-state-XXXXXX";
    directory_ = ::mkdtemp(name);
  }
  ~DatabaseTest() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }
  void open(const OpenOptions& options = {}) {
    database_.reset();
    auto opened = Database::open(directory_, identity_, options);
    ASSERT_TRUE(opened) << opened.error().text;
    database_ = std::move(*opened);
  }
  void commit(const BlockCommit& block) {
    const auto committed = database_->commit(block);
    ASSERT_TRUE(committed) << committed.error().text;
  }
  /// @return the balance of an account after a block, -1 if it does not exist.
  int64_t balance_at(uint64_t block, uint64_t account) {
    auto view = database_->state_at(block);
    EXPECT_TRUE(view) << view.error().text;
    zkevm::Account found;
    const bool exists = (*view)->account(address_of(account), found);
    EXPECT_FALSE((*view)->failure());
    return exists ? static_cast<int64_t>(found.balance.low_u64()) : -1;
  }
  uint64_t slot_at(uint64_t block, uint64_t account, uint64_t slot) {
    auto view = database_->state_at(block);
    EXPECT_TRUE(view) << view.error().text;
    return (*view)->storage(address_of(account), slot).low_u64();
  }

  std::filesystem::path directory_;
  Identity identity_{271, word(1), {{"l1_chain_id", "1"}}};
  std::unique_ptr<Database> database_;
};

}  // namespace dovetail::state
