#pragma once
// What `run` and `chain deploy` share: the chain's data directory and its plugins, opened in order.

#include <prometheus/registry.h>

#include "kernel/admin/plugin_store.hpp"
#include "kernel/admin/rules.hpp"
#include "kernel/cli/command.hpp"
#include "kernel/node/genesis.hpp"

namespace dovetail::cli {

struct ChainOptions {
  bool unlocked = false;            ///< plugins need not be in dovetail.lock
  std::vector<plugin::Kind> kinds;  ///< what to install; empty: all
};

/// An open data directory with filled slots. Members are destroyed in the reverse order.
struct OpenChain {
  std::shared_ptr<spdlog::logger> logger;
  std::shared_ptr<prometheus::Registry> metrics;
  std::unique_ptr<state::Database> database;
  std::unique_ptr<admin::PluginStore> store;
  std::unique_ptr<admin::PluginRules> rules;
  std::unique_ptr<plugin::Registry> plugins;
};

/// Opens both. Fails with a text that names what failed and what to do; a missing lock file is
/// refused before anything is opened.
Expected<OpenChain> open(const config::LoadedConfig& config, const ChainOptions& options,
                         std::shared_ptr<spdlog::logger> logger);

}  // namespace dovetail::cli
