#pragma once
// Prices from the configuration: an object of six optional members, as manifest.json describes
// them.

#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::fixed {

/// @param config_json  the instance's configuration; absent members take the manifest's defaults.
/// Fails with invalid_argument, naming the member, on a value that is no whole number in its range.
Expected<sdk::Fees> parse_fees(std::string_view config_json);

}  // namespace dovetail::plugins::fixed
