#pragma once
// A directory of pubdata files, named after their content: <batch>-<keccak256 of the
// bytes>.pubdata.
//
// Invariants: a file with such a name has those bytes, or was damaged after it was written; when
// put returns, file and name are on disk (written aside, fsync, rename, fsync of the directory). A
// crash may leave a file with ".tmp" in its name, which is never read. Any thread, and any number
// of processes: equal names have equal bytes.

#include <filesystem>

#include "sdk/cpp/text.hpp"

namespace dovetail::plugins::validium {

class Store {
 public:
  /// Makes the directory if it is not there. Fails with invalid_argument if it cannot be written.
  static Expected<Store> open(const std::filesystem::path& directory);

  /// Writes, reads and removes a small file. Fails as put does, or with corrupt.
  Expected<void> probe() const;

  /// Writes the bytes, or does nothing if they are there and whole; a damaged file is replaced.
  /// Fails with resource_exhausted on a full disk, otherwise with unavailable.
  Expected<void> put(uint64_t batch_number, const Hash256& hash, ByteView bytes) const;

  /// Fails with not_found, or with corrupt if the bytes do not have this hash and size.
  Expected<Bytes> get(uint64_t batch_number, const Hash256& hash, uint64_t size) const;

 private:
  explicit Store(std::filesystem::path directory) : directory_(std::move(directory)) {}
  std::filesystem::path path_of(uint64_t batch_number, const Hash256& hash) const;

  std::filesystem::path directory_;
};

}  // namespace dovetail::plugins::validium
