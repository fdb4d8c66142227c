#include "kernel/state/tree.hpp"

#include <algorithm>
#include <string>

#include "kernel/state/keys.hpp"
#include "kernel/state/list_writer.hpp"

namespace dovetail::state {
namespace {

using zkevm::TreeLeaf;

constexpr size_t kLeafBytes = 72;
constexpr uint8_t kPageLevels = zkevm::kTreeDepth / TreePage::kLevels;

Failure damaged(const std::string& what) {
  return {Status::corrupt,
          "the state tree's " + what +
              " is missing or malformed: the data directory is damaged; put back a copy of it: "
              "this version cannot rebuild it from L1"};
}

Bytes encode_leaf(const TreeLeaf& leaf) {
  Bytes out(kLeafBytes);
  std::copy(leaf.key.begin(), leaf.key.end(), out.begin());
  std::copy(leaf.value.begin(), leaf.value.end(), out.begin() + 32);
  store_be64(out.data() + 64, leaf.next);
  return out;
}
TreeLeaf decode_leaf(ByteView bytes) {
  return {Hash256::from(bytes), Hash256::from(bytes.subspan(32)), load_be64(bytes.data() + 64)};
}

Bytes encode_head(const TreeHead& head) {
  Bytes out(40);
  std::copy(head.root.begin(), head.root.end(), out.begin());
  store_be64(out.data() + 32, head.next_index);
  return out;
}

keys::Key page_key(uint8_t level, uint64_t index) {
  return keys::Key(keys::kTreePage).add_byte(level).add(index);
}

}  // namespace

Bytes encode_undo(const TreeUpdate& update) {
  ListWriter replaced;
  for (const auto& [index, leaf] : update.replaced)
    replaced.add(ListWriter().add(U256(index)).add(encode_leaf(leaf)));
  return ListWriter()
      .add(update.before.root.view())
      .add(U256(update.before.next_index))
      .add(replaced)
      .finish();
}

Expected<TreeUndo> decode_undo(ByteView bytes) {
  TreeUndo undo;
  FieldReader fields = FieldReader::record(bytes);
  undo.before.root = fields.fixed<32>();
  undo.before.next_index = fields.number();
  FieldReader list = fields.list();
  while (list.more()) {
    FieldReader entry = list.list();
    const uint64_t index = entry.number();
    const auto leaf = entry.fixed<kLeafBytes>();
    undo.replaced.emplace_back(index, decode_leaf(leaf.view()));
    list.close(entry);
  }
  fields.close(list);
  if (!fields.ok()) return damaged("undo record");
  return undo;
}

Expected<TreeHead> Tree::head() const {
  auto value = store_.get(keys::meta(keys::kTree));
  if (!value) return value.error();
  if (!*value || (*value)->size() != 40) return damaged("head");
  return TreeHead{Hash256::from(**value), load_be64((*value)->data() + 32)};
}

Expected<std::optional<uint64_t>> Tree::index_of(const Hash256& key) const {
  auto value = store_.get(keys::hashed(keys::kTreeKey, key));
  if (!value) return value.error();
  if (!*value) return std::optional<uint64_t>();
  if ((*value)->size() != 8) return damaged("key index");
  return std::optional(load_be64((*value)->data()));
}

Expected<TreeLeaf> Tree::leaf(uint64_t index) const {
  auto value = store_.get(keys::numbered(keys::kTreeLeaf, index));
  if (!value) return value.error();
  if (!*value)
    return Failure(Status::not_found, "the state tree has no leaf " + std::to_string(index));
  if ((*value)->size() != kLeafBytes) return damaged("leaf");
  return decode_leaf(**value);
}

Expected<uint64_t> Tree::predecessor(const Hash256& key) const {
  Cursor cursor(store_);
  cursor.seek(keys::hashed(keys::kTreeKey, key));
  if (cursor.valid())
    cursor.previous();
  else
    cursor.seek_last();
  if (auto check = cursor.check(); !check) return check.error();
  const uint8_t kind = keys::kTreeKey;
  if (!cursor.has_prefix({&kind, 1}))
    return Failure(Status::not_found,
                   "no key in the state tree is smaller than " + to_hex(key.view()));
  if (cursor.value().size() != 8) return damaged("key index");
  return load_be64(cursor.value().data());
}

Expected<TreePage> Tree::page(uint8_t level, uint64_t index) const {
  TreePage page{level, index, {}};
  auto value = store_.get(page_key(level, index));
  if (!value) return value.error();
  if (!*value) {
    page.hashes.fill(empty_[level * TreePage::kLevels]);
    return page;
  }
  if ((*value)->size() != 32 * TreePage::kNodes) return damaged("page");
  for (size_t i = 0; i < TreePage::kNodes; ++i)
    page.hashes[i] = Hash256::from(ByteView(**value).subspan(32 * i));
  return page;
}

Expected<std::vector<Hash256>> Tree::path(uint64_t index) const {
  std::vector<Hash256> siblings;
  for (uint8_t level = 0; level < kPageLevels; ++level) {
    auto loaded = page(level, index / TreePage::kNodes);
    if (!loaded) return loaded.error();
    auto& nodes = loaded->hashes;
    size_t position = index % TreePage::kNodes;
    for (size_t width = TreePage::kNodes; width > 1; width /= 2, position /= 2) {
      siblings.push_back(nodes[position ^ 1]);
      for (size_t i = 0; i < width / 2; ++i)
        nodes[i] = zkevm::hash_node(nodes[2 * i], nodes[2 * i + 1]);
    }
    index /= TreePage::kNodes;
  }
  return siblings;
}

Hash256 Tree::page_root(const TreePage& page) const {
  auto nodes = page.hashes;
  size_t level = page.level * TreePage::kLevels;
  for (size_t width = TreePage::kNodes; width > 1; width /= 2, ++level)
    for (size_t i = 0; i < width / 2; ++i) {
      const Hash256 &left = nodes[2 * i], &right = nodes[2 * i + 1];
      const bool is_empty = left == empty_[level] && right == empty_[level];
      nodes[i] = is_empty ? empty_[level + 1] : zkevm::hash_node(left, right);
    }
  return nodes[0];
}

Expected<Tree::NewHashes> Tree::rehash_level(uint8_t level, const NewHashes& hashes,
                                             bool read_pages, std::vector<TreePage>& pages) const {
  NewHashes above;
  for (auto node = hashes.begin(); node != hashes.end();) {
    const uint64_t index = node->first / TreePage::kNodes;
    TreePage current{level, index, {}};
    current.hashes.fill(empty_[level * TreePage::kLevels]);
    if (read_pages) {
      auto stored = page(level, index);
      if (!stored) return stored.error();
      current = *stored;
    }
    for (; node != hashes.end() && node->first / TreePage::kNodes == index; ++node)
      current.hashes[node->first % TreePage::kNodes] = node->second;
    above.emplace_hint(above.end(), index, page_root(current));
    pages.push_back(current);
  }
  return above;
}

Expected<Hash256> Tree::rehash(NewHashes hashes, bool read_pages,
                               std::vector<TreePage>& pages) const {
  for (uint8_t level = 0; level < kPageLevels; ++level) {
    auto above = rehash_level(level, hashes, read_pages, pages);
    if (!above) return above.error();
    hashes = std::move(*above);
  }
  return hashes.begin()->second;
}

/// The leaves that a batch touches: read once, linked in key order.
class Tree::Appender {
 public:
  Appender(const Tree& tree, uint64_t next_index) : tree_(tree), next_index_(next_index) {}

