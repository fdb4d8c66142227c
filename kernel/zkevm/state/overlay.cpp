#include "kernel/zkevm/state/overlay.hpp"

#include "sdk/base/assert.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

uint64_t hash_of(const Address& address, uint64_t seed) {
  uint64_t hash = mix(seed, load_le64(address.bytes));
  hash = mix(hash, load_le64(address.bytes + 8));
  return mix(hash, load_le32(address.bytes + 16));
}
uint64_t hash_of(const U256& slot, uint64_t seed) {
  uint64_t hash = seed;
  for (uint64_t limb : slot.limbs) hash = mix(hash, limb);
  return hash;
}
uint64_t hash_of(const Hash256& hash) {
  return load_le64(hash.bytes);
}

U256 pack(const Hash256& hash) {
  return {load_le64(hash.bytes), load_le64(hash.bytes + 8), load_le64(hash.bytes + 16),
          load_le64(hash.bytes + 24)};
}
Hash256 unpack(const U256& packed) {
  Hash256 out;
  for (int i = 0; i < 4; ++i) store_le64(out.bytes + 8 * i, packed.limbs[i]);
  return out;
}

}  // namespace

State::State(StateReader& reader, Arena& arena, uint64_t seed)
    : reader_(&reader),
      arena_(&arena),
      seed_(mix(seed, 0x646f76657461696c)),
      scratch_(arena),
      accounts_(arena),
      slots_(arena),
      transients_(arena),
      codes_(arena),
      journal_(arena),
      logs_(arena) {}

AccountEntry& State::entry(const Address& address) {
  const uint64_t hash = hash_of(address, seed_);
  AccountEntry* found =
      accounts_.find(hash, [&](const AccountEntry& e) { return e.address == address; });
  if (found != nullptr) return *found;
  AccountEntry& fresh = accounts_.insert(hash);
  fresh.address = address;
  fresh.id_hash = hash;
  fresh.existed = reader_->account(address, fresh.before);
  fresh.now = fresh.before;
  return fresh;
}

SlotEntry& State::slot(AccountEntry& account, const U256& slot) {
  const uint64_t hash = hash_of(slot, account.id_hash);
  SlotEntry* found = slots_.find(
      hash, [&](const SlotEntry& e) { return e.slot == slot && e.account == &account; });
  if (found != nullptr) return *found;
  SlotEntry& fresh = slots_.insert(hash);
  fresh.account = &account;
  fresh.slot = slot;
  fresh.before = fresh.now = reader_->storage(account.address, slot);
  return fresh;
}

Code* State::find_code(const Hash256& hash) {
  return codes_.find(hash_of(hash), [&](const Code& c) { return c.hash == hash; });
}

Code& State::insert_code(const Hash256& hash, ByteView bytes) {
  Code& fresh = codes_.insert(hash_of(hash));
  fresh.hash = hash;
  fresh.bytes = bytes;
  return fresh;
}

Code& State::code(AccountEntry& account) {
  if (account.code != nullptr) return *account.code;
  const Hash256& hash = account.now.code_hash;
  account.code = find_code(hash);
  if (account.code == nullptr) {
    const bool none = hash == kEmptyCodeHash;
    account.code = &insert_code(hash, none ? ByteView{} : reader_->code(hash));
  }
  return *account.code;
}

void State::set_balance(AccountEntry& account, const U256& value) {
  if (account.now.balance == value) return touch(account);
  note(Undo::balance, &account, account.now.balance);
  account.now.balance = value;
}

void State::set_nonce(AccountEntry& account, uint64_t value) {
  note(Undo::nonce, &account, account.now.nonce);
  account.now.nonce = value;
}

void State::set_code(AccountEntry& account, ByteView bytes) {
  const Hash256 hash = keccak256(bytes);
  journal_.push_back({Undo::code, account.now.code_size, &account, pack(account.now.code_hash)});
  Code* known = find_code(hash);
  account.code = known != nullptr ? known : &insert_code(hash, arena_->copy(bytes));
  account.now.code_hash = hash;
  account.now.code_size = static_cast<uint32_t>(bytes.size());
}

void State::set_storage(SlotEntry& slot, const U256& value) {
  if (slot.now == value) return;
  note(Undo::storage, &slot, slot.now);
  if (slot.written != tx_) {
    slot.written = tx_;
    slot.at_start = slot.now;
  }
  slot.now = value;
}

void State::touch(AccountEntry& account) {
  if (!account.existed || account.touched || !account.now.is_empty()) return;
  note(Undo::touched, &account);
  account.touched = true;
}

U256 State::transient(AccountEntry& account, const U256& slot) {
  const TransientEntry* found = transients_.find(
      hash_of(slot, account.id_hash),
      [&](const TransientEntry& e) { return e.slot == slot && e.account == &account; });
  return found != nullptr && found->written == tx_ ? found->value : U256{};
}

void State::set_transient(AccountEntry& account, const U256& slot, const U256& value) {
  const uint64_t hash = hash_of(slot, account.id_hash);
  TransientEntry* entry = transients_.find(
      hash, [&](const TransientEntry& e) { return e.slot == slot && e.account == &account; });
  if (entry == nullptr) {
    entry =
        &transients_.insert_over(hash, [&](const TransientEntry& e) { return e.written != tx_; });
    entry->account = &account;
    entry->slot = slot;
  }
  if (entry->written != tx_) {
    entry->written = tx_;
    entry->value = U256{};
  }
  note(Undo::transient, entry, entry->value);
  entry->value = value;
}

