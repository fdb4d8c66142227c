// Looking back: what several blocks changed together, and undoing blocks.
#include <map>
#include <set>

#include "kernel/state/database_internal.hpp"
#include "kernel/zkevm/system/tree_hash.hpp"

namespace dovetail::state {
namespace {

struct TouchedKeys {
  std::set<Address> accounts;
  std::map<Hash256, std::pair<Address, Hash256>> slots;  ///< by flat key

  void add(const Journal& journal) {
    accounts.insert(journal.accounts.begin(), journal.accounts.end());
    for (const auto& slot : journal.slots)
      slots.emplace(zkevm::flat_key(slot.first, slot.second), slot);
  }
};

/// What a view says; the state before genesis, for which there is no view, is empty.
std::optional<zkevm::Account> account_in(StateView* view, const Address& address) {
  zkevm::Account account;
  if (view == nullptr || !view->account(address, account)) return std::nullopt;
  return account;
}
U256 slot_in(StateView* view, const Hash256& flat_key) {
  return view == nullptr ? U256() : view->storage_at(flat_key);
}

NetChanges compare(const TouchedKeys& touched, StateView* before, StateView& after) {
  NetChanges changes;
  for (const Address& address : touched.accounts) {
    AccountDelta delta{address, account_in(before, address), account_in(&after, address)};
    if (delta.before != delta.after) changes.accounts.push_back(delta);
  }
  for (const auto& [key, place] : touched.slots) {
    SlotDelta delta{key, place.first, place.second, slot_in(before, key), after.storage_at(key)};
    if (delta.before != delta.after) changes.slots.push_back(delta);
  }
  return changes;
}

}  // namespace

Expected<NetChanges> Database::net_changes(uint64_t first, uint64_t last) const {
  auto now = moment();
  if (!now) return now.error();
  if (first > last) return Failure(Status::invalid_argument, "net_changes needs first <= last");
  if (auto known = check_known(*now, last); !known) return known.error();
  if (first > 0)
    if (auto known = check_known(*now, first - 1); !known) return known.error();
  TouchedKeys touched;
  for (uint64_t block = first; block <= last; ++block) {
    auto written = journal(block, now->snapshot.get());
    if (!written) return written.error();
    touched.add(*written);
  }
  std::optional<StateView> before;
  if (first > 0) before.emplace(*store_, now->snapshot, first - 1, *now->heads.latest);
  StateView after(*store_, now->snapshot, last, *now->heads.latest);
  NetChanges changes = compare(touched, before ? &*before : nullptr, after);
  if (before && before->failure()) return *before->failure();
  if (after.failure()) return *after.failure();
  return changes;
}

Expected<void> Database::undo_state(Batch& batch, uint64_t block, uint64_t latest) const {
  TouchedKeys touched;
  for (uint64_t number = block + 1; number <= latest; ++number) {
    auto written = journal(number);
    if (!written) return written.error();
    touched.add(*written);
    if (auto forgotten = forget(batch, number); !forgotten) return forgotten;
  }
  StateView target(*store_, std::make_shared<const Snapshot>(*store_), block, latest);
  for (const Address& address : touched.accounts) {
    const auto account = account_in(&target, address);
    if (account)
      batch.put(keys::account(address), encode_account(*account));
    else
      batch.remove(keys::account(address));
  }
  for (const auto& [flat_key, place] : touched.slots) {
    const U256 value = target.storage_at(flat_key);
    const keys::Key key = keys::hashed(keys::kSlot, flat_key);
    if (value.is_zero())
      batch.remove(key);
    else
      batch.put(key, value.to_be().view());
  }
  if (target.failure()) return *target.failure();
  return {};
}

Expected<void> Database::undo_blocks(Batch& batch, uint64_t block, uint64_t latest) const {
  for (uint64_t number = block + 1; number <= latest; ++number) {
    auto stored = header(number);
    if (!stored) return stored.error();
    auto body = transactions(number);
    if (!body) return body.error();
    for (const StoredTransaction& tx : *body)
      batch.remove(keys::hashed(keys::kTransaction, tx.hash));
    batch.remove(keys::hashed(keys::kHashToBlock, stored->hash));
    for (const char kind : {keys::kHeader, keys::kBody, keys::kReceipts})
      batch.remove(keys::numbered(kind, number));
  }
  return {};
}

Expected<void> Database::revert_to(uint64_t block) {
  const std::lock_guard lock(write_mutex_);
  auto now = moment();
  if (!now) return now.error();
  if (auto known = check_known(*now, block); !known) return known;
  Heads heads = now->heads;
  Batch batch;
  if (auto undone = undo_state(batch, block, *heads.latest); !undone) return undone;
  if (auto undone = undo_blocks(batch, block, *heads.latest); !undone) return undone;
  auto first_unsealed = batch_of_block(block + 1);
  if (first_unsealed) {
    if (auto undone = undo_batches(batch, *first_unsealed); !undone) return undone;
  } else if (first_unsealed.error().status != Status::not_found) {
    return first_unsealed.error();
  }
  heads.latest = block;
  heads.safe = std::min(heads.safe, block);
  heads.finalized = std::min(heads.finalized, block);
  put_heads(batch, heads);
  if (auto written = store_->write(batch); !written) return written;
  publish(heads);
  return {};
}

}  // namespace dovetail::state
