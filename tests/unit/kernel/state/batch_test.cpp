// Building, sealing, updating and reverting batches.
#include <random>

#include "kernel/state/batch_builder.hpp"
#include "sdk/crypto/blake2s.hpp"
#include "sdk/crypto/keccak.hpp"
#include "tests/unit/kernel/state/fixture.hpp"
#include "tests/unit/kernel/state/reference_tree.hpp"

namespace dovetail::state {
namespace {

constexpr uint64_t kAccounts = 8, kSlots = 4;

Bytes code_of(uint64_t number) {
  return {0x60, static_cast<uint8_t>(number), 0x00};
}

/// What everybody who reads the pubdata of all batches knows: leaves, accounts and code. It learns
/// from pubdata alone.
class Follower final : public zkevm::PubdataResolver, public zkevm::PubdataVisitor {
 public:
  /// @return the changes that a batch's pubdata says, ascending by key.
  std::vector<FlatChange> follow(ByteView pubdata) {
    changes_.clear();
    Bytes memory(1 << 16);
    Arena arena(memory);
    const auto range = zkevm::decode_pubdata(pubdata, *this, *this, arena);
    EXPECT_TRUE(range) << range.error().text;
    std::vector<FlatChange> changes;
    for (const auto& [key, value] : changes_) changes.push_back({key, value});
    tree.apply(changes);
    return changes;
  }

  Result<zkevm::LeafBefore> leaf(uint64_t index) override {
    if (index < 2 || index >= tree.leaves().size())
      return Error{Status::invalid_argument, "no such leaf"};
    const zkevm::TreeLeaf& leaf = tree.leaves()[index];
    const auto account = accounts_.find(leaf.key);
    if (account != accounts_.end()) return zkevm::LeafBefore{leaf.key, true, {}, account->second};
    return zkevm::LeafBefore{leaf.key, false, U256::from_be(leaf.value.view()), {}};
  }
  bool is_absent(const Hash256& key) override {
    for (const zkevm::TreeLeaf& leaf : tree.leaves())
      if (leaf.key == key) return false;
    return true;
  }
  Result<zkevm::CodeFacts> code(const Hash256& hash) override {
    const auto known = codes_.find(hash);
    if (known == codes_.end()) return Error{Status::invalid_argument, "no such code"};
    return zkevm::CodeFacts{blake2s(known->second), static_cast<uint32_t>(known->second.size())};
  }

  void block_hash(uint64_t block, const Hash256& hash) override {
    EXPECT_EQ(hash, state::block_hash(block));
    blocks.push_back(block);
  }
  void log(const zkevm::L2Log& log) override { logs.push_back(log); }
  void message(ByteView message) override { messages.push_back(to_bytes(message)); }
  void code(const zkevm::PublishedCode& code) override {
    EXPECT_TRUE(codes_.emplace(code.hash, to_bytes(code.bytes)).second) << "published twice";
    changes_[zkevm::known_code_key(code.hash)] = word(1);
  }
  void value(const Hash256& key, const U256& after) override { changes_[key] = after.to_be(); }
  void account(const Hash256& key, const zkevm::AccountProperties& after) override {
    accounts_[key] = after.account;
    changes_[key] = zkevm::hash(after);
  }

  ReferenceTree tree;
  std::vector<uint64_t> blocks;
  std::vector<zkevm::L2Log> logs;
  std::vector<Bytes> messages;

 private:
  std::map<Hash256, zkevm::Account> accounts_;
  std::map<Hash256, Bytes> codes_;
  std::map<Hash256, Hash256> changes_;
};

class BatchTest : public DatabaseTest {
 protected:
  void SetUp() override {
    const uint64_t seed = std::random_device()();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    random_.seed(seed);
    open();
    commit(empty_block(0));
    seal();
  }

