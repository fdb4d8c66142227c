#pragma once
// The plugin's configuration, as its manifest's schema describes it, and the client made from it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/l1/ethereum/client.hpp"

namespace dovetail::plugins::ethereum {

struct Config {
  std::vector<Url> urls;  ///< best first
  HttpOptions http;
  uint64_t logs_range_max = 2'000;
  std::optional<uint64_t> chain_id;
};

/// @param json  an object that satisfies the schema. Fails with invalid_argument, naming the key
/// and no secret.
Expected<Config> parse_config(std::string_view json);

/// Makes no connection. Fails with invalid_argument if ca_file or a header is of no use.
Expected<std::unique_ptr<Client>> make_client(const Config& config, Surroundings surroundings);

}  // namespace dovetail::plugins::ethereum
