#include "kernel/zkevm/state/state.hpp"

#include <gtest/gtest.h>

#include "tests/unit/kernel/zkevm/memory_reader.hpp"

namespace dovetail::zkevm {
namespace {

constexpr Address kAlice = address_number(1);
constexpr Address kBob = address_number(2);

Arena& arena() {
  return fresh_arena<1 << 22>();
}

struct Changes : ChangeVisitor {
  void account(const AccountChange& change) override { last_account = change, ++accounts; }
  void storage(const StorageChange& change) override { last_storage = change, ++slots; }
  int accounts = 0, slots = 0;
  AccountChange last_account;
  StorageChange last_storage;
};
Changes changes_of(State& state) {
  Changes out;
  state.visit_changes(out);
  return out;
}

MemoryReader with_alice() {
  MemoryReader reader;
  reader.put(kAlice, 5, 1000);
  reader.put_slot(kAlice, 1, 11);
  return reader;
}

TEST(state, reads_what_the_reader_says) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  EXPECT_TRUE(state.exists(kAlice));
  EXPECT_FALSE(state.exists(kBob));
  EXPECT_EQ(state.nonce(kAlice), 5u);
  EXPECT_TRUE(state.balance(kAlice) == U256(1000));
  EXPECT_TRUE(state.storage(kAlice, 1) == U256(11));
  EXPECT_TRUE(state.storage(kAlice, 2).is_zero());
}

TEST(state, revert_to_undoes_every_kind_of_change) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  const uint8_t code[] = {1, 2, 3};
  const size_t checkpoint = state.checkpoint();
  AccountEntry& alice = state.entry(kAlice);
  SlotEntry& slot = state.slot(alice, 1);
  state.set_balance(alice, 1);
  state.set_nonce(alice, 9);
  state.set_code(alice, code);
  state.set_storage(slot, 12);
  state.set_transient(alice, 1, 13);
  state.add_refund(100);
  state.add_log(kAlice, {}, code);
  state.mark_created(alice);
  state.mark_destroyed(alice);
  EXPECT_TRUE(state.warm_up(alice));
  EXPECT_TRUE(state.warm_up(slot));
  state.revert_to(checkpoint);
  EXPECT_TRUE(alice.now == alice.before);
  EXPECT_TRUE(state.code(alice).bytes.empty());
  EXPECT_TRUE(slot.now == U256(11));
  EXPECT_TRUE(state.transient(alice, 1).is_zero());
  EXPECT_EQ(state.refund(), 0);
  EXPECT_TRUE(state.logs().empty());
  EXPECT_FALSE(state.is_created(alice));
  EXPECT_TRUE(state.warm_up(alice));
  EXPECT_TRUE(state.warm_up(slot));
  state.finish_transaction();
  EXPECT_TRUE(state.exists(kAlice));
}

TEST(state, revert_to_keeps_what_came_before_the_checkpoint) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  state.set_storage(kAlice, 1, 12);
  const size_t checkpoint = state.checkpoint();
  state.set_storage(kAlice, 1, 13);
  state.revert_to(checkpoint);
  EXPECT_TRUE(state.storage(kAlice, 1) == U256(12));
}

TEST(state, original_is_the_value_before_the_transaction) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  SlotEntry& slot = state.slot(state.entry(kAlice), 1);
  state.set_storage(slot, 12);
  state.set_storage(slot, 13);
  EXPECT_TRUE(state.original(slot) == U256(11));
  state.finish_transaction();
  EXPECT_TRUE(state.original(slot) == U256(13));
  state.set_storage(slot, 14);
  EXPECT_TRUE(state.original(slot) == U256(13));
}

TEST(state, finish_transaction_forgets_warmth_transient_storage_refund_and_logs) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  AccountEntry& alice = state.entry(kAlice);
  state.warm_up(alice);
  state.set_transient(alice, 1, 13);
  state.add_refund(5);
  state.add_log(kAlice, {}, {});
  const std::span<const Log> logs = state.logs();
  state.finish_transaction();
  state.add_log(kBob, {}, {});
  EXPECT_TRUE(state.warm_up(alice));
  EXPECT_TRUE(state.transient(alice, 1).is_zero());
  EXPECT_EQ(state.refund(), 0);
  EXPECT_EQ(logs.size(), 1u);
  EXPECT_TRUE(logs[0].address == kAlice);
}

TEST(state, an_account_destroyed_in_its_transaction_leaves_nothing) {
  MemoryReader reader;
  State state(reader, arena());
  const uint8_t code[] = {1};
  AccountEntry& bob = state.entry(kBob);
  state.mark_created(bob);
  state.set_nonce(bob, 1);
  state.set_code(bob, code);
  state.set_balance(bob, 7);
  state.set_storage(kBob, 1, 2);
  state.mark_destroyed(bob);
  state.finish_transaction();
  EXPECT_FALSE(state.exists(kBob));
  EXPECT_TRUE(state.storage(kBob, 1).is_zero());
  const Changes changes = changes_of(state);
  EXPECT_EQ(changes.accounts, 0);
  EXPECT_EQ(changes.slots, 0);
}

