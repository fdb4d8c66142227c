#pragma once
// What a registry is told: where plugins are, which may be loaded, and the node's own rules.

#include <chrono>
#include <filesystem>
#include <functional>

#include "kernel/host/plugin/choice.hpp"
#include "kernel/host/plugin/generation.hpp"
#include "kernel/host/plugin/lock.hpp"
#include "kernel/host/plugin/manifest.hpp"
#include "kernel/host/plugin/rehearsal.hpp"
#include "kernel/host/plugin/search.hpp"

namespace dovetail::plugin {

/// The node's rules. Empty ones allow. Both run on the thread that called swap or reload, with the
/// candidate created and self-tested but not published; a failure refuses the candidate with its
/// text.
struct Hooks {
  /// May candidate take the place of current (null if the slot is new)? E.g. equal L1 identity,
  /// scheme accepted on L1.
  std::function<Expected<void>(const Candidate* current, const Candidate& candidate)> compatible;
  /// Does it do a real small job right?
  std::function<Expected<void>(const Candidate& candidate)> canary;
  /// Checks a configuration against the manifest's schema. @return it with the defaults filled in.
  std::function<Expected<boost::json::object>(const Manifest& manifest, const PluginChoice& choice)>
      validate;
};

struct RegistryOptions {
  SearchPath search;
  std::filesystem::path store_dir;  ///< <data>/plugins; made if absent
  std::filesystem::path lock_file;  ///< read at each change; need not exist if unlocked
  LockPolicy lock_policy = LockPolicy::locked;
  RehearsalOptions rehearsal;
  HostAbi abi;
  uint64_t chain_id = 0;
  Hooks hooks;
  std::chrono::milliseconds drain_deadline{30'000};  ///< default of SwapOptions
};

}  // namespace dovetail::plugin
