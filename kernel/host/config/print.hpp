#pragma once
// `config print`: what holds, as YAML, and where each value came from.

#include <string>

#include "kernel/host/config/load.hpp"

namespace dovetail::config {

/// @return the effective configuration as YAML, each value with a comment: default, FILE:LINE, env
/// DOVETAIL_A__B or
/// --set a.b. Secrets are shown as "<redacted>".
std::string print(const LoadedConfig& config);

/// @return a scalar or a list of scalars as print shows it, in one line.
std::string shown(const Node& node, std::string_view path);

}  // namespace dovetail::config
