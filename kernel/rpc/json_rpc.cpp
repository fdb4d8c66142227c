#include "kernel/rpc/json_rpc.hpp"

namespace dovetail::rpc {
namespace {

json::value error_answer(const json::value& id, const RpcError& error) {
  json::object body{{"code", error.code}, {"message", error.message}};
  if (error.data) body["data"] = *error.data;
  return json::object{{"jsonrpc", "2.0"}, {"id", id}, {"error", std::move(body)}};
}

json::value result_answer(const json::value& id, json::value result) {
  return json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

bool is_id(const json::value& id) {
  return id.is_string() || id.is_number() || id.is_null();
}

}  // namespace

std::string Dispatcher::handle(const std::string& body, const Caller& caller) const {
  json::error_code failed;
  json::parse_options options;
  options.max_depth = 64;
  const json::value request = json::parse(body, failed, {}, options);
  if (failed)
    return json::serialize(
        error_answer(nullptr, {kParseError, "parse error: " + failed.message(), {}}));
  if (const auto* requests = request.if_array()) return batch(*requests, caller);
  const auto answer = one(request, caller);
  if (!answer) return "";
  std::string text = json::serialize(*answer);
  if (text.size() > limits_.response_bytes_max)
    return json::serialize(error_answer(
        answer->at("id"), {kResponseTooLarge,
                           "response too large: response size " + std::to_string(text.size()) +
                               " exceeds " + std::to_string(limits_.response_bytes_max) + " bytes",
                           {}}));
  return text;
}

std::string Dispatcher::batch(const json::array& requests, const Caller& caller) const {
  if (requests.empty())
    return json::serialize(error_answer(nullptr, {kInvalidRequest, "empty batch", {}}));
  if (requests.size() > limits_.batch_max)
    return json::serialize(
        error_answer(nullptr, {kInvalidRequest,
                               "batch too large: " + std::to_string(requests.size()) +
                                   " requests, at most " + std::to_string(limits_.batch_max),
                               {}}));
  std::string out = "[";
  for (const json::value& request : requests) {
    const auto answer = one(request, caller);
    if (!answer) continue;
    std::string text = json::serialize(*answer);
    if (out.size() + text.size() > limits_.response_bytes_max)
      text = json::serialize(
          error_answer(answer->at("id"), {kResponseTooLarge,
                                          "response too large: the batch exceeds " +
                                              std::to_string(limits_.response_bytes_max) + " bytes",
                                          {}}));
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
