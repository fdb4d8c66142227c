#pragma once
// The file that holds the admin API's secret: 64 hex digits, readable by its owner alone.

#include <filesystem>

#include "kernel/admin/jwt.hpp"

namespace dovetail::admin {

/// Fails with not_found, permission_denied (others can read it) or corrupt (no 32 bytes of hex).
Expected<JwtSecret> read_secret(const std::filesystem::path& file);

/// As read_secret; a file that does not exist is made, whole or not at all, with a random secret
/// and mode 0600.
Expected<JwtSecret> read_or_create_secret(const std::filesystem::path& file);

}  // namespace dovetail::admin
