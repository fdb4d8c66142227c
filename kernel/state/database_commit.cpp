// Writing one block, and forgetting the history of old ones.
#include <set>

#include "kernel/state/database_internal.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"

namespace dovetail::state {
namespace {

constexpr int kPrunedBlocksMax = 4;  // per block written: catches up, without one long write

void write_block(Batch& batch, const BlockCommit& block) {
  const uint64_t number = block.header.number;
  batch.put(keys::numbered(keys::kHeader, number), encode_header(block.header));
  batch.put(keys::numbered(keys::kBody, number), encode_transactions(block.transactions));
  batch.put(keys::numbered(keys::kReceipts, number), encode_receipts(block.receipts));
  batch.put(keys::hashed(keys::kHashToBlock, block.header.hash), number_bytes(number));
  for (uint32_t index = 0; index < block.transactions.size(); ++index) {
    Bytes place = number_bytes(number);
    place.resize(12);
    store_be32(place.data() + 8, index);
    batch.put(keys::hashed(keys::kTransaction, block.transactions[index].hash), place);
  }
  for (const auto& [hash, code] : block.codes) batch.put(keys::hashed(keys::kCode, hash), code);
  for (const NamedRecord& record : block.records)
    batch.put(keys::Key(keys::kRecord).add(record.name), record.value);
}

Failure twice(const std::string& what) {
  return {Status::invalid_argument,
          "a block must write each account and slot once, found twice: " + what};
}

}  // namespace

Expected<void> Database::check_follows(const BlockCommit& block) const {
  const std::string name = "block " + std::to_string(block.header.number);
  if (block.receipts.size() != block.transactions.size())
    return Failure(Status::invalid_argument, name + " needs one receipt for each of its " +
                                                 std::to_string(block.transactions.size()) +
                                                 " transactions, found " +
                                                 std::to_string(block.receipts.size()));
  const Heads now = heads();
  const uint64_t expected = now.latest ? *now.latest + 1 : 0;
  if (block.header.number != expected)
    return does_not_follow(name, "number " + std::to_string(expected),
                           std::to_string(block.header.number));
  if (!now.latest) return {};
  auto parent = header(*now.latest);
  if (!parent) return parent.error();
  if (parent->hash != block.parent_hash)
    return does_not_follow(name, "parent " + to_hex(parent->hash.view()),
                           to_hex(block.parent_hash.view()));
  return {};
}

Expected<void> Database::write_accounts(Batch& batch, const BlockCommit& block,
                                        Journal& journal) const {
  std::set<Address> seen;
  for (const AccountWrite& write : block.accounts) {
    if (!seen.insert(write.address).second) return twice(to_hex(write.address.view()));
    const keys::Key key = keys::account(write.address);
    auto before = store_->get(key);
    if (!before) return before.error();
    std::optional<Bytes> after;
    if (write.after) after = encode_account(*write.after);
    if (*before == after) continue;
    batch.put(keys::account_history(write.address, block.header.number), before->value_or(Bytes()));
    if (after)
      batch.put(key, *after);
    else
      batch.remove(key);
    journal.accounts.push_back(write.address);
  }
  return {};
}

Expected<void> Database::write_slots(Batch& batch, const BlockCommit& block,
                                     Journal& journal) const {
  std::set<Hash256> seen;
  for (const StorageWrite& write : block.storage) {
    const Hash256 flat_key = zkevm::flat_key(write.address, write.slot);
    if (!seen.insert(flat_key).second)
      return twice("slot " + to_hex(write.slot.view()) + " of " + to_hex(write.address.view()));
    const keys::Key key = keys::hashed(keys::kSlot, flat_key);
    auto before = store_->get(key);
    if (!before) return before.error();
    std::optional<Bytes> after;
    if (!write.after.is_zero()) after = to_bytes(write.after.to_be().view());
    if (*before == after) continue;
    batch.put(keys::slot_history(flat_key, block.header.number), before->value_or(Bytes()));
    if (after)
      batch.put(key, *after);
    else
      batch.remove(key);
    journal.slots.emplace_back(write.address, write.slot);
  }
  return {};
}

Expected<void> Database::forget(Batch& batch, uint64_t block) const {
  auto written = journal(block);
  if (!written) return written.error();
  for (const Address& address : written->accounts)
    batch.remove(keys::account_history(address, block));
  for (const auto& [address, slot] : written->slots)
    batch.remove(keys::slot_history(zkevm::flat_key(address, slot), block));
  batch.remove(keys::numbered(keys::kJournal, block));
  return {};
}

Expected<void> Database::prune(Batch& batch, const Heads& heads) const {
  Cursor cursor(*store_);
  const uint8_t kind = keys::kJournal;
  cursor.seek({&kind, 1});
  for (int i = 0; i < kPrunedBlocksMax && cursor.has_prefix({&kind, 1}); ++i, cursor.next()) {
    const uint64_t block = keys::last_number(cursor.key());
    if (block + options_.history_blocks > *heads.latest || block > heads.finalized) break;
    if (auto forgotten = forget(batch, block); !forgotten) return forgotten;
  }
  return cursor.check();
}

Expected<void> Database::commit(const BlockCommit& block) {
  const std::lock_guard lock(write_mutex_);
  if (auto follows = check_follows(block); !follows) return follows;
  Batch batch;
  Journal journal;
  write_block(batch, block);
  if (auto written = write_accounts(batch, block, journal); !written) return written;
  if (auto written = write_slots(batch, block, journal); !written) return written;
  batch.put(keys::numbered(keys::kJournal, block.header.number), encode_journal(journal));
  Heads heads = this->heads();
  heads.latest = block.header.number;
  put_heads(batch, heads);
  if (auto pruned = prune(batch, heads); !pruned) return pruned;
  if (auto written = store_->write(batch); !written) return written;
  publish(heads);
  return {};
}

}  // namespace dovetail::state
