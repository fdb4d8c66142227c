#pragma once
// A directory with a file for each name.
//
// Invariant: a file has the bytes of one put, whole, or was damaged after it was written (written
// aside, fsync, rename, fsync of the directory). A crash may leave a file with ".tmp-" in its name,
// which is never read. Any number of processes may use one directory.

#include <filesystem>
#include <memory>

#include "plugins/da/validium/store.hpp"

namespace dovetail::plugins::validium {

/// Makes the directory if it is not there. Fails with invalid_argument if it cannot be written.
Expected<std::unique_ptr<Store>> open_directory(const std::filesystem::path& directory);

}  // namespace dovetail::plugins::validium
