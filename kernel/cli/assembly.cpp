#include "kernel/cli/assembly.hpp"

#include <algorithm>

#include "kernel/admin/choices.hpp"

namespace dovetail::cli {
namespace {

plugin::RegistryOptions registry_options(const config::LoadedConfig& config, bool unlocked,
                                         admin::PluginRules& rules) {
  plugin::RegistryOptions out;
  out.search = search_path(config.settings.plugins);
  out.store_dir = std::filesystem::path(config.settings.data_dir) / "plugins";
  out.lock_file = lock_file(config.file);
  out.lock_policy = unlocked ? plugin::LockPolicy::unlocked : plugin::LockPolicy::locked;
  out.rehearsal.program = {executable().string(), "plugin", "rehearse"};
  out.chain_id = config.settings.chain.id;
  out.hooks = rules.hooks();
  return out;
}

/// Order matters: the others may ask the L1 client through the host's service.
constexpr plugin::Kind kInstallOrder[] = {plugin::Kind::l1,         plugin::Kind::da,
                                          plugin::Kind::compressor, plugin::Kind::fee_oracle,
                                          plugin::Kind::prover,     plugin::Kind::bridge};

Expected<void> install(plugin::Registry& plugins, const std::vector<plugin::PluginChoice>& choices,
                       const std::vector<plugin::Kind>& kinds) {
  for (const plugin::Kind kind : kInstallOrder) {
    if (!kinds.empty() && std::ranges::find(kinds, kind) == kinds.end()) continue;
    for (const auto& choice : choices) {
      if (choice.kind != kind) continue;
      if (auto installed = plugins.install(choice); !installed)
        return Failure(installed.error().status, "plugins." + std::string(plugin::kind_name(kind)) +
                                                     ": " + choice.use + ": " +
                                                     installed.error().text);
    }
  }
  return {};
}

Expected<void> make_data_dir(const std::string& data_dir) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool is_new = fs::create_directories(data_dir, error);
  // A validium's pubdata lies here too: nobody else's to read.
  if (is_new && !error) fs::permissions(data_dir, fs::perms::owner_all, error);
  if (!error) return {};
  return Failure(Status::unavailable, "data_dir " + data_dir + " cannot be made: " +
                                          error.message() + "; choose another with --data-dir DIR");
}

Expected<void> check_lock(const config::LoadedConfig& config) {
  const auto file = lock_file(config.file);
  if (auto lock = plugin::read_lock(file); !lock)
    return Failure(lock.error().status,
                   lock.error().text + "\nTo lock the plugins as they are now:\n  " +
                       executable().string() + " plugin lock --config " + config.file);
  return {};
}

}  // namespace

Expected<OpenChain> open(const config::LoadedConfig& config, const ChainOptions& options,
                         std::shared_ptr<spdlog::logger> logger) {
  if (!options.unlocked)
    if (auto locked = check_lock(config); !locked) return locked.error();
  auto choices = admin::choices_of(config.settings.plugins, search_path(config.settings.plugins));
  if (!choices) return choices.error();
  if (auto made = make_data_dir(config.settings.data_dir); !made) return made.error();
  OpenChain out;
  out.logger = std::move(logger);
  out.metrics = std::make_shared<prometheus::Registry>();
  auto database = node::open_chain(std::filesystem::path(config.settings.data_dir) / "db",
                                   config.settings.chain);
  if (!database) return database.error();
  out.database = std::move(*database);
  out.store = std::make_unique<admin::PluginStore>(*out.database);
  out.rules = std::make_unique<admin::PluginRules>();
  out.plugins =
      std::make_unique<plugin::Registry>(registry_options(config, options.unlocked, *out.rules),
                                         *out.logger, *out.metrics, *out.store);
  if (auto installed = install(*out.plugins, *choices, options.kinds); !installed)
    return installed.error();
  return out;
}

}  // namespace dovetail::cli
