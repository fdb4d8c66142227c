#include "kernel/rpc/json_rpc.hpp"

#include <boost/locale/encoding_utf.hpp>
#include <cmath>

namespace dovetail::rpc {
namespace {

/// A message may quote bytes that a contract chose: what is not UTF-8 is left out.
std::string as_utf8(const std::string& text) {
  return boost::locale::conv::utf_to_utf<char>(text);
}

json::value error_answer(const json::value& id, const RpcError& error) {
  json::object body{{"code", error.code}, {"message", as_utf8(error.message)}};
  if (error.data) body["data"] = *error.data;
  return json::object{{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(body)}};
}

json::value result_answer(const json::value& id, json::value result) {
  return json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

std::string refused(const RpcError& error) {
  return json::serialize(error_answer(nullptr, error));
}

json::value too_large(const json::value& id, size_t bytes_max) {
  return error_answer(
      id,
      {kResponseTooLarge, "response too large: over " + std::to_string(bytes_max) + " bytes", {}});
}

/// An id is given back as it came, and JSON has no infinity.
bool is_id(const json::value& id) {
  if (id.is_double()) return std::isfinite(id.as_double());
  return id.is_string() || id.is_number() || id.is_null();
}

/// The id of a request that is not executed any more; nothing for a notification.
std::optional<json::value> unanswered(const json::value& request) {
  const auto* object = request.if_object();
  const json::value* id = object == nullptr ? nullptr : object->if_contains("id");
  if (object != nullptr && id == nullptr) return std::nullopt;
  return json::object{{"id", id == nullptr || !is_id(*id) ? json::value(nullptr) : *id}};
}

}  // namespace

std::string Dispatcher::handle(const std::string& body, const Caller& caller) const {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = 64;
  const json::value request = json::parse(body, failed, {}, options);
  if (failed) return refused({kParseError, "parse error: " + failed.message(), {}});
  if (const auto* requests = request.if_array()) return batch(*requests, caller);
  const auto answer = one(request, caller);
  if (!answer) return "";
  std::string text = json::serialize(*answer);
  if (text.size() <= limits_.response_bytes_max) return text;
  return json::serialize(too_large(answer->at("id"), limits_.response_bytes_max));
}

std::string Dispatcher::batch(const json::array& requests, const Caller& caller) const {
  if (requests.empty()) return refused({kInvalidRequest, "empty batch", {}});
  if (requests.size() > limits_.batch_max)
    return refused({kInvalidRequest,
                    "batch too large: " + std::to_string(requests.size()) + " requests, at most " +
                        std::to_string(limits_.batch_max),
                    {}});
  std::string out = "[";
  bool full = false;
  for (const json::value& request : requests) {
    const auto answer = full ? unanswered(request) : one(request, caller);
    if (!answer) continue;
    std::string text = json::serialize(*answer);
    full = full || out.size() + text.size() > limits_.response_bytes_max;
    if (full) text = json::serialize(too_large(answer->at("id"), limits_.response_bytes_max));
    if (out.size() > 1) out += ',';
    out += text;
  }
  return out.size() == 1 ? "" : out + "]";
}

std::optional<json::value> Dispatcher::one(const json::value& request, const Caller& caller) const {
  const auto* object = request.if_object();
  if (object == nullptr)
    return error_answer(nullptr, {kInvalidRequest, "invalid request: expected an object", {}});
  const json::value* id = object->if_contains("id");
  if (id != nullptr && !is_id(*id))
    return error_answer(
        nullptr, {kInvalidRequest, "invalid request: id must be a string, a number or null", {}});
  const json::value* method = object->if_contains("method");
  const json::value* version = object->if_contains("jsonrpc");
  if (method == nullptr || !method->is_string() || version == nullptr || *version != "2.0")
    return error_answer(
        id ? *id : json::value(nullptr),
        {kInvalidRequest, "invalid request: expected \"jsonrpc\": \"2.0\" and a \"method\"", {}});
  const std::string name(method->as_string());
  const Answer answer = call(name, *object, caller);
  if (observer_) observer_(methods_.contains(name) ? name : "unknown", !answer);
  if (id == nullptr) return std::nullopt;
  return answer ? result_answer(*id, *answer) : error_answer(*id, answer.error());
}

Answer Dispatcher::call(const std::string& name, const json::object& request,
                        const Caller& caller) const {
  const auto method = methods_.find(name);
  if (method == methods_.end())
    return RpcError{kMethodNotFound, "the method " + name + " does not exist/is not available", {}};
  static const json::array kNone;
  const json::value* params = request.if_contains("params");
  if (params != nullptr && !params->is_array() && !params->is_null())
    return invalid_params("non-array args: parameters are given by position");
  try {
    return method->second(params != nullptr && params->is_array() ? params->as_array() : kNone,
                          caller);
  } catch (const std::exception& error) {
    return RpcError{-32603, "internal error in " + name + ": " + error.what(), {}};
  }
}

}  // namespace dovetail::rpc
