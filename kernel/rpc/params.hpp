#pragma once
// Parameters of JSON-RPC methods, read strictly: what is wrong is said with the parameter's number,
// in geth's words where clients match them.

#include "kernel/node/simulate.hpp"
#include "kernel/rpc/json_rpc.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::rpc {

template <class T>
using Parsed = Result<T, RpcError>;

/// @return the parameter, or null if it is missing or JSON null.
const json::value* param(const json::array& params, size_t index);

Parsed<std::string> text_param(const json::array& params, size_t index);
Parsed<Bytes> bytes_param(const json::array& params, size_t index);
Parsed<U256> quantity_param(const json::array& params, size_t index);
template <size_t N>
Parsed<FixedBytes<N>> fixed_param(const json::array& params, size_t index) {
  auto text = text_param(params, index);
  if (!text) return text.error();
  auto value = fixed_from_hex<N>(*text);
  if (!value)
    return invalid_params("invalid argument " + std::to_string(index) + ": " + value.error().text);
  return *value;
}

/// A number, a tag (latest, pending, safe, finalized, earliest) or an EIP-1898 object; missing
/// means latest. Fails with -32000 "header not found" for a block that does not exist.
Parsed<uint64_t> block_param(const json::array& params, size_t index, const node::Chain& chain);
Parsed<uint64_t> block_of(const json::value& value, const node::Chain& chain);
/// @return whether the parameter is the tag "pending".
bool is_pending(const json::array& params, size_t index);

/// A transaction object as eth_call and eth_estimateGas take it: input or data, gas fees of either
/// style.
Parsed<node::CallRequest> call_param(const json::array& params, size_t index);
/// geth's state overrides: {address: {balance, nonce, code, stateDiff}}.
Parsed<node::StateOverrides> overrides_param(const json::array& params, size_t index);

// Fields of an object; absent or null gives nothing.
Parsed<std::optional<U256>> quantity_field(const json::object& object, std::string_view key);
Parsed<std::optional<Bytes>> bytes_field(const json::object& object, std::string_view key);
Parsed<std::optional<Address>> address_field(const json::object& object, std::string_view key);

}  // namespace dovetail::rpc
