#pragma once
// The state as a batch sees it: a journaled overlay over a StateReader.
//
// Three levels: what the reader says, what finished transactions changed, what the running
// transaction changed. A checkpoint undoes part of the running transaction (a failed call);
// finish_transaction ends it; a savepoint undoes whole transactions (the sequencer's "try and roll
// back"). Invariant: all memory comes from the arena, so a State lives no longer than it, and never
// longer than its reader.

#include <optional>
#include <span>

#include "kernel/zkevm/state/reader.hpp"
#include "sdk/base/arena.hpp"

namespace dovetail::zkevm {

struct Log {
  Address address;
  std::span<const U256> topics;  ///< at most 4
  ByteView data;
};

/// A net change of one account, visited in no particular order.
struct AccountChange {
  Address address;
  bool existed = false;  ///< before the State was made
  Account before;
  bool exists = false;
  Account after;
  ByteView new_code;  ///< set if after.code_hash differs from before and is not empty
};

struct StorageChange {
  Address address;
  U256 slot, before, after;
};

class ChangeVisitor {
 public:
  virtual ~ChangeVisitor() = default;
  virtual void account(const AccountChange& change) = 0;
  virtual void storage(const StorageChange& change) = 0;
};

}  // namespace dovetail::zkevm

#include "kernel/zkevm/state/overlay.hpp"
