#include "kernel/admin/choices.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "kernel/host/config/plugin_config.hpp"
#include "kernel/host/plugin/files.hpp"
#include "sdk/abi/host.h"
#include "sdk/crypto/sha256.hpp"

namespace dovetail::admin {
namespace {

namespace json = boost::json;

constexpr uint64_t kLibraryBytesMax = uint64_t{1} << 30;

/// What a plugin may require: the services of sdk/abi/host.h, which this host offers.
constexpr std::array<std::string_view, 5> kServices = {DOVETAIL_LOG_ID, DOVETAIL_METRICS_ID,
                                                       DOVETAIL_CLOCK_ID, DOVETAIL_STORE_ID,
                                                       DOVETAIL_L1_SERVICE_ID};

/// How a compressor's manifest names the codec that it writes; without it, codec 0.
constexpr std::string_view kCodecPrefix = "dovetail.codec/";

std::vector<std::string> combination_faults(const plugin::Manifest& manifest, plugin::Kind slot) {
  std::vector<std::string> out;
  if (manifest.kind != slot)
    out.push_back("expected a plugin of kind " + std::string(plugin::kind_name(slot)) + ", found " +
                  manifest.id);
  for (const auto& service : manifest.requires_)
    if (std::ranges::find(kServices, service) == kServices.end())
      out.push_back(manifest.id + " requires the service " + service +
                    ", which this version does not offer");
  for (const auto& offer : manifest.provides)
    if (offer.starts_with(kCodecPrefix) && offer != std::string(kCodecPrefix) + "0")
      out.push_back(manifest.id + " writes codec " + offer.substr(kCodecPrefix.size()) +
                    ", and this version's zkEVM decodes codec 0 alone: use compressor/none");
  return out;
}

config::Node node_of(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) {
    auto out = config::Node::scalar(std::string(value.get_string()));
    out.quoted = true;
    return out;
  }
  if (!value.is_structured()) return config::Node::scalar(json::serialize(value));
  config::Node out = config::Node::map();
  if (value.is_array()) {
    out.kind = config::Node::Kind::list;
    for (const auto& item : value.get_array()) out.items.push_back(node_of(item));
    return out;
  }
  for (const auto& [key, member] : value.get_object())
    out.members.push_back({std::string(key), {}, node_of(member)});
  return out;
}

std::optional<JudgedPlugin> judge(const config::PluginSettings& settings,
                                  const plugin::SearchPath& search, const plugin::Lock* lock,
                                  config::Diagnostics& diagnostics) {
  const auto blame = [&](const std::string& text) {
    diagnostics.push_back(config::error_at(settings.at, text));
  };
  auto kind = plugin::parse_kind(settings.slot);
  if (!kind) return blame(kind.error().text), std::nullopt;
  auto file = read_plugin_file(search, *kind, settings.use);
  if (!file) return blame(file.error().text), std::nullopt;
  for (const auto& fault : combination_faults(file->manifest, *kind)) blame(fault);
  if (lock != nullptr)
    if (auto locked = lock->check(file->lock_entry()); !locked) blame(locked.error().text);
  config::Diagnostics found;
  auto config =
      config::validate_plugin_config(settings.config, file->manifest.config_schema, &found);
  diagnostics.insert(diagnostics.end(), found.begin(), found.end());
  if (!config && found.empty())
    blame(file->manifest.id + ": config_schema of its manifest: " + config.error().text);
  if (!config) return std::nullopt;
  // A slot of which there is one is known by its kind, so that another plugin in it is a swap.
  const bool is_list = *kind == plugin::Kind::prover;
  return JudgedPlugin{{*kind, settings.use, is_list ? settings.name : "", std::move(*config)},
                      std::move(*file)};
}

Expected<PluginFile> read_resolved(plugin::Resolved files) {
  auto bytes = plugin::read_file(files.path, kLibraryBytesMax);
  if (!bytes) return bytes.error();
  auto manifest = plugin::read_manifest(*bytes);
  if (!manifest)
    return Failure(manifest.error().status, files.path.string() + ": " + manifest.error().text);
  return PluginFile{std::move(files), std::move(*manifest), sha256(*bytes)};
}

}  // namespace

Expected<PluginFile> read_plugin_file(const plugin::SearchPath& search, plugin::Kind kind,
                                      std::string_view use) {
  auto files = plugin::resolve(search, kind, use);
  if (!files) return files.error();
  return read_resolved(std::move(*files));
}

Expected<PluginFile> read_plugin_file(const std::filesystem::path& path) {
  return read_resolved({std::filesystem::absolute(path), {}});
}

std::vector<JudgedPlugin> judge_plugins(const config::PluginsSettings& settings,
                                        const plugin::SearchPath& search, const plugin::Lock* lock,
                                        config::Diagnostics& diagnostics) {
  std::vector<JudgedPlugin> out;
  for (const auto* each : settings.all())
    if (auto judged = judge(*each, search, lock, diagnostics)) out.push_back(std::move(*judged));
  return out;
}

Expected<std::vector<plugin::PluginChoice>> choices_of(const config::PluginsSettings& settings,
                                                       const plugin::SearchPath& search) {
  config::Diagnostics diagnostics;
  std::vector<plugin::PluginChoice> out;
  for (auto& judged : judge_plugins(settings, search, nullptr, diagnostics))
    out.push_back(std::move(judged.choice));
  if (config::has_errors(diagnostics))
    return Failure(Status::invalid_argument, config::render(diagnostics));
  return out;
}

Expected<json::object> validate_choice(const plugin::Manifest& manifest,
                                       const plugin::PluginChoice& choice) {
  return config::validate_plugin_config(node_of(choice.config), manifest.config_schema);
}

}  // namespace dovetail::admin
