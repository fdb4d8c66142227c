#include "kernel/state/store.hpp"

#include <fcntl.h>
#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>
#include <unistd.h>

#include <cstring>

namespace dovetail::state {
namespace {

constexpr size_t kWriteBufferBytes = 32 << 20;
constexpr int kFilterBitsPerKey = 10;
constexpr int kOpenFilesMax = 512;

leveldb::Slice slice(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
ByteView view(const leveldb::Slice& slice) {
  return {reinterpret_cast<const uint8_t*>(slice.data()), slice.size()};
}

Failure failure_of(const leveldb::Status& status, const std::filesystem::path& directory) {
  if (status.IsCorruption())
    return {Status::corrupt, "data directory " + directory.string() +
                                 " is damaged: " + status.ToString() +
                                 "; put back a copy of it: this version cannot rebuild it from L1"};
  return {Status::unavailable, "data directory " + directory.string() + ": " + status.ToString() +
                                   "; check that it is writable and the disk is not full"};
}

/// @return the process that holds LevelDB's lock file; 0 if none does or it is this one.
pid_t lock_holder(const std::filesystem::path& directory) {
  const int file = ::open((directory / "LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const int rc = ::fcntl(file, F_GETLK, &lock);
  ::close(file);
  return rc == 0 && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

Failure open_failure(const leveldb::Status& status, const std::filesystem::path& directory) {
  // LevelDB keeps a table of its own locks, so that probing with fcntl here (whose close would drop
  // this process's lock) must not happen when the holder is this process.
  const std::string text = status.ToString();
  const std::string in_use = "data directory " + directory.string() + " is in use by ";
  const std::string advice = "; stop the other node or choose another data directory";
  if (text.find("already held by process") != std::string::npos)
    return {Status::conflict, in_use + "this process already" + advice};
  if (text.find("lock ") == std::string::npos) return failure_of(status, directory);
  const pid_t holder = lock_holder(directory);
  if (holder == 0) return failure_of(status, directory);
  return {Status::conflict, in_use + "process " + std::to_string(holder) + advice};
}

}  // namespace

Batch::Batch() : batch_(std::make_unique<leveldb::WriteBatch>()) {}
Batch::~Batch() = default;
void Batch::put(ByteView key, ByteView value) {
  batch_->Put(slice(key), slice(value));
}
void Batch::remove(ByteView key) {
  batch_->Delete(slice(key));
}

Snapshot::Snapshot(const Store& store) : store_(store), snapshot_(store.db_->GetSnapshot()) {}
Snapshot::~Snapshot() {
  store_.db_->ReleaseSnapshot(snapshot_);
}

Cursor::Cursor(const Store& store, const Snapshot* snapshot) : store_(store) {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  options.snapshot = snapshot == nullptr ? nullptr : snapshot->snapshot_;
  iterator_.reset(store.db_->NewIterator(options));
}
Cursor::~Cursor() = default;
void Cursor::seek(ByteView key) {
  iterator_->Seek(slice(key));
}
void Cursor::seek_last() {
  iterator_->SeekToLast();
}
void Cursor::next() {
  iterator_->Next();
}
void Cursor::previous() {
  iterator_->Prev();
}
bool Cursor::valid() const {
  return iterator_->Valid();
}
ByteView Cursor::key() const {
  return view(iterator_->key());
}
ByteView Cursor::value() const {
  return view(iterator_->value());
}
bool Cursor::has_prefix(ByteView prefix) const {
  return valid() && iterator_->key().starts_with(slice(prefix));
}
Expected<void> Cursor::check() const {
  if (!iterator_->status().ok()) return failure_of(iterator_->status(), store_.directory_);
  return {};
}

Expected<std::unique_ptr<Store>> Store::open(const std::filesystem::path& directory,
                                             size_t cache_bytes) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error)
    return Failure(Status::unavailable, "cannot create data directory " + directory.string() +
                                            ": " + error.message() +
                                            "; check its path and permissions");
  std::unique_ptr<Store> store(new Store);
  store->directory_ = directory;
  store->cache_.reset(leveldb::NewLRUCache(cache_bytes));
  store->filter_.reset(leveldb::NewBloomFilterPolicy(kFilterBitsPerKey));
  leveldb::Options options;
  options.create_if_missing = true;
  options.paranoid_checks = true;
  options.write_buffer_size = kWriteBufferBytes;
  options.max_open_files = kOpenFilesMax;
  options.block_cache = store->cache_.get();
  options.filter_policy = store->filter_.get();
  leveldb::DB* db = nullptr;
  const leveldb::Status status = leveldb::DB::Open(options, directory.string(), &db);
  if (!status.ok()) return open_failure(status, directory);
  store->db_.reset(db);
  return store;
}

Store::~Store() = default;

Expected<std::optional<Bytes>> Store::get(ByteView key, const Snapshot* snapshot) const {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  options.snapshot = snapshot == nullptr ? nullptr : snapshot->snapshot_;
  std::string value;
  const leveldb::Status status = db_->Get(options, slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>();
  if (!status.ok()) return failure_of(status, directory_);
  return std::optional<Bytes>(to_bytes(view_of(value)));
}

Expected<void> Store::write(const Batch& batch) {
  const std::lock_guard lock(write_mutex_);
  if (write_failure_) return *write_failure_;
  leveldb::WriteOptions options;
  options.sync = true;
  const leveldb::Status status = db_->Write(options, batch.batch_.get());
  if (status.ok()) return {};
  write_failure_ = failure_of(status, directory_);
  write_failure_->text += "; then restart the node, which writes nothing more until then";
  return *write_failure_;
}

}  // namespace dovetail::state
