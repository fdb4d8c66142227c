#pragma once
// Whether the node does its whole work now, as criteria that a person and a load balancer can read.

#include <string>
#include <vector>

#include "kernel/node/node.hpp"

namespace dovetail::admin {

struct Criterion {
  std::string name;
  bool met = false;
  std::string reason;  ///< what it stands at; if not met, what to do
};

/// One criterion per stage of the node, and that L1 has answered and holds the chain's contracts.
std::vector<Criterion> readiness(const node::NodeStatus& status);
bool is_ready(const std::vector<Criterion>& criteria);

/// @return one line per criterion, "[+]name: reason" or "[-]name: reason", then the verdict.
std::string readiness_text(const std::vector<Criterion>& criteria);

}  // namespace dovetail::admin
