#pragma once
// JSON-RPC 2.0 as Ethereum endpoints speak it: requests written, answers checked, values decoded.
// Source: https://www.jsonrpc.org/specification and the execution-apis' base types.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "sdk/base/bytes.hpp"
#include "sdk/base/u256.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::plugins::ethereum {

namespace json = boost::json;

/// The error object of an answer.
struct RpcError {
  int64_t code = 0;
  std::string message;
  json::value data;
};

using RpcAnswer = std::variant<json::value, RpcError>;

std::string rpc_request(uint64_t id, std::string_view method, const json::array& params);

/// Fails with corrupt if the text is not an answer to the request with this id. An error whose id
/// is null is one.
Expected<RpcAnswer> parse_rpc_answer(std::string_view text, uint64_t id);

/// Decodes an object's members. The first malformed one is remembered, and everything reads as zero
/// from then on.
class Fields {
 public:
  explicit Fields(const json::value& value);

  bool has(std::string_view name) const;  ///< present and not null
  U256 quantity(std::string_view name);
  uint64_t u64(std::string_view name);
  Bytes bytes(std::string_view name);
  template <size_t N>
  FixedBytes<N> fixed(std::string_view name) {
    const auto value = parsed<FixedBytes<N>>(name, fixed_from_hex<N>);
    return value;
  }
  /// Remembers a member that is well-formed but not what was asked for.
  void expect(bool condition, std::string_view what);

  bool ok() const { return wrong_.empty(); }
  const std::string& wrong() const { return wrong_; }

 private:
  template <class T, class Parse>
  T parsed(std::string_view name, Parse parse) {
    const json::string* text = string(name);
    if (text == nullptr) return T{};
    auto value = parse(std::string_view(text->data(), text->size()));
    if (value) return std::move(*value);
    if (ok()) wrong_ = std::string(name) + ": " + value.error().text;
    return T{};
  }
  const json::string* string(std::string_view name);

  const json::object* object_ = nullptr;
  std::string wrong_;
};

/// A value that is itself a quantity, or bytes. Fails with corrupt.
Expected<U256> decode_quantity(const json::value& value);
Expected<Bytes> decode_bytes(const json::value& value);

}  // namespace dovetail::plugins::ethereum
