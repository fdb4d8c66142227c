#pragma once
// Writes settler.contracts into a configuration file, as `dovetail chain deploy` does, and changes
// nothing else: comments, order and formatting of the rest stay.

#include <string>

#include "kernel/host/config/settings.hpp"

namespace dovetail::config {

/// @return the text of a configuration with settler.contracts set. Fails with invalid_argument if
/// the text is not a configuration document, or if settler.contracts is written in a way that
/// cannot be edited safely.
Expected<std::string> with_addresses(const std::string& name, const std::string& text,
                                     const Contracts& contracts);

/// with_addresses on a file, replaced atomically (temporary file beside it, fsync, rename; the mode
/// is kept). Fails with unavailable if the file cannot be read or written; it is then as it was.
Expected<void> write_addresses(const std::string& config_file, const Contracts& contracts);

}  // namespace dovetail::config
