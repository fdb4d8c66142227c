// One writer and many readers: every answer is about one block.
#include <atomic>
#include <thread>

#include "tests/unit/kernel/state/fixture.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kAccounts = 5, kBlocks = 150;

class ThreadsTest : public DatabaseTest {
 protected:
  /// Writes blocks of which every account and slot says the number, finalizing and pruning behind.
  void write() {
    for (uint64_t number = 0; number < kBlocks; ++number) {
      BlockCommit block = empty_block(number);
      for (uint64_t account = 0; account < kAccounts; ++account) {
        block.accounts.push_back(funds(account, number, 1));
        block.storage.push_back({address_of(account), word(0), number});
      }
      commit(block);
      ASSERT_TRUE(database_->set_heads(number, number));
    }
    done_ = true;
  }

  void expect_all_say(StateView& view, uint64_t number) {
    for (uint64_t account = 0; account < kAccounts; ++account) {
      zkevm::Account found;
      view.account(address_of(account), found);
      EXPECT_EQ(found.balance, U256(number));
      EXPECT_EQ(view.storage(address_of(account), 0), U256(number));
    }
    EXPECT_FALSE(view.failure());
  }

  void read() {
    while (!done_) {
      auto latest = database_->latest_state();
      ASSERT_TRUE(latest);
      if (!(*latest)->block()) continue;
      const uint64_t number = *(*latest)->block();
      expect_all_say(**latest, number);
      if (number < 3) continue;
      auto old = database_->state_at(number - 2);
      if (old)
        expect_all_say(**old, number - 2);
      else
        EXPECT_EQ(old.error().status, Status::not_found);
      auto changes = database_->net_changes(number - 1, number);
      if (changes) {
        EXPECT_EQ(changes->slots.size(), kAccounts);
      } else {
        EXPECT_EQ(changes.error().status, Status::not_found);
      }
    }
  }

  std::atomic<bool> done_ = false;
};

TEST_F(ThreadsTest, readers_see_whole_blocks_while_others_are_written) {
  open({.history_blocks = 4});
  std::thread first([this] { read(); }), second([this] { read(); });
  write();
  first.join();
  second.join();
}

}  // namespace
}  // namespace dovetail::state
