#pragma once
// Loading a configuration: defaults < file < DOVETAIL_A__B < --set, later wins. Start here;
// README.md tells the rules.

#include <string>
#include <vector>

#include "kernel/host/config/overrides.hpp"
#include "kernel/host/config/settings.hpp"

namespace dovetail::config {

struct LoadedConfig {
  std::string file;  ///< as given to load_config
  Settings settings;
  Node effective;  ///< every key that holds, with where it came from: for print, diff and the admin
                   ///< API
  Diagnostics warnings;  ///< none of them keeps the node from starting
};

/// Reads and judges a configuration without loading any plugin.
/// @param diagnostics  if not null, receives every error and warning, each with its position
/// Fails with not_found or unavailable if the file cannot be read, else with invalid_argument and
/// the full report as text, one or three lines for each error.
Expected<LoadedConfig> load_config(const std::string& path, const Overrides& overrides,
                                   Diagnostics* diagnostics = nullptr);

/// As load_config, of a text in memory.  @param name  stands for the file in messages; its folder
/// is what relative paths count from.
Expected<LoadedConfig> load_config_text(const std::string& name, std::string text,
                                        const Overrides& overrides,
                                        Diagnostics* diagnostics = nullptr);

/// @return where a value came from: "default", "FILE:LINE", "env DOVETAIL_A__B" or "--set a.b".
std::string origin_of(const Node& node);

}  // namespace dovetail::config
