#include "kernel/host/plugin/search.hpp"

#include <algorithm>
#include <map>

namespace dovetail::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFilePrefix = "file:";

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// Letters, digits, _ and -, so that a name never leaves its directory.
bool sound_part(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

struct Use {
  std::string vendor;
  std::string kind;
  std::string name;
  fs::path relative() const { return fs::path(vendor) / kind / (name + ".so"); }
};

Expected<Use> parse_use(std::string_view use) {
  Use out;
  std::string_view rest = use;
  if (const size_t colon = rest.find(':'); colon != std::string_view::npos) {
    out.vendor = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    if (!sound_part(out.vendor)) rest = "";
  }
  const size_t slash = rest.find('/');
  out.kind = rest.substr(0, slash);
  out.name = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  if (!sound_part(out.kind) || !sound_part(out.name))
    return Failure(Status::invalid_argument,
                   "expected use: kind/name, vendor:kind/name or file:/absolute/path.so, found '" +
                       std::string(use) + "'");
  return out;
}

Expected<Resolved> resolve_file(std::string_view use) {
  const fs::path path = use.substr(kFilePrefix.size());
  if (!path.is_absolute())
    return Failure(Status::invalid_argument,
                   "expected file: and an absolute path, found '" + std::string(use) + "'");
  if (!is_file(path))
    return Failure(Status::not_found, "expected a plugin at " + path.string() + ", found no file");
  return Resolved{path, {}};
}

/// Adds the plugins of one <dir>/[vendor/]<kind> to out, whose earlier entries shadow them.
void list_kind(const fs::path& dir, const std::string& vendor, Kind kind,
               std::map<std::string, Resolved>& out) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(dir / vendor / kind_name(kind), error)) {
    if (entry.path().extension() != ".so" || !is_file(entry.path())) continue;
    const std::string use = (vendor.empty() ? "" : vendor + ":") + std::string(kind_name(kind)) +
                            "/" + entry.path().stem().string();
    auto [place, is_new] = out.try_emplace(use, Resolved{entry.path(), {}});
    if (!is_new) place->second.shadowed.push_back(entry.path());
  }
}

/// Sub-directories that are no kinds.
std::vector<std::string> vendors_in(const fs::path& dir) {
  std::vector<std::string> out = {""};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(dir, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(error) && sound_part(name) && !parse_kind(name)) out.push_back(name);
  }
  return out;
}

}  // namespace

SearchPath search_path(std::vector<fs::path> configured, const fs::path& executable) {
  SearchPath out{std::move(configured)};
  const fs::path prefix = executable.parent_path().parent_path();
  out.dirs.push_back(prefix / "plugins");
  out.dirs.push_back(prefix / "lib" / "dovetail" / "plugins");
  for (auto& dir : out.dirs) dir = fs::absolute(dir).lexically_normal();
  return out;
}

Expected<Resolved> resolve(const SearchPath& search, Kind kind, std::string_view use) {
  if (use.starts_with(kFilePrefix)) return resolve_file(use);
  auto parsed = parse_use(use);
  if (!parsed) return parsed.error();
  if (parsed->kind != kind_name(kind))
    return Failure(Status::invalid_argument, "expected a plugin of kind " +
                                                 std::string(kind_name(kind)) + ", found '" +
                                                 std::string(use) + "'");
  std::vector<fs::path> found;
  std::string looked;
  for (const auto& dir : search.dirs) {
    const fs::path path = dir / parsed->relative();
    looked += "\n  " + path.string();
    if (is_file(path)) found.push_back(path);
  }
  if (found.empty())
    return Failure(Status::not_found, "no plugin '" + std::string(use) + "'; looked for" + looked);
  return Resolved{found[0], {found.begin() + 1, found.end()}};
}

std::vector<Found> list_plugins(const SearchPath& search) {
  std::map<std::string, Resolved> all;
  for (const auto& dir : search.dirs)
    for (const auto& vendor : vendors_in(dir))
      for (Kind kind : kKinds) list_kind(dir, vendor, kind, all);
  std::vector<Found> out;
  for (auto& [use, files] : all) out.push_back({use, std::move(files)});
  return out;
}

}  // namespace dovetail::plugin
