// Batches with their tree, records of the stages, keys of plugins.
#include "kernel/state/database_internal.hpp"

namespace dovetail::state {
namespace {

constexpr int kPrunedBatchesMax = 4;
constexpr size_t kNamespaceBytesMax = 255;

std::string name_of(uint64_t batch) {
  return "batch " + std::to_string(batch);
}

Expected<keys::Key> plugin_key(std::string_view space, ByteView key) {
  if (space.empty() || space.size() > kNamespaceBytesMax)
    return Failure(Status::invalid_argument, "a plugin's namespace has 1 to 255 bytes, found " +
                                                 std::to_string(space.size()));
  return keys::Key(keys::kPlugin).add_byte(static_cast<uint8_t>(space.size())).add(space).add(key);
}

}  // namespace

Expected<std::optional<uint64_t>> Database::last_batch() const {
  Cursor cursor(*store_);
  const uint8_t kind = keys::kBatch;
  cursor.seek(keys::Key(keys::kBatch + 1));
  if (cursor.valid())
    cursor.previous();
  else
    cursor.seek_last();
  if (auto check = cursor.check(); !check) return check.error();
  if (!cursor.has_prefix({&kind, 1})) return std::optional<uint64_t>();
  return std::optional(keys::last_number(cursor.key()));
}

Expected<void> Database::check_batch_follows(const BatchRecord& record,
                                             const TreeUpdate& tree) const {
  const std::string name = name_of(record.number);
  auto last = last_batch();
  if (!last) return last.error();
  const uint64_t number = *last ? **last + 1 : 0;
  if (record.number != number)
    return does_not_follow(name, "number " + std::to_string(number), std::to_string(record.number));
  uint64_t first_block = 0;
  if (*last) {
    auto previous = batch(**last);
    if (!previous) return previous.error();
    first_block = previous->output.last_block + 1;
  }
  const Heads now = heads();
  const auto& [first, end] = std::pair(record.output.first_block, record.output.last_block);
  if (first != first_block || end < first || !now.latest || end > *now.latest)
    return does_not_follow(name,
                           "blocks from " + std::to_string(first_block) + " to at most the latest",
                           std::to_string(first) + ".." + std::to_string(end));
  auto head = this->tree().head();
  if (!head) return head.error();
  if (!(tree.before == *head) || tree.after.root != record.tree_root ||
      tree.after.next_index != record.tree_next_index)
    return does_not_follow(
        name, "a tree that starts at " + to_hex(head->root.view()) + " and ends as the record says",
        to_hex(tree.before.root.view()) + " to " + to_hex(tree.after.root.view()));
  return {};
}

Expected<void> Database::prune_tree_undo(Batch& batch) const {
  auto oldest = oldest_state();
  if (!oldest) return oldest.error();
  Cursor cursor(*store_);
  const uint8_t kind = keys::kTreeUndo;
  cursor.seek({&kind, 1});
  for (int i = 0; i < kPrunedBatchesMax && cursor.has_prefix({&kind, 1}); ++i, cursor.next()) {
    auto old = this->batch(keys::last_number(cursor.key()));
    if (!old) return old.error();
    if (old->output.last_block > *oldest) break;
    batch.remove(cursor.key());
  }
  return cursor.check();
}

Expected<void> Database::seal_batch(const BatchRecord& record, ByteView pubdata,
                                    const TreeUpdate& tree) {
  const std::lock_guard lock(write_mutex_);
  if (auto follows = check_batch_follows(record, tree); !follows) return follows;
  Batch batch;
  batch.put(keys::numbered(keys::kBatch, record.number), encode_batch(record));
  batch.put(keys::numbered(keys::kPubdata, record.number), pubdata);
  batch.put(keys::numbered(keys::kBatchByLast, record.output.last_block),
            number_bytes(record.number));
  batch.put(keys::numbered(keys::kTreeUndo, record.number), encode_undo(tree));
  Tree::write(batch, tree);
  if (auto pruned = prune_tree_undo(batch); !pruned) return pruned;
  return store_->write(batch);
}

Expected<void> Database::update_batch(const BatchRecord& record,
                                      std::span<const NamedRecord> records) {
  const std::lock_guard lock(write_mutex_);
  if (auto known = batch(record.number); !known) return known.error();
  Batch batch;
  batch.put(keys::numbered(keys::kBatch, record.number), encode_batch(record));
  for (const NamedRecord& named : records)
    batch.put(keys::Key(keys::kRecord).add(named.name), named.value);
  return store_->write(batch);
}

Expected<void> Database::undo_batches(Batch& batch, uint64_t first) const {
  auto last = last_batch();
  if (!last) return last.error();
  if (!*last) return {};
  std::vector<TreeUndo> steps;
  for (uint64_t next = **last + 1; next > first; --next) {
    const uint64_t number = next - 1;
    auto record = this->batch(number);
    if (!record) return record.error();
    auto bytes =
        require(keys::numbered(keys::kTreeUndo, number), "tree history of " + name_of(number));
    if (!bytes) return bytes.error();
    auto step = decode_undo(*bytes);
    if (!step) return step.error();
    steps.push_back(std::move(*step));
    for (const char kind : {keys::kBatch, keys::kPubdata, keys::kTreeUndo})
      batch.remove(keys::numbered(kind, number));
    batch.remove(keys::numbered(keys::kBatchByLast, record->output.last_block));
  }
  auto update = tree().undo(steps);
  if (!update) return update.error();
  Tree::write(batch, *update);
  return {};
}

Expected<void> Database::revert_batches_to(uint64_t number) {
  const std::lock_guard lock(write_mutex_);
  if (auto known = batch(number); !known) return known.error();
  Batch batch;
  if (auto undone = undo_batches(batch, number + 1); !undone) return undone;
  return store_->write(batch);
}

Expected<BatchRecord> Database::batch(uint64_t number) const {
  auto bytes = require(keys::numbered(keys::kBatch, number), name_of(number));
  if (!bytes) return bytes.error();
  return decode_batch(*bytes);
}

Expected<Bytes> Database::batch_pubdata(uint64_t number) const {
  return require(keys::numbered(keys::kPubdata, number), "pubdata of " + name_of(number));
}

Expected<uint64_t> Database::batch_of_block(uint64_t block) const {
  Cursor cursor(*store_);
  const uint8_t kind = keys::kBatchByLast;
  cursor.seek(keys::numbered(keys::kBatchByLast, block));
  if (auto check = cursor.check(); !check) return check.error();
  if (!cursor.has_prefix({&kind, 1}))
    return Failure(Status::not_found,
                   "block " + std::to_string(block) + " is in no sealed batch yet");
  return load_be64(cursor.value().data());
}

Expected<void> Database::put_records(std::span<const NamedRecord> records) {
  const std::lock_guard lock(write_mutex_);
  Batch batch;
  for (const NamedRecord& record : records)
    batch.put(keys::Key(keys::kRecord).add(record.name), record.value);
  return store_->write(batch);
}

Expected<Bytes> Database::get_record(std::string_view name) const {
  return require(keys::Key(keys::kRecord).add(name), "record " + std::string(name));
}

Expected<void> Database::plugin_put(std::string_view space, ByteView key, ByteView value) {
  auto full = plugin_key(space, key);
  if (!full) return full.error();
  const std::lock_guard lock(write_mutex_);
  Batch batch;
  batch.put(*full, value);
  return store_->write(batch);
}

Expected<Bytes> Database::plugin_get(std::string_view space, ByteView key) const {
  auto full = plugin_key(space, key);
  if (!full) return full.error();
  return require(*full, "key of plugin " + std::string(space));
}

Expected<void> Database::plugin_remove(std::string_view space, ByteView key) {
  auto full = plugin_key(space, key);
  if (!full) return full.error();
  const std::lock_guard lock(write_mutex_);
  Batch batch;
  batch.remove(*full);
  return store_->write(batch);
}

}  // namespace dovetail::state