  BlockCommit random_block(uint64_t number) {
    BlockCommit block = empty_block(number);
    for (uint64_t account = 0; account < kAccounts; ++account) {
      AccountWrite write = funds(account, random_() % 3 * 1'000'000, random_() % 3);
      const uint64_t code = random_() % 6;
      if (code < 3) {
        const Bytes bytes = code_of(code);
        write.after->code_hash = keccak256(bytes);
        write.after->code_size = static_cast<uint32_t>(bytes.size());
        block.codes.emplace_back(write.after->code_hash, bytes);
      }
      if (random_() % 5 == 0) write.after.reset();
      if (random_() % 2) block.accounts.push_back(write);
      block.storage.push_back({address_of(account), word(random_() % kSlots), random_() % 3});
    }
    return block;
  }
  void grow(uint64_t blocks) {
    for (uint64_t i = 0; i < blocks; ++i) commit(random_block(*database_->heads().latest + 1));
  }
  /// Seals everything up to the latest block, or to `last`.
  BatchContents seal(std::optional<uint64_t> last = {}, const BatchMessages& messages = {}) {
    BatchRecord record;
    if (const auto previous = *database_->last_batch()) {
      record.number = *previous + 1;
      record.output.first_block = database_->batch(*previous)->output.last_block + 1;
    }
    record.output.last_block = last.value_or(*database_->heads().latest);
    auto contents =
        build_batch(*database_, record.output.first_block, record.output.last_block, messages);
    EXPECT_TRUE(contents) << contents.error().text;
    record.state_after = contents->state_after;
    record.tree_root = contents->tree.after.root;
    record.tree_next_index = contents->tree.after.next_index;
    const auto sealed = database_->seal_batch(record, contents->pubdata, contents->tree);
    EXPECT_TRUE(sealed) << sealed.error().text;
    return *contents;
  }

