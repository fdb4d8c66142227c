#pragma once
// The content-addressed store of plugin files: <data>/plugins/<sha256>.so.
//
// Only what lies here is ever loaded. A file is read once, into a copy that nobody else writes;
// that copy is hashed, parsed and checked, so that the source may change at any time without effect
// (M5, M6). Invariant: a file under its final name had that hash when it was put there, and is
// hashed again before each use.

#include <filesystem>

#include "kernel/host/plugin/files.hpp"

namespace dovetail::plugin {

/// A copy that is not yet under its final name. Borrow bytes for parsing.
struct StagedCopy {
  NewFile file;
  Bytes bytes;  ///< of the copy
  Hash256 sha256;
};

struct StoredCopy {
  std::filesystem::path path;     ///< absolute
  bool replaced_damaged = false;  ///< a file of this name was there with another content
};

class CopyStore {
 public:
  /// @param dir  made on first use, readable by its owner alone.
  explicit CopyStore(std::filesystem::path dir) : dir_(std::move(dir)) {}

  /// Copies source into the store's directory. Fails with not_found or unavailable.
  Expected<StagedCopy> stage(const std::filesystem::path& source) const;
  /// Moves the copy to its name, with mode 0500. A sound copy that is there already is kept: it may
  /// be mapped.
  Expected<StoredCopy> commit(StagedCopy copy) const;

 private:
  const std::filesystem::path dir_;
};

}  // namespace dovetail::plugin
