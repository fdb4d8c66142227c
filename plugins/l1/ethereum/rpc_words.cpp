#include "plugins/l1/ethereum/rpc_words.hpp"

#include <algorithm>
#include <initializer_list>

namespace dovetail::plugins::ethereum {
namespace {

// geth: 3 is a revert, -39001 an unknown block. EIP-1474: -32005 a limit, -32601 a missing method.
constexpr int64_t kRevert = 3;
constexpr int64_t kLimit = -32005;
constexpr int64_t kUnknownBlock = -39001;
constexpr int64_t kMissingMethod = -32601;
constexpr int64_t kInvalidParams = -32602;
constexpr int64_t kTooManyRequests = 429;

bool says(const RpcError& error, std::initializer_list<std::string_view> words) {
  std::string text = error.message;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

}  // namespace

std::string describe(const RpcError& error) {
  return "error " + std::to_string(error.code) + ": " + error.message;
}

bool is_missing_method(const RpcError& error) {
  return error.code == kMissingMethod ||
         says(error, {"method not found", "method not supported", "does not exist/is not available",
                      "method is not available", "unsupported method", "method not allowed"});
}

bool is_rate_limit(const RpcError& error) {
  return error.code == kTooManyRequests ||
         says(error, {"rate limit", "too many requests", "requests per", "request limit",
                      "compute units", "daily request count", "throughput", "capacity exceeded"});
}

bool is_range_too_large(const RpcError& error) {
  return error.code == kLimit ||
         says(error,
              {"query returned more than", "block range", "range is too", "range too", "too many",
               "too large", "too big", "max results", "response size", "limit exceeded",
               "exceeds max", "exceed maximum", "query timeout", "max block", "blocks range"});
}

bool is_unknown_tag(const RpcError& error) {
  return error.code == kInvalidParams || says(error, {"invalid block", "unsupported block",
                                                      "unknown block tag", "invalid argument"});
}

bool is_missing_state(const RpcError& error) {
  return error.code == kUnknownBlock ||
         says(error, {"header not found", "block not found", "unknown block", "missing trie node",
                      "historical state", "state not available", "blockoutofrange", "pruned"});
}

bool is_evm_refusal(const RpcError& error) {
  return error.code == kRevert ||
         says(error, {"revert", "out of gas", "outofgas", "gas required exceeds", "insufficient",
                      "evm error", "invalid opcode", "invalid jump", "stack underflow",
                      "stack limit", "bad instruction", "vm execution error", "max initcode",
                      "max code size", "intrinsic gas", "write protection", "invalidfe"});
}

bool is_already_known(const RpcError& error) {
  return says(error, {"already known", "alreadyknown", "known transaction", "already imported",
                      "already in mempool", "already exists in pool"});
}

bool is_send_conflict(const RpcError& error) {
  return says(error,
              {"nonce", "underpriced", "insufficient funds", "insufficient balance", "feecap",
               "fee cap", "max fee per", "fee too low", "gas price too low", "txpool is full",
               "pool is full", "lower than the minimum", "already reserved", "would overflow"});
}

bool is_send_invalid(const RpcError& error) {
  return error.code == kInvalidParams ||
         says(error, {"rlp", "decode", "invalid sender", "invalid signature", "intrinsic gas",
                      "oversized", "not supported", "chain id", "chainid", "max initcode",
                      "gas limit too high", "exceeds block gas limit", "exceeds maximum"});
}

}  // namespace dovetail::plugins::ethereum
