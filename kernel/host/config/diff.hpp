#pragma once
// `config diff`: what differs between two configurations, and what a reload would do about it.

#include <optional>
#include <string>
#include <vector>

#include "kernel/host/config/load.hpp"
#include "kernel/host/config/schema.hpp"

namespace dovetail::config {

struct Change {
  std::string path;  ///< "plugins.prover[0].config.threads"
  std::optional<std::string>
      before;  ///< as print shows it, secrets redacted; absent: the key was not there
  std::optional<std::string> after;
  Reload reload = Reload::restart;
};

/// @return the changed keys, in the table's order.
std::vector<Change> diff(const LoadedConfig& before, const LoadedConfig& after);

/// @return one line for each change with its reload class, then what a reload would do; "" for no
/// change.
std::string describe(const std::vector<Change>& changes);

}  // namespace dovetail::config
