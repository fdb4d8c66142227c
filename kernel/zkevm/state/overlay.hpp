#pragma once
// State: the journaled overlay that state.hpp describes.
//
// Every change appends its inverse to the journal; undoing is walking the journal back. Entries
// (accounts, slots, codes) are never removed, so references to them stay good for the State's life.
// Two faces: by address, for whoever prepares or inspects a state, and by entry, for the
// interpreter.

#include "kernel/zkevm/state/entries.hpp"
#include "kernel/zkevm/state/scratch.hpp"
#include "kernel/zkevm/state/state.hpp"
#include "kernel/zkevm/state/table.hpp"
#include "sdk/base/arena_vector.hpp"

namespace dovetail::zkevm {

class State {
 public:
  /// @param reader, arena  outlive the State.
  /// @param seed  of the hash tables, unknown to senders; it influences speed alone, never a
  /// result.
  State(StateReader& reader, Arena& arena, uint64_t seed = 0);
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // By address. A setter counts as a touch of the account (EIP-161).
  const Account& account(const Address& address) { return entry(address).now; }
  bool exists(const Address& address) { return entry(address).exists(); }
  U256 balance(const Address& address) { return entry(address).now.balance; }
  uint64_t nonce(const Address& address) { return entry(address).now.nonce; }
  ByteView code(const Address& address) { return code(entry(address)).bytes; }
  U256 storage(const Address& address, const U256& slot) {
    return this->slot(entry(address), slot).now;
  }
  void set_balance(const Address& a, const U256& value) { set_balance(entry(a), value); }
  void set_nonce(const Address& a, uint64_t value) { set_nonce(entry(a), value); }
  void set_code(const Address& a, ByteView code) { set_code(entry(a), code); }
  void set_storage(const Address& a, const U256& slot, const U256& value) {
    set_storage(this->slot(entry(a), slot), value);
  }

  // By entry.
  AccountEntry& entry(const Address& address);
  SlotEntry& slot(AccountEntry& account, const U256& slot);
  Code& code(AccountEntry& account);

  void set_balance(AccountEntry& account, const U256& value);
  void add_balance(AccountEntry& account, const U256& amount) {
    set_balance(account, account.now.balance + amount);
  }
  /// @param amount  at most the balance.
  void sub_balance(AccountEntry& account, const U256& amount) {
    set_balance(account, account.now.balance - amount);
  }
  void set_nonce(AccountEntry& account, uint64_t value);
  /// Copies the code into the arena.
  void set_code(AccountEntry& account, ByteView code);
  void set_storage(SlotEntry& slot, const U256& value);
  void touch(AccountEntry& account);
  /// EIP-7610: whether the account has storage of its own although nonce and code say that it is
  /// new.
  bool has_storage(const AccountEntry& account) { return reader_->has_storage(account.address); }

  U256 transient(AccountEntry& account, const U256& slot);
  void set_transient(AccountEntry& account, const U256& slot, const U256& value);

  // The running transaction: access lists (EIP-2929), creation and destruction (EIP-6780), refunds,
  // logs.
  /// @return true if it was cold.
  bool warm_up(AccountEntry& account);
  bool warm_up(SlotEntry& slot);
  bool is_warm(const AccountEntry& account) const { return account.warm == tx_; }
  void mark_created(AccountEntry& account);
  bool is_created(const AccountEntry& account) const { return account.created == tx_; }
  void mark_destroyed(AccountEntry& account);
  const U256& original(const SlotEntry& slot) const { return slot.original(tx_); }

  int64_t refund() const { return refund_; }
  void add_refund(int64_t gas);
  /// Copies topics and data into the arena.
  void add_log(const Address& address, std::span<const U256> topics, ByteView data);
  /// @return the logs of the running transaction; the view outlives it.
  std::span<const Log> logs() const { return logs_.view(); }

  /// @return a point of the running transaction to which revert_to can return.
  size_t checkpoint() const { return journal_.size(); }
  void revert_to(size_t checkpoint);
  /// Ends the running transaction: destroys what it destroyed, forgets warmth, transient storage,
  /// logs and refunds.
  void finish_transaction();

  struct Savepoint {
    size_t journal = 0;
  };
  /// Taken between transactions only.
  Savepoint savepoint() const;
  /// Undoes every transaction finished since the savepoint was taken, and the running one.
  void rollback(Savepoint savepoint);

  /// Reports every account and slot whose value differs from what the reader said, in the order of
  /// first access.
  void visit_changes(ChangeVisitor& visitor);

  /// Takes size bytes from what codes made ready to run may fill of the arena; more codes than fit
  /// are made ready each time.  @return false if they do not fit.
  bool take_analysis_space(size_t size) {
    if (size > analysis_space_) return false;
    analysis_space_ -= size;
    return true;
  }

  Arena& arena() { return *arena_; }
  Scratch& scratch() { return scratch_; }

 private:
  enum class Undo : uint8_t {
    balance,
    nonce,
    code,
    storage,
    touched,  // these outlive the transaction
    created,
    destroyed,
    warm_account,
    warm_slot,
    transient,
    refund,
    log
  };
  struct Change {
    Undo undo;
    uint32_t code_size;
    void* target;
    U256 old;
  };

  void note(Undo undo, void* target, const U256& old = {}) {
    journal_.push_back({undo, 0, target, old});
  }
  void undo(const Change& change);
  bool outlives_transaction(const Change& change);
  void undo_to(size_t size);
  void wipe(AccountEntry& account);
  void begin_transaction();
  void visit(const AccountEntry& account, ChangeVisitor& visitor);
  Code* find_code(const Hash256& hash);
  Code& insert_code(const Hash256& hash, ByteView bytes);

  StateReader* reader_;
  Arena* arena_;
  uint64_t seed_;
  Scratch scratch_;
  Table<AccountEntry> accounts_;
  Table<SlotEntry> slots_;
  Table<TransientEntry> transients_;
  Table<Code> codes_;
  ArenaVector<Change> journal_;
  ArenaVector<Log> logs_;
  TxNumber tx_ = 1;
  size_t tx_start_ = 0;  ///< size of the journal when the running transaction began
  int64_t refund_ = 0;
  size_t analysis_space_ = size_t{16} << 20;
};

}  // namespace dovetail::zkevm
