#pragma once
// JSON-RPC 2.0: requests and batches in, answers out. It knows no method by itself.
//
// The codes and words are geth's, because wallets match them: an unknown method is -32601 in geth's
// sentence, a failure that would repeat is never -32603, and every JSON-RPC error travels with HTTP
// status 200.

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "kernel/host/http/server.hpp"
#include "sdk/base/result.hpp"

namespace dovetail::rpc {

namespace json = boost::json;

struct RpcError {
  int code = -32000;
  std::string message;
  std::optional<json::value> data;
};

inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601,
                     kInvalidParams = -32602, kServerError = -32000, kResourceNotFound = -32001,
                     kTimedOut = -32002, kResponseTooLarge = -32003, kReverted = 3;

inline RpcError invalid_params(std::string why) {
  return {kInvalidParams, std::move(why), {}};
}

using Answer = Result<json::value, RpcError>;

/// Who asks. peer is the WebSocket that a subscription would use, or null over HTTP.
struct Caller {
  std::shared_ptr<host::WebSocketPeer> peer;
};

/// @param params  positional; a missing or null parameter is an absent one.
using Method = std::function<Answer(const json::array& params, const Caller& caller)>;

struct DispatcherLimits {
  size_t batch_max = 1000;
  size_t response_bytes_max = 25 << 20;
};

class Dispatcher {
 public:
  explicit Dispatcher(DispatcherLimits limits) : limits_(limits) {}

  void add(std::string name, Method method) { methods_[std::move(name)] = std::move(method); }
  /// Told of each call: the method's name ("unknown" if there is none) and whether it failed.
  void observe(std::function<void(const std::string& method, bool failed)> observer) {
    observer_ = std::move(observer);
  }
  bool knows(const std::string& name) const { return methods_.contains(name); }

  /// @return the answer to a request or a batch, as text; empty if all were notifications. Never
  /// fails: what is wrong with the input is said in the answer.
  std::string handle(const std::string& body, const Caller& caller) const;

 private:
  /// @return nothing for a notification.
  std::optional<json::value> one(const json::value& request, const Caller& caller) const;
  std::string batch(const json::array& requests, const Caller& caller) const;
  Answer call(const std::string& name, const json::object& request, const Caller& caller) const;

  DispatcherLimits limits_;
  std::unordered_map<std::string, Method> methods_;
  std::function<void(const std::string&, bool)> observer_;
};

}  // namespace dovetail::rpc
