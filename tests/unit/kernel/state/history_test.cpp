// The state at old blocks, net changes and reverting, against a plain model that keeps every state.
#include <map>
#include <random>

#include "kernel/zkevm/system/tree_hash.hpp"
#include "tests/unit/kernel/state/fixture.hpp"

namespace dovetail::state {
namespace {

struct Model {
  std::map<uint64_t, int64_t> balances;                     ///< absent: no account
  std::map<std::pair<uint64_t, uint64_t>, uint64_t> slots;  ///< absent: zero
  friend bool operator==(const Model&, const Model&) = default;
};

constexpr uint64_t kAccounts = 6, kSlots = 3;

/// Random writes, many of them to values that are there already.
BlockCommit random_block(uint64_t number, uint64_t fork, Model& model, std::mt19937_64& random) {
  BlockCommit block = empty_block(number, fork);
  block.parent_hash = block_hash(number - 1, number == 1 ? 0 : fork);
  block.transactions = {{block_hash(number, fork + 100), address_of(1), {1}}};
  block.receipts.resize(1);
  for (uint64_t account = 0; account < kAccounts; ++account) {
    if (random() % 2) {
      const uint64_t balance = random() % 3;
      block.accounts.push_back(funds(account, balance, 1));
      model.balances[account] = static_cast<int64_t>(balance);
    } else if (random() % 4 == 0) {
      block.accounts.push_back({address_of(account), std::nullopt});
      model.balances.erase(account);
    }
    const uint64_t slot = random() % kSlots, value = random() % 3;
    block.storage.push_back({address_of(account), word(slot), value});
    model.slots[{account, slot}] = value;
    if (value == 0) model.slots.erase({account, slot});
  }
  return block;
}

class HistoryTest : public DatabaseTest {
 protected:
  Model read(uint64_t block) {
    Model model;
    for (uint64_t account = 0; account < kAccounts; ++account) {
      if (const int64_t balance = balance_at(block, account); balance >= 0)
        model.balances[account] = balance;
      for (uint64_t slot = 0; slot < kSlots; ++slot)
        if (const uint64_t value = slot_at(block, account, slot); value != 0)
          model.slots[{account, slot}] = value;
    }
    return model;
  }
  /// Commits blocks up to `last` and keeps the model after each.
  void grow(uint64_t last, uint64_t fork = 0) {
    for (uint64_t number = models_.size(); number <= last; ++number) {
      Model model = models_.back();
      commit(random_block(number, fork, model, random_));
      models_.push_back(model);
    }
  }
  void SetUp() override {
    const uint64_t seed = std::random_device()();
    RecordProperty("seed", std::to_string(seed));
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    random_.seed(seed);
    open();
    commit(empty_block(0));
    models_.emplace_back();
  }