bool State::warm_up(AccountEntry& account) {
  if (account.warm == tx_) return false;
  note(Undo::warm_account, &account);
  account.warm = tx_;
  return true;
}

bool State::warm_up(SlotEntry& slot) {
  if (slot.warm == tx_) return false;
  note(Undo::warm_slot, &slot);
  slot.warm = tx_;
  return true;
}

void State::mark_created(AccountEntry& account) {
  if (account.created == tx_) return;
  note(Undo::created, &account);
  account.created = tx_;
}

void State::mark_destroyed(AccountEntry& account) {
  if (account.destroyed == tx_) return;
  note(Undo::destroyed, &account);
  account.destroyed = tx_;
}

void State::add_refund(int64_t gas) {
  note(Undo::refund, nullptr, static_cast<uint64_t>(refund_));
  refund_ += gas;
}

void State::add_log(const Address& address, std::span<const U256> topics, ByteView data) {
  std::span<U256> kept = arena_->make<U256>(topics.size());
  for (size_t i = 0; i < topics.size(); ++i) kept[i] = topics[i];
  note(Undo::log, nullptr);
  logs_.push_back({address, kept, arena_->copy(data)});
}

void State::undo(const Change& change) {
  auto* account = static_cast<AccountEntry*>(change.target);
  auto* slot = static_cast<SlotEntry*>(change.target);
  switch (change.undo) {
    case Undo::balance:
      account->now.balance = change.old;
      break;
    case Undo::nonce:
      account->now.nonce = change.old.low_u64();
      break;
    case Undo::code:
      account->now.code_hash = unpack(change.old);
      account->now.code_size = change.code_size;
      account->code = nullptr;
      break;
    case Undo::storage:
      slot->now = change.old;
      break;
    case Undo::touched:
      account->touched = false;
      break;
    case Undo::created:
      account->created = 0;
      break;
    case Undo::destroyed:
      account->destroyed = 0;
      break;
    case Undo::warm_account:
      account->warm = 0;
      break;
    case Undo::warm_slot:
      slot->warm = 0;
      break;
    case Undo::transient:
      static_cast<TransientEntry*>(change.target)->value = change.old;
      break;
    case Undo::refund:
      refund_ = static_cast<int64_t>(change.old.low_u64());
      break;
    case Undo::log:
      logs_.pop_back();
      break;
  }
}

void State::undo_to(size_t size) {
  DOVETAIL_ASSERT(size <= journal_.size());
  while (journal_.size() > size) {
    undo(journal_.back());
    journal_.pop_back();
  }
}

void State::revert_to(size_t checkpoint) {
  DOVETAIL_ASSERT(checkpoint >= tx_start_);
  undo_to(checkpoint);
}

void State::wipe(AccountEntry& account) {
  if (account.now.nonce != 0) set_nonce(account, 0);
  if (account.now.code_size != 0) set_code(account, {});
  set_balance(account, U256{});
  touch(account);
}

// Undoing whole transactions needs the value before each, so of a slot's writes the first.
bool State::outlives_transaction(const Change& change) {
  if (change.undo != Undo::storage) return change.undo <= Undo::touched;
  auto* slot = static_cast<SlotEntry*>(change.target);
  if (slot->kept == tx_) return false;
  slot->kept = tx_;
  return true;
}

// An account that is destroyed was made in this transaction (EIP-6780), and so were its slots: the
// journal names each.
void State::finish_transaction() {
  const size_t end = journal_.size();
  for (size_t i = tx_start_; i < end; ++i) {
    const Change change = journal_[i];
    if (change.undo == Undo::destroyed) wipe(*static_cast<AccountEntry*>(change.target));
    if (change.undo != Undo::storage) continue;
    auto* slot = static_cast<SlotEntry*>(change.target);
    if (slot->account->destroyed == tx_) set_storage(*slot, U256{});
  }
  size_t kept = tx_start_;
  for (size_t i = tx_start_; i < journal_.size(); ++i)
    if (outlives_transaction(journal_[i])) journal_[kept++] = journal_[i];
  journal_.resize_down(kept);
  begin_transaction();
}

void State::begin_transaction() {
  ++tx_;
  tx_start_ = journal_.size();
  refund_ = 0;
  logs_.start_over();
}

State::Savepoint State::savepoint() const {
  DOVETAIL_ASSERT(journal_.size() == tx_start_);
  return {journal_.size()};
}

void State::rollback(Savepoint savepoint) {
  DOVETAIL_ASSERT(savepoint.journal <= tx_start_);
  undo_to(savepoint.journal);
  begin_transaction();
}

void State::visit(const AccountEntry& account, ChangeVisitor& visitor) {
  const bool exists = account.exists();
  if (exists == account.existed && account.now == account.before) return;
  AccountChange change{account.address, account.existed, account.before, exists, account.now, {}};
  if (account.now.code_size != 0 && account.now.code_hash != account.before.code_hash)
    change.new_code = find_code(account.now.code_hash)->bytes;
  visitor.account(change);
}

void State::visit_changes(ChangeVisitor& visitor) {
  for (const AccountEntry* a = accounts_.first(); a != nullptr; a = a->next) visit(*a, visitor);
  for (const SlotEntry* s = slots_.first(); s != nullptr; s = s->next)
    if (s->now != s->before) visitor.storage({s->account->address, s->slot, s->before, s->now});
}

}  // namespace dovetail::zkevm
