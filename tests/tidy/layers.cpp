#include "tests/tidy/layers.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace dovetail::tidy {
namespace {

namespace fs = std::filesystem;

bool inside(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

/// The kernel's order, lowest first; a folder may use those before it. host and zkevm do not know
/// each other's.
constexpr std::pair<const char*, int> kKernelOrder[] = {
    {"kernel/zkevm", 0}, {"kernel/host", 1},  {"kernel/state", 1}, {"kernel/node", 2},
    {"kernel/rpc", 3},   {"kernel/admin", 3}, {"kernel", 4}};

int kernel_rank(const std::string& folder) {
  for (const auto& [prefix, rank] : kKernelOrder)
    if (inside(folder, prefix)) return rank;
  return -1;
}

std::string kernel_part(const std::string& folder) {
  return folder.substr(0, folder.find('/', 7));
}

/// plugins/da/rollup -> plugins/da
std::string family(const std::string& folder) {
  const size_t second = folder.find('/', std::string("plugins/").size());
  return folder.substr(0, second);
}

std::string refusal(const std::string& from, const std::string& to) {
  if (inside(from, "sdk")) return inside(to, "sdk") ? "" : "sdk knows nobody";
  if (inside(from, "plugins")) {
    if (inside(to, "kernel")) return "plugins never include the kernel";
    if (inside(to, "plugins") && family(from) != family(to))
      return "plugin families never include each other";
    return inside(to, "tests") ? "nothing includes tests" : "";
  }
  if (inside(from, "kernel")) {
    if (inside(to, "plugins")) return "the kernel never includes plugins";
    if (inside(to, "tests")) return "nothing includes tests";
    if (!inside(to, "kernel") || kernel_part(from) == kernel_part(to)) return "";
    return kernel_rank(to) < kernel_rank(from)
               ? ""
               : "against the kernel's order zkevm < state < node < rpc, admin; host < node";
  }
  return "";
}

std::vector<std::string> quoted_includes(const fs::path& file, bool& only_angle_c) {
  std::vector<std::string> out;
  std::ifstream in(file);
  only_angle_c = true;
  for (std::string line; std::getline(in, line);) {
    const size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0) continue;
    const size_t open = line.find('"');
    if (open != std::string::npos) {
      out.push_back(line.substr(open + 1, line.find('"', open + 1) - open - 1));
    } else if (line.find(".h>") == std::string::npos) {
      only_angle_c = false;
    }
  }
  return out;
}

}  // namespace

Layers read_layers(const fs::path& file) {
  Layers out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::istringstream left(line.substr(0, colon)), right(line.substr(colon + 1));
    std::string folder, mark;
    left >> folder >> mark;
    Library& library = out[folder];
    library.freestanding = mark == "[F]";
    for (std::string depend; right >> depend;) library.depends.insert(depend);
  }
  return out;
}

std::string library_of(const Layers& layers, const std::string& path) {
  for (fs::path folder = fs::path(path).parent_path(); !folder.empty();
       folder = folder.parent_path())
    if (layers.contains(folder.string())) return folder.string();
  return "";
}

std::vector<std::string> check_declarations(const Layers& layers) {
  std::vector<std::string> out;
  for (const auto& [folder, library] : layers) {
    for (const std::string& depend : library.depends) {
      const auto other = layers.find(depend);
      if (other == layers.end()) {
        out.push_back(folder + " depends on " + depend + ", which no dovetail_library() declares");
        continue;
      }
      if (library.freestanding && !other->second.freestanding)
        out.push_back(folder + " [F] depends on " + depend + ", which is not [F]");
      if (const std::string why = refusal(folder, depend); !why.empty())
        out.push_back(folder + " depends on " + depend + ": " + why);
    }
  }
  return out;
}

std::vector<std::string> check_includes(const Layers& layers, const fs::path& root,
                                        const std::string& path) {
  std::vector<std::string> out;
  bool only_angle_c = true;
  const std::string own = library_of(layers, path);
  const bool is_test = path.starts_with("tests/");
  const auto includes = quoted_includes(root / path, only_angle_c);
  if (path.starts_with("sdk/abi/") && !only_angle_c)
    out.push_back(path + " includes a C++ header: sdk/abi includes only C headers");
  if (own.empty() && !is_test && !path.starts_with("sdk/template/") &&
      !path.starts_with("sdk/cmake/"))
    out.push_back(path + " belongs to no dovetail_library() or dovetail_plugin()");
  for (const std::string& include : includes) {
    const std::string target = library_of(layers, include);
    if (target.empty() && !fs::exists(root / include)) {
      if (!include.starts_with("sdk/abi/"))  // generated: headers_hash.h
        out.push_back(path + " includes \"" + include + "\": not a full path from the root");
      continue;
    }
    if (is_test || own.empty()) continue;
    if (include.starts_with("tests/"))
      out.push_back(path + " includes " + include + ": nothing includes tests");
    if (!target.empty() && target != own && !layers.at(own).depends.contains(target))
      out.push_back(path + " includes " + include + ", but " + own + " does not declare DEPENDS " +
                    target);
  }
  return out;
}

std::vector<std::string> sources(const fs::path& root) {
  std::vector<std::string> out;
  for (const char* top : {"sdk", "kernel", "plugins", "tests"}) {
    if (!fs::exists(root / top)) continue;
    for (auto entry = fs::recursive_directory_iterator(root / top); entry != fs::end(entry);
         ++entry) {
      if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
      const std::string extension = entry->path().extension().string();
      if (entry->is_regular_file() &&
          (extension == ".hpp" || extension == ".cpp" || extension == ".h" || extension == ".c"))
        out.push_back(fs::relative(entry->path(), root).string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace dovetail::tidy
