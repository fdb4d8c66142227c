#include "plugins/l1/ethereum/config.hpp"

#include <boost/json/parse.hpp>

namespace dovetail::plugins::ethereum {
namespace {

constexpr uint64_t kTimeoutMsMax = 600'000;
constexpr size_t kSecretHeaderSizeMin = 4;

Failure bad(const std::string& key, const std::string& expected) {
  return {Status::invalid_argument,
          "config." + key + ": expected " + expected + ", found something else"};
}

std::string text_of(const json::string& text) {
  return {text.data(), text.size()};
}

/// Reads an optional whole number into out.
template <class T>
Expected<void> read_number(const json::object& config, const char* key, uint64_t min, uint64_t max,
                           T& out) {
  const json::value* value = config.if_contains(key);
  if (value == nullptr) return {};
  json::error_code error;
  const auto number = value->to_number<uint64_t>(error);
  if (error || number < min || number > max)
    return bad(key, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  out = static_cast<T>(number);
  return {};
}

Expected<void> read_urls(const json::object& config, std::vector<Url>& out) {
  const json::value* value = config.if_contains("urls");
  const json::array* urls = value == nullptr ? nullptr : value->if_array();
  if (urls == nullptr || urls->empty()) return bad("urls", "a list of one URL at least");
  for (const json::value& url : *urls) {
    const std::string key = "urls[" + std::to_string(out.size()) + "]";
    if (!url.is_string()) return bad(key, "a string");
    auto parsed = parse_url(text_of(url.get_string()));
    if (!parsed)
      return Failure(parsed.error().status, "config." + key + ": " + parsed.error().text);
    out.push_back(std::move(*parsed));
  }
  return {};
}

Expected<void> read_headers(const json::object& config, std::map<std::string, std::string>& out) {
  const json::value* value = config.if_contains("headers");
  if (value == nullptr) return {};
  const json::object* headers = value->if_object();
  if (headers == nullptr) return bad("headers", "a map of names to strings");
  for (const auto& header : *headers) {
    const std::string name(header.key().data(), header.key().size());
    if (!header.value().is_string()) return bad("headers." + name, "a string");
    out[name] = text_of(header.value().get_string());
  }
  return {};
}

Expected<void> read_all(const json::object& config, Config& out) {
  if (auto done = read_urls(config, out.urls); !done) return done;
  if (auto done = read_headers(config, out.http.headers); !done) return done;
  if (auto done = read_number(config, "timeout_ms", 1, kTimeoutMsMax, out.http.timeout_ms); !done)
    return done;
  if (auto done = read_number(config, "response_bytes_max", 1024, uint64_t{1} << 32,
                              out.http.response_bytes_max);
      !done)
    return done;
  if (auto done = read_number(config, "logs_range_max", 1, 1'000'000, out.logs_range_max); !done)
    return done;
  if (const json::value* path = config.if_contains("ca_file")) {
    if (!path->is_string()) return bad("ca_file", "a path");
    out.http.ca_file = text_of(path->get_string());
  }
  uint64_t chain_id = 0;
  if (auto done = read_number(config, "chain_id", 0, ~uint64_t{0}, chain_id); !done) return done;
  if (chain_id != 0) out.chain_id = chain_id;
  return {};
}

std::vector<std::string> secrets_of(const Url& url, const HttpOptions& options) {
  std::vector<std::string> out = url.secrets();
  for (const auto& [name, value] : options.headers)
    if (value.size() >= kSecretHeaderSizeMin) out.push_back(value);
  return out;
}

}  // namespace

Expected<Config> parse_config(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  if (error || !value.is_object())
    return Failure(Status::invalid_argument, "config: expected a JSON object");
  Config out;
  if (auto done = read_all(value.get_object(), out); !done) return done.error();
  return out;
}

Expected<std::unique_ptr<Client>> make_client(const Config& config, Surroundings surroundings) {
  std::vector<Endpoint> ranked;
  for (const Url& url : config.urls) {
    auto transport = make_http_client(url, config.http);
    if (!transport) return transport.error();
    ranked.push_back({url.shown(), secrets_of(url, config.http), std::move(*transport)});
  }
  return std::make_unique<Client>(std::move(ranked), config.chain_id, config.logs_range_max,
                                  std::move(surroundings));
}

}  // namespace dovetail::plugins::ethereum
