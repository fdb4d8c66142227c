#pragma once
// Writing values as YAML that this loader, and any other, reads back the same.

#include <string>
#include <string_view>

namespace dovetail::config {

/// @return the text plain if every YAML reader takes it for the same string, else in double quotes
/// with escapes.
std::string quoted_if_needed(std::string_view text);

}  // namespace dovetail::config