  Expected<void> add(const FlatChange& change) {
    auto index = tree_.index_of(change.key);
    if (!index) return index.error();
    return *index ? update(**index, change.value) : insert(change);
  }
  const std::map<uint64_t, TreeLeaf>& leaves() const { return leaves_; }
  std::vector<IndexedLeaf> take_replaced() { return std::move(replaced_); }
  uint64_t next_index() const { return next_index_; }

 private:
  Expected<TreeLeaf*> touch(uint64_t index) {
    if (const auto known = leaves_.find(index); known != leaves_.end()) return &known->second;
    auto leaf = tree_.leaf(index);
    if (!leaf) return leaf.error();
    replaced_.emplace_back(index, *leaf);
    return &leaves_.emplace(index, *leaf).first->second;
  }

  Expected<void> update(uint64_t index, const Hash256& value) {
    auto leaf = touch(index);
    if (!leaf) return leaf.error();
    (*leaf)->value = value;
    return {};
  }

  /// Keys ascend, so that the leaf before a new one is either in the tree or the one that was
  /// inserted last.
  Expected<void> insert(const FlatChange& change) {
    if (change.value.is_zero())
      return Failure(Status::invalid_argument,
                     "the key " + to_hex(change.key.view()) +
                         " is new and zero, which is no change: give net changes only");
    auto before = tree_.predecessor(change.key);
    if (!before) return before.error();
    auto previous = touch(*before);
    if (!previous) return previous.error();
    if (inserted_ && (*previous)->key < leaves_.at(*inserted_).key) previous = touch(*inserted_);
    leaves_.emplace(next_index_, TreeLeaf{change.key, change.value, (*previous)->next});
    (*previous)->next = next_index_;
    inserted_ = next_index_++;
    return {};
  }

