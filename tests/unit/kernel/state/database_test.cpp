// Opening, identity, blocks, records and keys of plugins.
#include <fstream>

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/kernel/state/fixture.hpp"

namespace dovetail::state {
namespace {

using testing::HasSubstr;

BlockCommit block_with_everything() {
  BlockCommit block = empty_block(0);
  block.transactions = {{word(77), address_of(1), {1, 2, 3}}, {word(78), address_of(2), {}}};
  Receipt receipt;
  receipt.type = 2;
  receipt.success = true;
  receipt.gas_used = 21000;
  receipt.cumulative_gas_used = 21000;
  receipt.effective_gas_price = U256(1, 2, 3, 4);
  receipt.created = address_of(9);
  receipt.logs = {{address_of(3), {word(1), word(2)}, {9, 9}}, {address_of(4), {}, {}}};
  block.receipts = {receipt, Receipt{}};
  block.codes = {{word(5), {0x60, 0x00}}};
  block.records = {{"cursor", {7}}};
  return block;
}

TEST_F(DatabaseTest, has_no_blocks_when_new) {
  open();
  EXPECT_FALSE(database_->heads().latest);
  EXPECT_EQ(database_->header(0).error().status, Status::not_found);
  EXPECT_EQ(database_->state_at(0).error().status, Status::not_found);
  EXPECT_FALSE(*database_->last_batch());
}

TEST_F(DatabaseTest, returns_a_block_as_committed_when_reopened) {
  const BlockCommit block = block_with_everything();
  open();
  commit(block);
  open();
  EXPECT_EQ(database_->heads().latest, 0u);
  EXPECT_EQ(database_->header(0)->hash, block.header.hash);
  EXPECT_EQ(database_->header(0)->timestamp, 1000u);
  EXPECT_EQ(database_->header(0)->rlp, block.header.rlp);
  EXPECT_EQ(*database_->transactions(0), block.transactions);
  EXPECT_EQ(*database_->receipts(0), block.receipts);
  EXPECT_EQ(*database_->block_of_hash(block.header.hash), 0u);
  EXPECT_EQ(database_->transaction_place(word(78))->index, 1u);
  EXPECT_EQ(*database_->code(word(5)), (Bytes{0x60, 0x00}));
  EXPECT_EQ(*database_->get_record("cursor"), Bytes{7});
}

TEST_F(DatabaseTest, refuses_another_chain_when_opened) {
  open();
  database_.reset();
  Identity other = identity_;
  other.chain_id = 5;
  EXPECT_THAT(Database::open(directory_, other).error().text,
              HasSubstr("chain id expected 5, found 271"));
  other = identity_;
  other.settings["l1_chain_id"] = "2";
  EXPECT_THAT(Database::open(directory_, other).error().text,
              HasSubstr("l1_chain_id expected 2, found 1"));
  other.settings.clear();
  EXPECT_EQ(Database::open(directory_, other).error().status, Status::conflict);
}

TEST_F(DatabaseTest, refuses_another_schema_when_opened) {
  open();
  database_.reset();
  {
    auto store = Store::open(directory_, 1 << 20);
    Batch batch;
    batch.put(view_of("mschema"), Bytes{9});
    ASSERT_TRUE((*store)->write(batch));
  }
  EXPECT_THAT(Database::open(directory_, identity_).error().text, HasSubstr("schema 0x09"));
}

TEST_F(DatabaseTest, refuses_a_history_of_no_blocks) {
  const auto opened = Database::open(directory_, identity_, {.history_blocks = 0});
  EXPECT_EQ(opened.error().status, Status::invalid_argument);
}

TEST_F(DatabaseTest, says_unavailable_when_the_directory_cannot_be_made) {
  std::ofstream(directory_ / "file") << "x";
  const auto opened = Database::open(directory_ / "file", identity_);
  EXPECT_EQ(opened.error().status, Status::unavailable);
}

TEST_F(DatabaseTest, says_in_use_when_this_process_has_it_open) {
  open();
  const auto second = Database::open(directory_, identity_);
  EXPECT_EQ(second.error().status, Status::conflict);
  EXPECT_THAT(second.error().text, HasSubstr("in use by this process"));
}

TEST_F(DatabaseTest, names_the_process_when_another_one_has_it_open) {
  int ready[2], stop[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(stop), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto held = Database::open(directory_, identity_);
    char byte = held ? 'y' : 'n';
    (void)!::write(ready[1], &byte, 1);
    (void)!::read(stop[0], &byte, 1);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto second = Database::open(directory_, identity_);
  EXPECT_EQ(second.error().status, Status::conflict);
  EXPECT_THAT(second.error().text, HasSubstr("in use by process " + std::to_string(child)));
  ASSERT_EQ(::write(stop[1], &byte, 1), 1);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST_F(DatabaseTest, says_damaged_when_a_file_is_cut) {
  open();
  for (uint64_t number = 0; number < 3; ++number) commit(empty_block(number));
  database_.reset();
  std::ofstream(directory_ / "CURRENT") << "nonsense";
  const auto opened = Database::open(directory_, identity_);
  EXPECT_EQ(opened.error().status, Status::corrupt);
  EXPECT_THAT(opened.error().text, HasSubstr("rebuild"));
}

TEST_F(DatabaseTest, refuses_a_block_when_it_does_not_follow) {
  open();
  EXPECT_EQ(database_->commit(empty_block(1)).error().status, Status::conflict);
  commit(empty_block(0));
  EXPECT_EQ(database_->commit(empty_block(0)).error().status, Status::conflict);
  EXPECT_EQ(database_->commit(empty_block(2)).error().status, Status::conflict);
  EXPECT_THAT(database_->commit(empty_block(1, 9)).error().text, HasSubstr("parent"));
}

TEST_F(DatabaseTest, refuses_a_block_when_its_parts_do_not_fit) {
  open();
  BlockCommit block = empty_block(0);
  block.receipts.resize(1);
  EXPECT_EQ(database_->commit(block).error().status, Status::invalid_argument);
  block = empty_block(0);
  block.accounts = {funds(1, 5), funds(1, 6)};
  EXPECT_EQ(database_->commit(block).error().status, Status::invalid_argument);
  block = empty_block(0);
  block.storage = {{address_of(1), word(2), 3}, {address_of(1), word(2), 4}};
  EXPECT_EQ(database_->commit(block).error().status, Status::invalid_argument);
  EXPECT_FALSE(database_->heads().latest);
}

TEST_F(DatabaseTest, keeps_heads_in_order) {
  open();
  for (uint64_t number = 0; number < 3; ++number) commit(empty_block(number));
  EXPECT_TRUE(database_->set_heads(2, 1));
  EXPECT_FALSE(database_->set_heads(1, 2));
  EXPECT_FALSE(database_->set_heads(3, 1));
  open();
  EXPECT_EQ(database_->heads().safe, 2u);
  EXPECT_EQ(database_->heads().finalized, 1u);
}

TEST_F(DatabaseTest, pads_recent_hashes_with_zeros_before_genesis) {
  open();
  for (uint64_t number = 0; number < 3; ++number) commit(empty_block(number));
  const auto hashes = database_->recent_hashes(2);
  ASSERT_EQ(hashes->size(), 256u);
  EXPECT_EQ((*hashes)[255], block_hash(2));
  EXPECT_EQ((*hashes)[253], block_hash(0));
  EXPECT_TRUE((*hashes)[252].is_zero());
}

TEST_F(DatabaseTest, keeps_namespaces_of_plugins_apart) {
  open();
  ASSERT_TRUE(database_->plugin_put("a", view_of("bc"), Bytes{1}));
  ASSERT_TRUE(database_->plugin_put("ab", view_of("c"), Bytes{2}));
  EXPECT_EQ(*database_->plugin_get("a", view_of("bc")), Bytes{1});
  EXPECT_EQ(*database_->plugin_get("ab", view_of("c")), Bytes{2});
  ASSERT_TRUE(database_->plugin_remove("a", view_of("bc")));
  EXPECT_EQ(database_->plugin_get("a", view_of("bc")).error().status, Status::not_found);
  EXPECT_EQ(*database_->plugin_get("ab", view_of("c")), Bytes{2});
  EXPECT_EQ(database_->plugin_put("", view_of("c"), Bytes{2}).error().status,
            Status::invalid_argument);
}

TEST_F(DatabaseTest, puts_records_together) {
  open();
  const std::vector<NamedRecord> records = {{"one", {1}}, {"two", {}}};
  ASSERT_TRUE(database_->put_records(records));
  EXPECT_EQ(*database_->get_record("one"), Bytes{1});
  EXPECT_EQ(*database_->get_record("two"), Bytes{});
  EXPECT_EQ(database_->get_record("three").error().status, Status::not_found);
}

TEST(block_records, refuse_damaged_bytes) {
  EXPECT_EQ(decode_account(Bytes(75)).error().status, Status::corrupt);
  EXPECT_EQ(decode_journal(Bytes{0, 0, 0, 1}).error().status, Status::corrupt);
  EXPECT_EQ(decode_journal(Bytes(5)).error().status, Status::corrupt);
  Bytes receipts = encode_receipts(block_with_everything().receipts);
  receipts.pop_back();
  EXPECT_EQ(decode_receipts(receipts).error().status, Status::corrupt);
  Bytes body = encode_transactions(block_with_everything().transactions);
  body.push_back(0);
  EXPECT_EQ(decode_transactions(body).error().status, Status::corrupt);
}

}  // namespace
}  // namespace dovetail::state
