#pragma once
// What an operator can ask of a running node: status, why, swap, plan and reload.
//
// A reload is whole or not at all: the file is read and judged, its plugins are resolved and their
// configuration checked, keys that a running node cannot change are refused by name; then the
// plugins change (the registry rolls back by itself), and only then the live settings.

#include <functional>
#include <mutex>

#include "kernel/host/config/load.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "kernel/node/node.hpp"

#include <boost/json/object.hpp>

namespace dovetail::admin {

struct ControlOptions {
  config::LoadedConfig config;  ///< what the node runs
  config::Overrides overrides;  ///< applied again at each reload
  plugin::SearchPath search;
  /// Takes up live settings that are not the node's: the log level.
  std::function<void(const config::Settings&)> apply;
};

class Control {
 public:
  /// All references must outlive it.
  Control(node::Node& node, plugin::Registry& plugins, spdlog::logger& logger,
          ControlOptions options);

  boost::json::object status() const;
  /// @param request  {"batch": N}. Fails as Node::why does.
  Expected<boost::json::object> why(const boost::json::object& request) const;
  /// @param request  {"slot": KIND, "use": NAME, "name"?: of the slot, "config"?: {…}}. Fails as
  /// Registry::swap does.
  Expected<boost::json::object> swap(const boost::json::object& request);
  /// What reload() would do now.
  Expected<boost::json::object> plan();
  /// Reads the configuration file again and makes it hold. Fails, with nothing changed, on a wrong
  /// file, on a changed key that needs a restart, and if a plugin refuses.
  Expected<boost::json::object> reload();

 private:
  struct Next;
  Expected<Next> read_next() const;

  node::Node& node_;
  plugin::Registry& plugins_;
  spdlog::logger& logger_;
  const ControlOptions options_;
  std::mutex change_mutex_;  ///< one reload at a time
  mutable std::mutex config_mutex_;
  config::LoadedConfig config_;  ///< under config_mutex_
};

}  // namespace dovetail::admin