  const Tree& tree_;
  std::map<uint64_t, TreeLeaf> leaves_;
  std::vector<IndexedLeaf> replaced_;
  std::optional<uint64_t> inserted_;
  uint64_t next_index_;
};

Expected<TreeUpdate> Tree::apply(std::span<const FlatChange> changes) const {
  TreeUpdate update;
  auto head = this->head();
  if (!head) return head.error();
  update.before = update.after = *head;
  if (changes.empty()) return update;
  Appender appender(*this, head->next_index);
  Hash256 previous;
  for (const FlatChange& change : changes) {
    if (change.key <= previous || change.key == zkevm::kLastKey)
      return Failure(Status::invalid_argument,
                     "changes of the state tree must ascend by key and leave the guard leaves "
                     "alone, found " +
                         to_hex(change.key.view()));
    previous = change.key;
    if (auto added = appender.add(change); !added) return added.error();
  }
  NewHashes hashes;
  for (const auto& [index, leaf] : appender.leaves()) {
    update.leaves.emplace_back(index, leaf);
    hashes.emplace_hint(hashes.end(), index, zkevm::hash_leaf(leaf));
  }
  update.replaced = appender.take_replaced();
  auto root = rehash(std::move(hashes), true, update.pages);
  if (!root) return root.error();
  update.after = {*root, appender.next_index()};
  return update;
}

Expected<TreeUpdate> Tree::undo(std::span<const TreeUndo> steps) const {
  TreeUpdate update;
  auto head = this->head();
  if (!head) return head.error();
  update.before = update.after = *head;
  if (steps.empty()) return update;
  update.after = steps.back().before;
  std::map<uint64_t, TreeLeaf> restored;
  for (const TreeUndo& step : steps)
    for (const auto& [index, leaf] : step.replaced)
      if (index < update.after.next_index) restored.insert_or_assign(index, leaf);
  NewHashes hashes;
  for (const auto& [index, leaf] : restored) {
    update.leaves.emplace_back(index, leaf);
    hashes.emplace(index, zkevm::hash_leaf(leaf));
  }
  for (uint64_t index = update.after.next_index; index < head->next_index; ++index) {
    auto gone = leaf(index);
    if (!gone) return gone.error();
    update.removed.emplace_back(index, *gone);
    hashes.emplace(index, empty_[0]);
  }
  if (hashes.empty()) return update;
  auto root = rehash(std::move(hashes), true, update.pages);
  if (!root) return root.error();
  if (*root != update.after.root) return damaged("undo record");
  return update;
}

TreeUpdate Tree::genesis() const {
  TreeUpdate update;
  NewHashes hashes;
  for (uint64_t index = 0; index < zkevm::kGuardLeaves.size(); ++index) {
    update.leaves.emplace_back(index, zkevm::kGuardLeaves[index]);
    hashes.emplace(index, zkevm::hash_leaf(zkevm::kGuardLeaves[index]));
  }
  auto root = rehash(std::move(hashes), false, update.pages);
  DOVETAIL_ASSERT(static_cast<bool>(root));  // nothing was read
  update.after = {*root, zkevm::kGuardLeaves.size()};
  return update;
}

void Tree::write(Batch& batch, const TreeUpdate& update) {
  for (const auto& [index, leaf] : update.leaves) {
    batch.put(keys::numbered(keys::kTreeLeaf, index), encode_leaf(leaf));
    if (index < update.before.next_index) continue;
    uint8_t digits[8];
    store_be64(digits, index);
    batch.put(keys::hashed(keys::kTreeKey, leaf.key), digits);
  }
  for (const auto& [index, leaf] : update.removed) {
    batch.remove(keys::numbered(keys::kTreeLeaf, index));
    batch.remove(keys::hashed(keys::kTreeKey, leaf.key));
  }
  for (const TreePage& page : update.pages) {
    Bytes nodes;
    for (const Hash256& hash : page.hashes) nodes.insert(nodes.end(), hash.begin(), hash.end());
    batch.put(page_key(page.level, page.index), nodes);
  }
  batch.put(keys::meta(keys::kTree), encode_head(update.after));
}

}  // namespace dovetail::state
