#pragma once
// A transport that answers as a test says, method by method: for faults that a real endpoint would
// not show on demand.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugins/l1/ethereum/endpoints.hpp"

namespace dovetail::test {

namespace json = boost::json;

/// Shared by a test and the transport that it gave away.
class Script {
 public:
  using Reply = std::function<Expected<plugins::ethereum::HttpResponse>(uint64_t id,
                                                                        const json::array& params)>;

  /// A chain with id 1 and a genesis block of hash 0x11…11, until on() says otherwise.
  Script();

  void on(const std::string& method, Reply reply) { replies_[method] = std::move(reply); }
  void on_result(const std::string& method, json::value result);
  void on_error(const std::string& method, int64_t code, const std::string& message,
                json::value data = nullptr);
  void on_failure(const std::string& method, Failure failure);

  unsigned calls(const std::string& method) const;
  std::vector<std::string> methods;  ///< in the order called
  std::vector<json::array> params;

  Expected<plugins::ethereum::HttpResponse> answer(std::string_view request);

 private:
  std::map<std::string, Reply> replies_;
};

plugins::ethereum::HttpResponse result_text(uint64_t id, const json::value& result);
plugins::ethereum::HttpResponse error_text(uint64_t id, int64_t code, const std::string& message,
                                           json::value data = nullptr);

plugins::ethereum::Endpoint scripted(const std::string& name, std::shared_ptr<Script> script,
                                     std::vector<std::string> secrets = {});

/// A clock that stands still until told, and a log that is kept.
struct Bench {
  uint64_t now_ms = 1'000;
  std::vector<std::string> log;
  plugins::ethereum::Surroundings surroundings();
};

json::string text(std::string_view value);
/// A hash of one byte repeated, as text; and a block's JSON.
json::string hash_text(uint8_t byte);
json::object block_json(uint64_t number, uint8_t hash, uint8_t parent);

}  // namespace dovetail::test
