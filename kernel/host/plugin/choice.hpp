#pragma once
// What an operator chose for one slot: one entry under plugins: in the configuration.

#include <boost/json/object.hpp>
#include <string>

#include "kernel/host/plugin/kind.hpp"

namespace dovetail::plugin {

struct PluginChoice {
  Kind kind = Kind::l1;
  std::string use;   ///< "prover/cpu", "acme:prover/fast" or "file:/opt/acme/fast.so"
  std::string name;  ///< of the slot; empty: the kind's own name, right where a kind has one slot
  boost::json::object config;  ///< as the operator wrote it; RegistryOptions::validate fills in
};

/// @return choice.name, or the kind's name if that is empty.
inline std::string slot_name(const PluginChoice& choice) {
  return choice.name.empty() ? std::string(kind_name(choice.kind)) : choice.name;
}

}  // namespace dovetail::plugin
