#include "tests/unit/plugins/l1/ethereum/scripted_transport.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace dovetail::test {

using plugins::ethereum::HttpResponse;

namespace {

class ScriptedTransport : public plugins::ethereum::Transport {
 public:
  explicit ScriptedTransport(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  Expected<HttpResponse> post(std::string_view request,
                              const plugins::ethereum::Cancelled& cancelled) override {
    if (cancelled && cancelled()) return Failure(Status::cancelled, "cancelled");
    return script_->answer(request);
  }

 private:
  std::shared_ptr<Script> script_;
};

}  // namespace

HttpResponse result_text(uint64_t id, const json::value& result) {
  json::object out;
  out["jsonrpc"] = "2.0";
  out["id"] = id;
  out["result"] = result;
  return {200, json::serialize(out)};
}

HttpResponse error_text(uint64_t id, int64_t code, const std::string& message, json::value data) {
  json::object error;
  error["code"] = code;
  error["message"] = text(message);
  if (!data.is_null()) error["data"] = std::move(data);
  json::object out;
  out["jsonrpc"] = "2.0";
  out["id"] = id;
  out["error"] = std::move(error);
  return {200, json::serialize(out)};
}

Script::Script() {
  on_result("eth_chainId", "0x1");
  on("eth_getBlockByNumber",
     [](uint64_t id, const json::array&) { return result_text(id, block_json(0, 0x11, 0)); });
}

void Script::on_result(const std::string& method, json::value result) {
  on(method, [result](uint64_t id, const json::array&) { return result_text(id, result); });
}

void Script::on_error(const std::string& method, int64_t code, const std::string& message,
                      json::value data) {
  on(method, [=](uint64_t id, const json::array&) { return error_text(id, code, message, data); });
}

void Script::on_failure(const std::string& method, Failure failure) {
  on(method, [failure](uint64_t, const json::array&) { return failure; });
}

unsigned Script::calls(const std::string& method) const {
  return static_cast<unsigned>(std::count(methods.begin(), methods.end(), method));
}

Expected<HttpResponse> Script::answer(std::string_view request) {
  const json::value parsed = json::parse({request.data(), request.size()});
  const json::object& object = parsed.as_object();
  const json::string& name = object.at("method").as_string();
  const std::string method(name.data(), name.size());
  const uint64_t id = object.at("id").to_number<uint64_t>();
  methods.push_back(method);
  params.push_back(object.at("params").as_array());
  const auto reply = replies_.find(method);
  if (reply == replies_.end())
    return error_text(id, -32601, "the method " + method + " does not exist");
  return reply->second(id, params.back());
}

plugins::ethereum::Endpoint scripted(const std::string& name, std::shared_ptr<Script> script,
                                     std::vector<std::string> secrets) {
  return {name, std::move(secrets), std::make_unique<ScriptedTransport>(std::move(script))};
}

plugins::ethereum::Surroundings Bench::surroundings() {
  return {[this] { return now_ms; },
          [this](plugins::ethereum::Level, std::string_view text) { log.emplace_back(text); }};
}

json::string text(std::string_view value) {
  return json::string(value.data(), value.size());
}

json::string hash_text(uint8_t byte) {
  Hash256 hash;
  std::fill_n(hash.bytes, 32, byte);
  return text(to_hex(hash.view()));
}

json::object block_json(uint64_t number, uint8_t hash, uint8_t parent) {
  json::object out;
  out["number"] = text(to_quantity(number));
  out["hash"] = hash_text(hash);
  out["parentHash"] = hash_text(parent);
  out["timestamp"] = text(to_quantity(1'000 + number));
  out["gasLimit"] = "0x1c9c380";
  out["baseFeePerGas"] = "0x7";
  return out;
}

}  // namespace dovetail::test
