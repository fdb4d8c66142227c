#pragma once
// ${env:NAME}, ${env:NAME:-default} and ${file:PATH} in values. What they bring is marked secret
// and never shown.
// $${ stands for a plain ${. A value that was brought is not searched again.

#include <map>
#include <set>
#include <string>

#include "kernel/host/config/document.hpp"

namespace dovetail::config {

using Environment = std::map<std::string, std::string>;

inline constexpr size_t kSecretFileBytesMax = 64 << 10;

/// Replaces the references in every value of the tree; an unset variable or a file that cannot be
/// read is an error.
/// @param folder  what relative paths of ${file:} count from, "" for the working directory
/// @param used    receives the name of every variable that a reference names
void substitute(Node& root, const Environment& environment, const std::string& folder,
                std::set<std::string>& used, Diagnostics& diagnostics);

}  // namespace dovetail::config
