#pragma once
// The pool on disk: what was accepted outlives the process, however it ends.
//
// A file of entries, each u32 big endian and so many bytes of a transaction in its network form,
// only ever appended to; a torn entry at the end is what a crash left and is dropped. Entries of
// transactions that are in a block since then are dropped at the next start, by their nonces. The
// file is written anew, whole or not at all, at the start and whenever it has grown by
// kRewriteBytes. Writes reach the operating system before append returns: they survive the end of
// the process, not the loss of power.
// Thread safety: every function may be called from any thread.

#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

#include "sdk/cpp/text.hpp"

namespace dovetail::node {

class Journal {
 public:
  static constexpr uint64_t kRewriteBytes = 64 << 20;

  /// @param content  what the pool holds now: what a rewrite keeps.
  Journal(std::filesystem::path file, std::function<std::vector<Bytes>()> content);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// @return the entries in order; none if there is no file. Fails if it cannot be read.
  Expected<std::vector<Bytes>> read() const;
  /// Writes the file anew with what the pool holds. Fails with unavailable: disk full, say.
  Expected<void> rewrite();
  /// Fails with unavailable if the entry cannot be written; the file then ends as before.
  Expected<void> append(ByteView raw);

 private:
  Expected<void> rewrite_locked();

  const std::filesystem::path file_;
  const std::function<std::vector<Bytes>()> content_;
  std::mutex mutex_;
  int fd_ = -1;
  uint64_t size_bytes_ = 0;       ///< of the whole entries
  uint64_t rewritten_bytes_ = 0;  ///< size after the last rewrite
};

}  // namespace dovetail::node
