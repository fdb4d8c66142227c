#pragma once
// `config schema`: the table of keys as JSON Schema draft-07, for editors.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "kernel/host/config/document.hpp"

namespace dovetail::config {

/// @return the schema of a whole configuration file. Each key carries its description, default and
/// "x-reload" class.
boost::json::object json_schema();

/// @return a tree as JSON, plain scalars typed as YAML 1.2's core schema has them: what an editor
/// judges.
boost::json::value to_json(const Node& node);

/// @return JSON as a tree without positions, strings quoted.
Node from_json(const boost::json::value& value);

}  // namespace dovetail::config
