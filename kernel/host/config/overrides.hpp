#pragma once
// Values from outside the file: DOVETAIL_A__B=value in the environment, then `--set a.b=value`; the
// later wins.
//
// A value is a plain scalar as it stands; one for a list or a map is read as YAML. Items of a
// list are named by their index: plugins.prover.0.name. Names from the environment are lower-cased.

#include <string>
#include <vector>

#include "kernel/host/config/substitute.hpp"

namespace dovetail::config {

struct Overrides {
  std::vector<std::string> sets;  ///< "a.b=value", as after --set; an unknown key is an error
  Environment environment;        ///< of the process, for DOVETAIL_* and ${env:}
};

/// @return the environment of this process.
Environment process_environment();

/// Puts the values of DOVETAIL_* variables into the tree.
/// @return the DOVETAIL_* names that are neither a key nor known to have another use.
std::vector<std::string> apply_environment(Node& root, const Environment& environment,
                                           Diagnostics& diagnostics);

/// Puts the values of --set into the tree.
void apply_sets(Node& root, const std::vector<std::string>& sets, Diagnostics& diagnostics);

/// @return the warning for a name that apply_environment did not know, with the nearest one that it
/// would know.
Diagnostic unknown_variable(const std::string& name);

}  // namespace dovetail::config
