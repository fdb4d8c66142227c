#pragma once
// The node's rules for plugins: what may take the place of what, and the small real job that a
// candidate does before it is published.

#include <atomic>

#include "kernel/host/plugin/registry.hpp"

namespace dovetail::admin {

class PluginRules {
 public:
  /// @return the hooks for RegistryOptions; this must outlive the registry.
  plugin::Hooks hooks();

  /// The node serves: from now on candidates must also do jobs that need L1. Until then they need
  /// not, so that a node starts while its L1 is down.
  void start_serving(plugin::Registry& registry);

 private:
  Expected<void> compatible(const plugin::Candidate* current, const plugin::Candidate& candidate);
  Expected<void> compatible_da(const plugin::Candidate& current,
                               const plugin::Candidate& candidate);
  Expected<void> canary(const plugin::Candidate& candidate);

  std::atomic<plugin::Registry*> serving_ = nullptr;
};

}  // namespace dovetail::admin
