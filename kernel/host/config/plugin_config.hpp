#pragma once
// A plugin's own configuration, judged by the JSON Schema in its manifest, with positions in our
// file.
//
// The subset of draft-07: type, properties, required, additionalProperties, default, enum, minimum,
// maximum, minLength, maxLength, minItems, maxItems, pattern, items; title, description, examples,
// $schema, $id and x-* mean nothing. Any other keyword is refused, so that no rule of a plugin's
// author is silently dropped. One thing is stricter than draft-07: where `properties` stands
// without `additionalProperties`, other keys are errors.
//
// Scalars are typed by the schema: `type: string` takes 8080 as "8080", `type: integer` refuses
// 010.

#include <boost/json/object.hpp>

#include "kernel/host/config/document.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::config {

/// Judges the schema itself. Fails with unsupported (a keyword outside the subset) or corrupt (a
/// malformed one), naming the place as a JSON pointer.
Expected<void> check_config_schema(const boost::json::object& schema);

/// @param config       a map of a loaded configuration, references substituted
/// (PluginSettings::config)
/// @param schema       of the manifest
/// @param diagnostics  if not null, receives every error with its position
/// @return the configuration as JSON with the schema's defaults filled in. It holds secrets in
/// clear. Fails as check_config_schema does, or with invalid_argument and the full report.
Expected<boost::json::object> validate_plugin_config(const Node& config,
                                                     const boost::json::object& schema,
                                                     Diagnostics* diagnostics = nullptr);

/// As above, of a configuration that is JSON already (an admin's swap); errors then have no
/// position.
Expected<boost::json::object> validate_plugin_config(const boost::json::object& config,
                                                     const boost::json::object& schema);

}  // namespace dovetail::config