  std::mt19937_64 random_;
  std::vector<Model> models_;  ///< by block
};

TEST_F(HistoryTest, agrees_with_the_model_at_every_block) {
  grow(30);
  for (uint64_t block = 0; block < models_.size(); ++block)
    EXPECT_EQ(read(block), models_[block]) << block;
}

TEST_F(HistoryTest, a_view_stays_when_later_blocks_come) {
  grow(10);
  auto view = database_->latest_state();
  ASSERT_TRUE(view);
  const Model then = models_.back();
  grow(20);
  for (uint64_t account = 0; account < kAccounts; ++account) {
    zkevm::Account found;
    const bool exists = (*view)->account(address_of(account), found);
    ASSERT_EQ(exists, then.balances.contains(account));
    if (exists) {
      EXPECT_EQ(found.balance, U256(static_cast<uint64_t>(then.balances.at(account))));
    }
  }
  EXPECT_EQ((*view)->block(), 10u);
}

TEST_F(HistoryTest, reverting_restores_the_earlier_state) {
  grow(25);
  ASSERT_TRUE(database_->revert_to(12));
  models_.resize(13);
  for (uint64_t block = 0; block < models_.size(); ++block)
    EXPECT_EQ(read(block), models_[block]) << block;
  EXPECT_EQ(database_->heads().latest, 12u);
  EXPECT_EQ(database_->header(13).error().status, Status::not_found);
  EXPECT_EQ(database_->block_of_hash(block_hash(13)).error().status, Status::not_found);
  EXPECT_EQ(database_->transaction_place(block_hash(13, 100)).error().status, Status::not_found);
  EXPECT_TRUE(database_->transaction_place(block_hash(12, 100)));
  grow(20);
  for (uint64_t block = 0; block < models_.size(); ++block)
    EXPECT_EQ(read(block), models_[block]) << block;
}

TEST_F(HistoryTest, net_changes_are_the_difference_of_two_blocks) {
  grow(20);
  for (int round = 0; round < 30; ++round) {
    const uint64_t first = 1 + random_() % 20, last = first + random_() % (21 - first);
    const Model &before = models_[first - 1], &after = models_[last];
    const auto changes = database_->net_changes(first, last);
    ASSERT_TRUE(changes) << changes.error().text;
    Model replayed = before;
    for (const AccountDelta& delta : changes->accounts) {
      const uint64_t account = load_be64(delta.address.data() + 12);
      EXPECT_NE(delta.before, delta.after);
      EXPECT_EQ(delta.before.has_value(), before.balances.contains(account));
      if (delta.after)
        replayed.balances[account] = static_cast<int64_t>(delta.after->balance.low_u64());
      else
        replayed.balances.erase(account);
    }
    for (const SlotDelta& delta : changes->slots) {
      EXPECT_NE(delta.before, delta.after);
      EXPECT_EQ(delta.flat_key, zkevm::flat_key(delta.address, delta.slot));
      const std::pair key(load_be64(delta.address.data() + 12),
                          U256::from_be(delta.slot.view()).low_u64());
      replayed.slots[key] = delta.after.low_u64();
      if (delta.after.is_zero()) replayed.slots.erase(key);
    }
    EXPECT_EQ(replayed, after) << first << ".." << last;
  }
}

TEST_F(HistoryTest, net_changes_from_genesis_begin_with_nothing) {
  grow(5);
  const auto changes = database_->net_changes(0, 5);
  ASSERT_TRUE(changes);
  for (const AccountDelta& delta : changes->accounts) EXPECT_FALSE(delta.before);
  EXPECT_EQ(changes->accounts.size(), models_[5].balances.size());
  EXPECT_EQ(changes->slots.size(), models_[5].slots.size());
}

TEST_F(HistoryTest, keeps_history_until_it_is_old_and_finalized) {
  open({.history_blocks = 5});
  grow(20);
  EXPECT_EQ(*database_->oldest_state(), 0u);
  ASSERT_TRUE(database_->set_heads(17, 17));
  grow(40);
  EXPECT_EQ(*database_->oldest_state(), 17u);
  grow(45);
  ASSERT_TRUE(database_->set_heads(45, 45));
  grow(60);
  EXPECT_EQ(*database_->oldest_state(), 45u);
  for (uint64_t block = 45; block <= 60; ++block) EXPECT_EQ(read(block), models_[block]) << block;
  const auto old = database_->state_at(44);
  EXPECT_EQ(old.error().status, Status::not_found);
  EXPECT_NE(old.error().text.find("historical state"), std::string::npos);
  EXPECT_EQ(database_->revert_to(44).error().status, Status::not_found);
  EXPECT_EQ(database_->net_changes(45, 46).error().status, Status::not_found);
  EXPECT_TRUE(database_->net_changes(46, 46));
}

TEST_F(HistoryTest, prunes_every_history_entry) {
  open({.history_blocks = 1});
  grow(20);
  ASSERT_TRUE(database_->set_heads(20, 20));
  for (uint64_t number = 21; number <= 40; ++number) {
    commit(empty_block(number));
    ASSERT_TRUE(database_->set_heads(number, number));
  }
  database_.reset();
  auto store = Store::open(directory_, 1 << 20);
  ASSERT_TRUE(store);
  Cursor cursor(**store);
  for (cursor.seek(view_of("A")); cursor.valid(); cursor.next()) {
    EXPECT_FALSE(cursor.has_prefix(view_of("A")));
    EXPECT_FALSE(cursor.has_prefix(view_of("S")));
  }
}

}  // namespace
}  // namespace dovetail::state
