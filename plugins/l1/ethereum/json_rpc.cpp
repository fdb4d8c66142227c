#include "plugins/l1/ethereum/json_rpc.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

namespace dovetail::plugins::ethereum {
namespace {

Failure corrupt(std::string text) {
  return {Status::corrupt, std::move(text)};
}

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

std::optional<uint64_t> unsigned_of(const json::value& value) {
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_int64() && value.get_int64() >= 0) return static_cast<uint64_t>(value.get_int64());
  return std::nullopt;
}

const json::value* member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

Expected<RpcAnswer> parse_error(const json::value& value) {
  const json::object* error = value.if_object();
  if (error == nullptr) return corrupt("expected an error object, found another type");
  const json::value* code = member(*error, "code");
  const json::value* message = member(*error, "message");
  if (code == nullptr || !code->is_int64() || message == nullptr || !message->is_string())
    return corrupt("expected an error with a whole code and a message, found neither");
  RpcError out{code->get_int64(), std::string(view(message->get_string())), {}};
  if (const json::value* data = member(*error, "data")) out.data = *data;
  return RpcAnswer(std::move(out));
}

}  // namespace

std::string rpc_request(uint64_t id, std::string_view method, const json::array& params) {
  json::object request;
  request["jsonrpc"] = "2.0";
  request["id"] = id;
  request["method"] = json::string_view(method.data(), method.size());
  request["params"] = params;
  return json::serialize(request);
}

Expected<RpcAnswer> parse_rpc_answer(std::string_view text, uint64_t id) {
  json::error_code error;
  const json::value parsed = json::parse({text.data(), text.size()}, error);
  if (error) return corrupt("expected JSON, found something else (" + error.message() + ")");
  const json::object* answer = parsed.if_object();
  if (answer == nullptr) return corrupt("expected a JSON object, found another type");
  const json::value* version = member(*answer, "jsonrpc");
  if (version == nullptr || !version->is_string() || version->get_string() != "2.0")
    return corrupt("expected \"jsonrpc\":\"2.0\", found it missing or different");
  const json::value* failed = member(*answer, "error");
  const json::value* found_id = member(*answer, "id");
  if (found_id == nullptr ? failed == nullptr : unsigned_of(*found_id) != id)
    return corrupt("expected the answer with id " + std::to_string(id) + ", found another id");
  if (failed != nullptr) return parse_error(*failed);
  const json::value* result = answer->if_contains("result");
  if (result == nullptr) return corrupt("expected a result or an error, found neither");
  return RpcAnswer(*result);
}

Fields::Fields(const json::value& value) : object_(value.if_object()) {
  if (object_ == nullptr) wrong_ = "expected an object, found another type";
}

bool Fields::has(std::string_view name) const {
  return object_ != nullptr && member(*object_, name) != nullptr;
}

const json::string* Fields::string(std::string_view name) {
  if (!ok()) return nullptr;
  const json::value* value = member(*object_, name);
  if (value != nullptr && value->is_string()) return &value->get_string();
  wrong_ = std::string(name) + ": expected a hex string, found " +
           (value == nullptr ? "nothing" : "another type");
  return nullptr;
}

U256 Fields::quantity(std::string_view name) {
  return parsed<U256>(name, from_quantity);
}

uint64_t Fields::u64(std::string_view name) {
  const U256 value = quantity(name);
  if (ok() && !value.fits_u64())
    wrong_ = std::string(name) + ": expected at most 64 bits, found more";
  return ok() ? value.low_u64() : 0;
}

Bytes Fields::bytes(std::string_view name) {
  return parsed<Bytes>(name, from_hex);
}

void Fields::expect(bool condition, std::string_view what) {
  if (ok() && !condition) wrong_ = what;
}

Expected<U256> decode_quantity(const json::value& value) {
  if (!value.is_string()) return corrupt("expected a hex quantity, found another type");
  auto out = from_quantity(view(value.get_string()));
  if (!out) return corrupt(out.error().text);
  return out;
}

Expected<Bytes> decode_bytes(const json::value& value) {
  if (!value.is_string()) return corrupt("expected hex bytes, found another type");
  auto out = from_hex(view(value.get_string()));
  if (!out) return corrupt(out.error().text);
  return out;
}

}  // namespace dovetail::plugins::ethereum
