#pragma once
// The way of a plugin from the operator's words to a generation that is ready to be published.
//
//   prepare:  resolve -> copy -> manifest -> lock -> config   no code of the plugin runs
//   rehearse: in a child process
//   make:     load -> create -> self-test, on the control thread
// Each refusal is reported whole (refusal.hpp), logged and counted.

#include <memory>

#include "kernel/host/plugin/control.hpp"
#include "kernel/host/plugin/load.hpp"
#include "kernel/host/plugin/metrics.hpp"
#include "kernel/host/plugin/options.hpp"
#include "kernel/host/plugin/refusal.hpp"
#include "kernel/host/plugin/store.hpp"

namespace dovetail::plugin {

/// All that a generation is made from; it can be made again.
struct Recipe {
  PluginChoice choice;          ///< with the validated configuration
  boost::json::object written;  ///< the configuration as the operator wrote it
  RefusalContext context;
  Manifest manifest;
  Hash256 sha256;
  std::filesystem::path copy;
  std::vector<std::string> warnings;
};

/// What the file of a choice is now, without a copy in the store.
struct Inspected {
  Manifest manifest;
  Hash256 sha256;
  boost::json::object config;  ///< validated
};

class Pipeline {
 public:
  /// All references must outlive it.
  Pipeline(const RegistryOptions& options, spdlog::logger& logger, prometheus::Registry& registry,
           KeyValue& store, L1Source l1, ControlThread& control, std::shared_ptr<Wake> wake,
           PluginMetrics& metrics);

  Expected<Recipe> prepare(const PluginChoice& choice);
  /// For plan(): fails as prepare does, but for the lock, and is neither logged nor counted.
  Expected<Inspected> inspect(const PluginChoice& choice) const;
  Expected<void> rehearse(const Recipe& recipe, RehearsalDepth depth);
  Expected<std::shared_ptr<Generation>> make(const Recipe& recipe);

  /// Reports, logs and counts a refusal.
  Failure refuse(Stage stage, const Recipe& recipe, const Failure& cause);

 private:
  Expected<void> find(Recipe& recipe) const;
  Expected<void> read(Recipe& recipe, ByteView bytes) const;
  Expected<void> check_lock(Recipe& recipe) const;
  Expected<void> validate(Recipe& recipe) const;
  std::unique_ptr<HostServices> services(const Recipe& recipe) const;

  const RegistryOptions& options_;
  spdlog::logger& logger_;
  prometheus::Registry& registry_;
  KeyValue& store_;
  const L1Source l1_;
  ControlThread& control_;
  const std::shared_ptr<Wake> wake_;
  PluginMetrics& metrics_;
  const CopyStore copies_;
  std::atomic<uint64_t> generations_count_ = 0;
};

}  // namespace dovetail::plugin
