#pragma once
// From what was written to what holds: judges a tree by the schema and fills in the defaults.

#include "kernel/host/config/document.hpp"

namespace dovetail::config {

/// Judges `root` (references already substituted) by the schema: unknown keys, types, missing keys,
/// ranges, and what several keys must agree upon. Everything that is wrong is reported, not only
/// the first.
/// @return the effective tree, keys in the table's order, every defaulted key present (Node::source
/// null), secrets marked. Of use only if no error was added.
Node make_effective(const Node& root, Diagnostics& diagnostics);

}  // namespace dovetail::config
