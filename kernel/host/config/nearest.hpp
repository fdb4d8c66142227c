#pragma once
// Did you mean: the known word that is nearest to a misspelt one.

#include <string>
#include <string_view>
#include <vector>

namespace dovetail::config {

/// @return the least number of inserted, deleted, changed or swapped characters that turn a into b.
/// Source: optimal string alignment distance.
size_t edit_distance(std::string_view a, std::string_view b);

/// @return the nearest known word, or "" if none is nearer than a third of the word's length (at
/// least 2).
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// @return "; did you mean 'x'?", or "; known here: a, b, c" if nothing is near, or "".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace dovetail::config