  std::mt19937_64 random_;
};

TEST_F(BatchTest, can_be_followed_from_its_pubdata_alone) {
  Follower follower;
  follower.follow(*database_->batch_pubdata(0));
  for (int round = 0; round < 20; ++round) {
    grow(1 + random_() % 4);
    const BatchContents batch = seal();
    EXPECT_EQ(follower.follow(*database_->batch_pubdata(1 + round)), batch.changes);
    EXPECT_EQ(follower.tree.head(), batch.tree.after) << "round " << round;
    EXPECT_EQ(*database_->tree().head(), batch.tree.after);
  }
  EXPECT_EQ(follower.blocks.size(), *database_->heads().latest + 1);
}

TEST_F(BatchTest, carries_logs_and_messages) {
  BatchMessages messages;
  messages.logs.resize(2);
  messages.logs[1][0] = 7;
  messages.messages = {{1, 2, 3}, {}};
  grow(1);
  seal({}, messages);
  Follower follower;
  follower.follow(*database_->batch_pubdata(0));
  follower.follow(*database_->batch_pubdata(1));
  EXPECT_EQ(follower.logs, messages.logs);
  EXPECT_EQ(follower.messages, messages.messages);
}

TEST_F(BatchTest, is_the_same_when_later_blocks_exist) {
  grow(5);
  const auto early = build_batch(*database_, 1, 5);
  grow(5);
  const auto late = build_batch(*database_, 1, 5);
  EXPECT_EQ(early->pubdata, late->pubdata);
  EXPECT_EQ(early->state_after, late->state_after);
}

TEST_F(BatchTest, says_nothing_of_what_returns_to_its_old_value) {
  commit(empty_block(1));
  BlockCommit there = empty_block(2), back = empty_block(3);
  there.accounts = {funds(1, 5)};
  there.storage = {{address_of(1), word(1), 5}};
  back.accounts = {{address_of(1), std::nullopt}};
  back.storage = {{address_of(1), word(1), 0}};
  commit(there);
  commit(back);
  EXPECT_TRUE(seal().changes.empty());
}

TEST_F(BatchTest, record_is_kept_as_it_was_put) {
  BatchRecord record = *database_->batch(0);
  record.status = BatchStatus::committing;
  record.sealed_at = 99;
  record.state_before = word(1);
  record.output.chain_id = 271;
  record.output.da_commitment = word(2);
  record.output.l2_transactions = 3;
  record.da_l1_input = {1, 2};
  record.da_receipt = {3};
  record.commit_tx = word(4);
  record.prove_tx = word(5);
  record.execute_tx = word(6);
  record.commit_attempts = 2;
  record.plugins = {{"dovetail.da/1", "0.1.0", word(7)}};
  const std::vector<NamedRecord> cursors = {{"settler", {5}}};
  ASSERT_TRUE(database_->update_batch(record, cursors));
  open();
  EXPECT_EQ(*database_->batch(0), record);
  EXPECT_EQ(*database_->get_record("settler"), Bytes{5});
  record.number = 1;
  EXPECT_EQ(database_->update_batch(record).error().status, Status::not_found);
}

TEST_F(BatchTest, knows_its_blocks) {
  grow(4);
  seal(2);
  seal(3);
  EXPECT_EQ(*database_->batch_of_block(0), 0u);
  EXPECT_EQ(*database_->batch_of_block(1), 1u);
  EXPECT_EQ(*database_->batch_of_block(2), 1u);
  EXPECT_EQ(*database_->batch_of_block(3), 2u);
  EXPECT_EQ(database_->batch_of_block(4).error().status, Status::not_found);
}

TEST_F(BatchTest, is_refused_when_it_does_not_follow) {
  grow(3);
  const auto contents = build_batch(*database_, 1, 2);
  BatchRecord good;
  good.number = 1;
  good.output.first_block = 1;
  good.output.last_block = 2;
  good.tree_root = contents->tree.after.root;
  good.tree_next_index = contents->tree.after.next_index;
  const auto refused = [&](auto change) {
    BatchRecord record = good;
    TreeUpdate tree = contents->tree;
    change(record, tree);
    const auto sealed = database_->seal_batch(record, contents->pubdata, tree);
    return !sealed && sealed.error().status == Status::conflict;
  };
  EXPECT_TRUE(refused([](auto& record, auto&) { record.number = 2; }));
  EXPECT_TRUE(refused([](auto& record, auto&) { record.output.first_block = 2; }));
  EXPECT_TRUE(refused([](auto& record, auto&) { record.output.last_block = 0; }));
  EXPECT_TRUE(refused([](auto& record, auto&) { record.output.last_block = 4; }));
  EXPECT_TRUE(refused([](auto& record, auto&) { record.tree_root = word(1); }));
  EXPECT_TRUE(refused([](auto& record, auto&) { record.tree_next_index = 1; }));
  EXPECT_TRUE(refused([](auto&, auto& tree) { tree.before.root = word(1); }));
  EXPECT_TRUE(database_->seal_batch(good, contents->pubdata, contents->tree));
}

TEST_F(BatchTest, reverting_batches_restores_the_tree_and_keeps_blocks) {
  std::vector<TreeHead> heads = {*database_->tree().head()};
  for (int i = 0; i < 6; ++i) {
    grow(2);
    heads.push_back(seal().tree.after);
  }
  ASSERT_TRUE(database_->revert_batches_to(3));
  EXPECT_EQ(*database_->last_batch(), 3u);
  EXPECT_EQ(*database_->tree().head(), heads[3]);
  EXPECT_EQ(database_->heads().latest, 12u);
  EXPECT_EQ(database_->batch(4).error().status, Status::not_found);
  EXPECT_EQ(database_->batch_pubdata(4).error().status, Status::not_found);
  EXPECT_EQ(database_->batch_of_block(8).error().status, Status::not_found);
  seal(8);
  EXPECT_EQ(*database_->tree().head(), heads[4]);
}

TEST_F(BatchTest, reverting_blocks_reverts_the_batches_that_hold_them) {
  std::vector<TreeHead> heads = {*database_->tree().head()};
  for (int i = 0; i < 6; ++i) {
    grow(2);
    heads.push_back(seal().tree.after);
  }
  grow(1);
  ASSERT_TRUE(database_->revert_to(12));
  EXPECT_EQ(*database_->last_batch(), 6u);
  ASSERT_TRUE(database_->revert_to(7));
  EXPECT_EQ(*database_->last_batch(), 3u);
  EXPECT_EQ(*database_->tree().head(), heads[3]);
  EXPECT_EQ(database_->heads().latest, 7u);
  grow(3);
  seal();
  EXPECT_EQ(*database_->last_batch(), 4u);
}

TEST_F(BatchTest, says_damaged_when_state_and_tree_contradict) {
  grow(3);
  const BatchContents batch = seal();
  ASSERT_FALSE(batch.tree.leaves.empty());
  grow(10);
  database_.reset();
  {
    auto store = Store::open(directory_, 1 << 20);
    Batch damage;
    for (auto [index, leaf] : batch.tree.leaves) {
      if (index < 2) continue;
      leaf.value[5] ^= 1;
      Bytes bytes(72);
      std::copy(leaf.key.begin(), leaf.key.end(), bytes.begin());
      std::copy(leaf.value.begin(), leaf.value.end(), bytes.begin() + 32);
      store_be64(bytes.data() + 64, leaf.next);
      Bytes key{'l'};
      key.resize(9);
      store_be64(key.data() + 1, index);
      damage.put(key, bytes);
    }
    ASSERT_TRUE((*store)->write(damage));
  }
  open();
  EXPECT_EQ(build_batch(*database_, 4, 13).error().status, Status::corrupt);
}

}  // namespace
}  // namespace dovetail::state
