#pragma once
// The layers as CMake's DEPENDS lists declare them, and the rules that no declaration may break.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dovetail::tidy {

struct Library {
  bool freestanding = false;
  std::set<std::string> depends;
};

/// Folder to library, as <build>/layers.txt has it: "kernel/state [F] : sdk/base sdk/crypto" a
/// line.
using Layers = std::map<std::string, Library>;

Layers read_layers(const std::filesystem::path& file);

/// @return the library that a source path belongs to: the longest folder that contains it; empty if
/// none.
std::string library_of(const Layers& layers, const std::string& path);

/// Breaches of the architecture's own rules by the declarations: who may depend on whom, whatever
/// CMake says.
std::vector<std::string> check_declarations(const Layers& layers);

/// Breaches by the includes of one source file.  @param path  relative to root.
std::vector<std::string> check_includes(const Layers& layers, const std::filesystem::path& root,
                                        const std::string& path);

/// @return the project's sources under sdk, kernel, plugins and tests, relative to root, sorted.
std::vector<std::string> sources(const std::filesystem::path& root);

}  // namespace dovetail::tidy
