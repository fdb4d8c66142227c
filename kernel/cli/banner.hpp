#pragma once
// What `run` shows a person: a banner at the start, a line about L1 once it is known, and one line
// of figures that lives at the foot of the terminal.

#include <string>

#include "kernel/cli/console.hpp"
#include "kernel/host/config/settings.hpp"
#include "kernel/host/plugin/registry.hpp"
#include "kernel/node/node.hpp"

namespace dovetail::cli {

struct BannerParts {
  const config::Settings& settings;
  const plugin::Registry& plugins;
  std::string rpc_address, metrics_address, admin_socket;
  bool unlocked = false;
};

/// @return endpoints, chain, plugins and, on a development chain, its accounts with their keys.
std::string banner_text(const BannerParts& parts);

/// @return the L1 chain, its contracts and the settler; for a status that knows them.
std::string l1_text(const node::NodeStatus& status);

/// @return block, throughput, pool, batches, plugin generations, and what is wrong, in one line.
std::string status_line(const node::NodeStatus& status, const plugin::Registry& plugins,
                        bool with_colour);

}  // namespace dovetail::cli
