#pragma once
// Where a plugin's name leads: the search path.
//
// `use` is "file:/absolute/path.so", "kind/name" or "vendor:kind/name". Names are looked up as
// <dir>/<kind>/<name>.so or <dir>/<vendor>/<kind>/<name>.so in each directory: plugins.path of the
// configuration, in order; then <executable>/../plugins (a build tree); then
// <executable>/../lib/dovetail/plugins (an installation). The first that exists is chosen; if it is
// refused, no other is tried in its place. Later ones are shadowed, and reports name them.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/host/plugin/kind.hpp"

namespace dovetail::plugin {

struct SearchPath {
  std::vector<std::filesystem::path> dirs;
};

/// @param configured  plugins.path.  @param executable  path of the running program.
SearchPath search_path(std::vector<std::filesystem::path> configured,
                       const std::filesystem::path& executable);

struct Resolved {
  std::filesystem::path path;                   ///< absolute
  std::vector<std::filesystem::path> shadowed;  ///< other files of the same name, later in the path
};

/// Fails with invalid_argument on a malformed use or one of another kind, not_found with every
/// place that was looked at.
Expected<Resolved> resolve(const SearchPath& search, Kind kind, std::string_view use);

struct Found {
  std::string use;  ///< what finds it
  Resolved files;
};

/// Every plugin on the path, by name.
std::vector<Found> list_plugins(const SearchPath& search);

}  // namespace dovetail::plugin
