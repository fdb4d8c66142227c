#pragma once
// From the configuration's plugins to the registry's choices, judged without loading any plugin:
// name resolved, manifest read, configuration checked against the manifest's schema.

#include <optional>
#include <vector>

#include "kernel/host/config/settings.hpp"
#include "kernel/host/plugin/choice.hpp"
#include "kernel/host/plugin/lock.hpp"
#include "kernel/host/plugin/manifest.hpp"
#include "kernel/host/plugin/search.hpp"

namespace dovetail::admin {

/// One plugin file, as it lies on the disk.
struct PluginFile {
  plugin::Resolved files;
  plugin::Manifest manifest;
  Hash256 sha256;

  plugin::LockEntry lock_entry() const { return {manifest.id, manifest.version, sha256}; }
};

/// Fails as plugin::resolve and plugin::read_manifest do.
Expected<PluginFile> read_plugin_file(const plugin::SearchPath& search, plugin::Kind kind,
                                      std::string_view use);
/// @param path  of a library
Expected<PluginFile> read_plugin_file(const std::filesystem::path& path);

struct JudgedPlugin {
  plugin::PluginChoice choice;  ///< config complete, with the schema's defaults
  PluginFile file;
};

/// Judges every plugin in use, alone and together.
/// @param lock         if not null, each file must be in it
/// @param diagnostics  receives every error, at the place in the configuration that is to blame
/// @return those that could be read, in the order of PluginsSettings::all(). Secrets are in clear.
std::vector<JudgedPlugin> judge_plugins(const config::PluginsSettings& settings,
                                        const plugin::SearchPath& search, const plugin::Lock* lock,
                                        config::Diagnostics& diagnostics);

/// As judge_plugins, for the registry. Fails with invalid_argument and the full report.
Expected<std::vector<plugin::PluginChoice>> choices_of(const config::PluginsSettings& settings,
                                                       const plugin::SearchPath& search);

/// The registry's last check of a configuration, already JSON: from judge_plugins, or as it came by
/// the admin API. @return it with the schema's defaults.
Expected<boost::json::object> validate_choice(const plugin::Manifest& manifest,
                                              const plugin::PluginChoice& choice);

}  // namespace dovetail::admin
