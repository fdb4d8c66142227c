#pragma once
// Sizes of files and functions, for a person to judge beside the models' own. Nothing is enforced.

#include <filesystem>
#include <string>
#include <vector>

namespace dovetail::tidy {

/// Prints our distribution beside the models', and the longest files and functions by name.
void print_sizes(const std::filesystem::path& root, const std::vector<std::string>& sources);

}  // namespace dovetail::tidy
