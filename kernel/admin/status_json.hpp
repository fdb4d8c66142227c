#pragma once
// What the node and its plugins are doing, as JSON for tools. Amounts of wei are decimal strings.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "kernel/host/plugin/registry.hpp"
#include "kernel/node/node.hpp"

namespace dovetail::admin {

boost::json::object status_json(const node::NodeStatus& status);
boost::json::object why_json(const node::BatchProgress& progress);
boost::json::array slots_json(const plugin::Registry& plugins);
boost::json::array generations_json(const plugin::Registry& plugins);
boost::json::object swap_json(const plugin::SwapReport& report);

}  // namespace dovetail::admin
