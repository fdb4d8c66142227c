#pragma once
// dovetail.lock: which files a node may load, by id, version and SHA-256. `dovetail plugin lock`
// writes it; it belongs under version control beside the configuration.
//
// Format: JSON with one entry a line, sorted by id, version and hash, so that diffs are lines. An
// id may have several entries: both ends of a swap.

#include <filesystem>
#include <string>
#include <vector>

#include "sdk/base/bytes.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::plugin {

/// unlocked is the development override; the banner shows it.
enum class LockPolicy : uint8_t { locked, unlocked };

struct LockEntry {
  std::string id;
  std::string version;
  Hash256 sha256;
  friend auto operator<=>(const LockEntry&, const LockEntry&) = default;
};

struct Lock {
  std::vector<LockEntry> entries;

  /// May this file be loaded? Fails with permission_denied, with expected, found and the remedy.
  Expected<void> check(const LockEntry& found) const;
};

/// What a lock says of this library file. Fails as read_file and read_manifest do.
Expected<LockEntry> lock_entry(const std::filesystem::path& library);

/// Fails with corrupt, naming the line's fault.
Expected<Lock> parse_lock(std::string_view text);
std::string lock_text(Lock lock);

/// Fails with not_found, saying how to make one, or as parse_lock.
Expected<Lock> read_lock(const std::filesystem::path& path);
/// Replaces the file whole (temporary, fsync, rename). Fails with unavailable.
Expected<void> write_lock(const std::filesystem::path& path, const Lock& lock);

}  // namespace dovetail::plugin
