#pragma once
// What the overlay remembers about one account, one slot and one code. The interpreter holds
// pointers to these, so that an opcode does not look up its own account again.
//
// A mark such as `warm` names the transaction in which it was set, so that ending a transaction
// clears them all at once.

#include "kernel/zkevm/state/reader.hpp"

namespace dovetail::zkevm {

struct CodeAnalysis;  // kernel/zkevm/evm/analysis.hpp

/// The number of a transaction within a State, from 1.
using TxNumber = uint64_t;

struct Code {
  Hash256 hash;
  ByteView bytes;
  const CodeAnalysis* analysis = nullptr;  ///< made when it is first run
  Code* next = nullptr;
};

struct AccountEntry {
  Address address;
  uint64_t id_hash = 0;  ///< seeds the hash of its slots
  bool existed = false;  ///< what the reader said
  bool touched = false;  ///< EIP-161: an empty account that was touched exists no more
  Account before;        ///< what the reader said
  Account now;
  TxNumber warm = 0;       ///< EIP-2929
  TxNumber created = 0;    ///< EIP-6780
  TxNumber destroyed = 0;  ///< SELFDESTRUCT took effect: gone when this transaction ends
  Code* code = nullptr;    ///< of now.code_hash, once asked for
  AccountEntry* next = nullptr;

  bool exists() const { return !now.is_empty() || (existed && !touched); }
};

struct SlotEntry {
  AccountEntry* account = nullptr;
  U256 slot;
  U256 before;  ///< what the reader said
  U256 now;
  U256 at_start;         ///< before the transaction `written`
  TxNumber written = 0;  ///< the last transaction that wrote it
  TxNumber kept = 0;     ///< the last transaction whose first write the journal keeps
  TxNumber warm = 0;     ///< EIP-2929
  SlotEntry* next = nullptr;

  /// @return the value before transaction tx began.
  const U256& original(TxNumber tx) const { return written == tx ? at_start : now; }
};

struct TransientEntry {
  AccountEntry* account = nullptr;
  U256 slot;
  U256 value;
  TxNumber written = 0;  ///< the value counts in this transaction alone
  TransientEntry* next = nullptr;
};

}  // namespace dovetail::zkevm
