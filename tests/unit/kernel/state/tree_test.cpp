// The state tree on disk against the reference.
#include "kernel/state/tree.hpp"

#include <random>

#include "kernel/state/keys.hpp"
#include "tests/unit/kernel/state/fixture.hpp"
#include "tests/unit/kernel/state/reference_tree.hpp"

namespace dovetail::state {
namespace {

Hash256 key_of(uint64_t number) {
  return zkevm::flat_key(address_of(1), word(number));
}

class TreeTest : public testing::Test {
 protected:
  TreeTest() {
    char name[] = "/tmp/dovetail-tree-XXXXXX";
    directory_ = ::mkdtemp(name);
    store_ = std::move(*Store::open(directory_, 1 << 20));
    write(Tree(*store_).genesis());
    const uint64_t seed = std::random_device()();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    random_.seed(seed);
  }
  ~TreeTest() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  void write(const TreeUpdate& update) {
    Batch batch;
    Tree::write(batch, update);
    ASSERT_TRUE(store_->write(batch));
  }
  /// Up to `count` changes of keys below `keys`; new keys are not zero.
  std::vector<FlatChange> random_changes(uint64_t count, uint64_t keys) {
    std::map<Hash256, Hash256> changes;
    for (uint64_t i = 0; i < count; ++i) {
      const Hash256 key = key_of(random_() % keys);
      const bool known = Tree(*store_).index_of(key)->has_value();
      changes[key] = word(random_() % 3 + (known ? 0 : 1));
    }
    std::vector<FlatChange> sorted;
    for (const auto& [key, value] : changes) sorted.push_back({key, value});
    return sorted;
  }
  TreeUpdate step(const std::vector<FlatChange>& changes) {
    auto update = Tree(*store_).apply(changes);
    EXPECT_TRUE(update) << update.error().text;
    write(*update);
    reference_.apply(changes);
    return *update;
  }

  std::filesystem::path directory_;
  std::unique_ptr<Store> store_;
  ReferenceTree reference_;
  std::mt19937_64 random_;
};

TEST_F(TreeTest, begins_with_the_guard_leaves) {
  const Tree tree(*store_);
  EXPECT_EQ(*tree.head(), ReferenceTree().head());
  EXPECT_EQ(tree.head()->root, zkevm::genesis_root(zkevm::empty_hashes()));
  EXPECT_EQ(tree.leaf(2).error().status, Status::not_found);
}

TEST_F(TreeTest, agrees_with_the_reference_over_random_batches) {
  for (int round = 0; round < 30; ++round) {
    step(random_changes(1 + random_() % 60, 500));
    ASSERT_EQ(*Tree(*store_).head(), reference_.head()) << "round " << round;
  }
  const Tree tree(*store_);
  for (uint64_t index = 0; index < reference_.leaves().size(); ++index) {
    EXPECT_EQ(*tree.leaf(index), reference_.leaves()[index]);
    EXPECT_EQ(*tree.index_of(reference_.leaves()[index].key), index);
  }
}

TEST_F(TreeTest, gives_paths_that_lead_to_the_root) {
  for (int round = 0; round < 5; ++round) step(random_changes(40, 500));
  const Tree tree(*store_);
  const TreeHead head = *tree.head();
  for (uint64_t index = 0; index < head.next_index; ++index) {
    Hash256 node = zkevm::hash_leaf(*tree.leaf(index));
    const auto path = tree.path(index);
    ASSERT_EQ(path->size(), zkevm::kTreeDepth);
    for (unsigned level = 0; level < zkevm::kTreeDepth; ++level) {
      const bool right = level < 64 && (index >> level) % 2;
      node =
          right ? zkevm::hash_node((*path)[level], node) : zkevm::hash_node(node, (*path)[level]);
    }
    EXPECT_EQ(node, head.root) << index;
  }
}

TEST_F(TreeTest, finds_the_leaf_before_any_key) {
  step(random_changes(100, 500));
  const Tree tree(*store_);
  for (uint64_t number = 0; number < 500; ++number) {
    const Hash256 key = key_of(number);
    const auto leaf = tree.leaf(*tree.predecessor(key));
    EXPECT_LT(leaf->key, key);
    EXPECT_GE(tree.leaf(leaf->next)->key, key);
  }
  EXPECT_EQ(tree.predecessor({}).error().status, Status::not_found);
}

TEST_F(TreeTest, appends_new_keys_in_ascending_order) {
  const auto changes = random_changes(50, 500);
  step(changes);
  for (size_t i = 0; i < changes.size(); ++i)
    EXPECT_EQ(Tree(*store_).leaf(2 + i)->key, changes[i].key);
}

TEST_F(TreeTest, steps_back_to_every_earlier_tree) {
  std::vector<TreeHead> heads;
  std::vector<TreeUndo> steps;
  for (int round = 0; round < 12; ++round) {
    const TreeUpdate update = step(random_changes(1 + random_() % 40, 200));
    heads.push_back(update.before);
    steps.insert(steps.begin(), *decode_undo(encode_undo(update)));
  }
  const size_t back = 1 + random_() % steps.size();
  const auto update = Tree(*store_).undo(std::span(steps).first(back));
  ASSERT_TRUE(update) << update.error().text;
  write(*update);
  const TreeHead target = heads[heads.size() - back];
  EXPECT_EQ(*Tree(*store_).head(), target);
  EXPECT_EQ(Tree(*store_).leaf(target.next_index).error().status, Status::not_found);
  const auto rest = Tree(*store_).undo(std::span(steps).subspan(back));
  ASSERT_TRUE(rest) << rest.error().text;
  write(*rest);
  EXPECT_EQ(*Tree(*store_).head(), ReferenceTree().head());
  reference_ = ReferenceTree();
  step(random_changes(60, 200));
  EXPECT_EQ(*Tree(*store_).head(), reference_.head());
}

TEST_F(TreeTest, refuses_changes_out_of_order) {
  const auto changes = random_changes(50, 500);
  const Tree tree(*store_);
  const std::vector<FlatChange> swapped = {changes[1], changes[0]},
                                twice = {changes[0], changes[0]};
  EXPECT_EQ(tree.apply(swapped).error().status, Status::invalid_argument);
  EXPECT_EQ(tree.apply(twice).error().status, Status::invalid_argument);
}

TEST_F(TreeTest, refuses_guard_keys_and_new_zeros) {
  const Tree tree(*store_);
  for (const FlatChange& change :
       {FlatChange{{}, word(1)}, FlatChange{zkevm::kLastKey, word(1)}, FlatChange{key_of(1), {}}})
    EXPECT_EQ(tree.apply({&change, 1}).error().status, Status::invalid_argument);
}

TEST_F(TreeTest, says_damaged_when_a_leaf_is_cut) {
  step(random_changes(5, 500));
  Batch batch;
  batch.put(keys::numbered(keys::kTreeLeaf, 2), Bytes(71));
  ASSERT_TRUE(store_->write(batch));
  EXPECT_EQ(Tree(*store_).leaf(2).error().status, Status::corrupt);
}

TEST_F(TreeTest, says_damaged_when_an_undo_record_does_not_lead_back) {
  const TreeUpdate update = step(random_changes(20, 500));
  TreeUndo wrong = *decode_undo(encode_undo(update));
  wrong.replaced[0].second.value[0] ^= 1;
  EXPECT_EQ(Tree(*store_).undo({&wrong, 1}).error().status, Status::corrupt);
  EXPECT_EQ(decode_undo(Bytes{0xc0}).error().status, Status::corrupt);
}

}  // namespace
}  // namespace dovetail::state
