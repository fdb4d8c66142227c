#pragma once
// LevelDB behind values and Failures: the only file that knows it is LevelDB.
//
// Thread safety: every function may be called from any thread; a Cursor and a Snapshot belong to
// one thread at a time, and neither outlives its Store. Writes are synchronous: what write()
// returned from survives a crash, whole or not at all. After a write that failed (a full disk, say)
// LevelDB's log ends in a torn record, and what followed it would be lost at the next start; so the
// first failure is the last write, and opening the store again, which cuts the log, is the remedy.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "sdk/cpp/text.hpp"

namespace leveldb {
class Cache;
class DB;
class FilterPolicy;
class Iterator;
class Snapshot;
class WriteBatch;
}  // namespace leveldb

namespace dovetail::state {

/// Changes that become visible and durable together.
class Batch {
 public:
  Batch();
  ~Batch();
  void put(ByteView key, ByteView value);
  void remove(ByteView key);

 private:
  friend class Store;
  std::unique_ptr<leveldb::WriteBatch> batch_;
};

class Store;

/// The store as it was at one moment.
class Snapshot {
 public:
  explicit Snapshot(const Store& store);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  friend class Store;
  friend class Cursor;
  const Store& store_;
  const leveldb::Snapshot* snapshot_;
};

/// A walk over keys in byte order. key() and value() are valid until the next move.
class Cursor {
 public:
  explicit Cursor(const Store& store, const Snapshot* snapshot = nullptr);
  ~Cursor();
  /// Moves to the first key that is not less.
  void seek(ByteView key);
  void seek_last();
  void next();
  void previous();
  bool valid() const;
  ByteView key() const;
  ByteView value() const;
  /// @return whether the cursor stands on a key that begins so.
  bool has_prefix(ByteView prefix) const;
  /// Fails if a read failed since the cursor was made: valid() is then false although keys may
  /// remain.
  Expected<void> check() const;

 private:
  const Store& store_;
  std::unique_ptr<leveldb::Iterator> iterator_;
};

class Store {
 public:
  /// Opens or creates. Fails with conflict if another process (or this one) has it open, corrupt if
  /// it is damaged, unavailable if the file system refuses.
  static Expected<std::unique_ptr<Store>> open(const std::filesystem::path& directory,
                                               size_t cache_bytes);
  ~Store();

  /// @return the value, or nothing if there is no such key.
  Expected<std::optional<Bytes>> get(ByteView key, const Snapshot* snapshot = nullptr) const;
  /// Writes the whole batch durably, or nothing. Once it failed, it fails until the store is opened
  /// anew; reads go on.
  Expected<void> write(const Batch& batch);

 private:
  friend class Snapshot;
  friend class Cursor;
  Store() = default;

  std::filesystem::path directory_;
  std::unique_ptr<leveldb::Cache> cache_;
  std::unique_ptr<const leveldb::FilterPolicy> filter_;
  std::unique_ptr<leveldb::DB> db_;
  std::mutex write_mutex_;
  std::optional<Failure> write_failure_;  ///< the first, under write_mutex_
};

}  // namespace dovetail::state