TEST(state, rollback_undoes_whole_transactions) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  state.set_balance(kAlice, 900);
  state.finish_transaction();
  const State::Savepoint savepoint = state.savepoint();
  state.set_balance(kAlice, 800);
  state.set_storage(kAlice, 1, 12);
  state.finish_transaction();
  state.set_nonce(kAlice, 6);
  state.finish_transaction();
  state.rollback(savepoint);
  EXPECT_TRUE(state.balance(kAlice) == U256(900));
  EXPECT_TRUE(state.storage(kAlice, 1) == U256(11));
  EXPECT_EQ(state.nonce(kAlice), 5u);
}

TEST(state, rollback_brings_back_an_account_that_was_destroyed) {
  MemoryReader reader;
  State state(reader, arena());
  AccountEntry& bob = state.entry(kBob);
  state.set_nonce(bob, 1);
  state.set_storage(kBob, 1, 2);
  state.finish_transaction();
  const State::Savepoint savepoint = state.savepoint();
  state.mark_destroyed(bob);
  state.finish_transaction();
  EXPECT_FALSE(state.exists(kBob));
  state.rollback(savepoint);
  EXPECT_TRUE(state.exists(kBob));
}

TEST(state, visit_changes_reports_net_changes_alone) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  state.set_balance(kAlice, 1);
  state.set_storage(kAlice, 1, 12);
  state.set_storage(kAlice, 2, 22);
  state.finish_transaction();
  state.set_balance(kAlice, 1000);
  state.set_storage(kAlice, 1, 11);
  state.finish_transaction();
  const Changes changes = changes_of(state);
  EXPECT_EQ(changes.accounts, 0);
  EXPECT_EQ(changes.slots, 1);
  EXPECT_TRUE(changes.last_storage.slot == U256(2));
  EXPECT_TRUE(changes.last_storage.before.is_zero());
  EXPECT_TRUE(changes.last_storage.after == U256(22));
}

TEST(state, visit_changes_reports_a_new_account_with_its_code) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  const uint8_t code[] = {0x60, 0x00};
  state.set_code(kBob, code);
  state.finish_transaction();
  const Changes changes = changes_of(state);
  EXPECT_EQ(changes.accounts, 1);
  EXPECT_FALSE(changes.last_account.existed);
  EXPECT_TRUE(changes.last_account.exists);
  EXPECT_TRUE(equal(changes.last_account.new_code, code));
  EXPECT_TRUE(changes.last_account.after.code_hash == keccak256(code));
}

TEST(state, a_touched_empty_account_exists_no_more) {
  MemoryReader reader;
  reader.put(kBob, 0, 0);
  State state(reader, arena());
  EXPECT_TRUE(state.exists(kBob));
  state.set_balance(kBob, 0);
  state.finish_transaction();
  EXPECT_FALSE(state.exists(kBob));
  EXPECT_EQ(changes_of(state).accounts, 1);
}

TEST(state, rollback_restores_a_slot_that_one_transaction_wrote_often) {
  MemoryReader reader = with_alice();
  State state(reader, arena());
  const State::Savepoint savepoint = state.savepoint();
  for (uint64_t i = 0; i < 10; ++i) state.set_storage(kAlice, 1, 100 + i);
  state.finish_transaction();
  EXPECT_EQ(state.checkpoint(), 1u);  // only the first write is kept
  for (uint64_t i = 0; i < 10; ++i) state.set_storage(kAlice, 1, 200 + i);
  state.finish_transaction();
  state.rollback(savepoint);
  EXPECT_TRUE(state.storage(kAlice, 1) == U256(11));
}

TEST(state, transient_storage_takes_no_more_memory_in_later_transactions) {
  MemoryReader reader;
  Arena& memory = arena();
  State state(reader, memory);
  AccountEntry& bob = state.entry(kBob);
  const auto fill = [&](uint64_t first) {
    for (uint64_t i = 0; i < 500; ++i) state.set_transient(bob, first + i, i + 1);
    for (uint64_t i = 0; i < 500; ++i) EXPECT_TRUE(state.transient(bob, first + i) == U256(i + 1));
    state.finish_transaction();
  };
  for (uint64_t round = 0; round < 10; ++round) fill(round * 1000);
  const size_t used = memory.used();
  for (uint64_t round = 10; round < 40; ++round) fill(round * 1000);
  EXPECT_LT(memory.used() - used, 100000u);
}

TEST(state, finds_every_entry_after_its_tables_grew) {
  MemoryReader reader;
  State state(reader, arena());
  for (uint64_t i = 0; i < 3000; ++i) state.set_storage(kBob, i, i + 1);
  for (uint64_t i = 0; i < 3000; ++i) EXPECT_TRUE(state.storage(kBob, i) == U256(i + 1));
}

}  // namespace
}  // namespace dovetail::zkevm
