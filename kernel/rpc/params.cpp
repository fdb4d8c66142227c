#include "kernel/rpc/params.hpp"

namespace dovetail::rpc {
namespace {

RpcError bad_argument(size_t index, const std::string& why) {
  return invalid_params("invalid argument " + std::to_string(index) + ": " + why);
}

RpcError bad_field(std::string_view key, const std::string& why) {
  return invalid_params("invalid field " + std::string(key) + ": " + why);
}

RpcError no_header() {
  return {kServerError, "header not found", {}};
}

const json::value* field(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Parsed<uint64_t> block_of_hash(const json::value& value, const node::Chain& chain) {
  if (!value.is_string()) return invalid_params("blockHash must be a string");
  auto hash = fixed_from_hex<32>(std::string(value.as_string()));
  if (!hash) return invalid_params("blockHash: " + hash.error().text);
  auto block = chain.database().block_of_hash(*hash);
  if (!block) return RpcError{kServerError, "header for hash not found", {}};
  return *block;
}

Parsed<std::optional<std::vector<std::pair<Address, std::vector<U256>>>>> access_list_field(
    const json::object& object) {
  using List = std::vector<std::pair<Address, std::vector<U256>>>;
  const json::value* value = field(object, "accessList");
  if (value == nullptr) return std::optional<List>();
  if (!value->is_array()) return bad_field("accessList", "expected an array");
  List out;
  for (const json::value& entry : value->as_array()) {
    if (!entry.is_object()) return bad_field("accessList", "expected objects");
    auto address = address_field(entry.as_object(), "address");
    if (!address) return address.error();
    if (!*address) return bad_field("accessList", "address is missing");
    auto& slots = out.emplace_back(**address, std::vector<U256>()).second;
    const json::value* keys = field(entry.as_object(), "storageKeys");
    if (keys == nullptr) continue;
    if (!keys->is_array()) return bad_field("storageKeys", "expected an array");
    for (const json::value& key : keys->as_array()) {
      if (!key.is_string()) return bad_field("storageKeys", "expected strings");
      auto slot = fixed_from_hex<32>(std::string(key.as_string()));
      if (!slot) return bad_field("storageKeys", slot.error().text);
      slots.push_back(U256::from_be(slot->view()));
    }
  }
  return std::optional(std::move(out));
}

Parsed<Bytes> call_data(const json::object& object) {
  auto input = bytes_field(object, "input");
  if (!input) return input.error();
  auto data = bytes_field(object, "data");
  if (!data) return data.error();
  if (*input && *data && **input != **data)
    return invalid_params(
        "both \"data\" and \"input\" are set and not equal. Please use \"input\" to pass "
        "transaction call data");
  return *input ? **input : data->value_or(Bytes{});
}

Parsed<node::AccountOverride> override_of(const json::value& value) {
  if (!value.is_object()) return invalid_params("state override: expected an object");
  const json::object& object = value.as_object();
  node::AccountOverride out;
  auto balance = quantity_field(object, "balance");
  if (!balance) return balance.error();
  out.balance = *balance;
  auto nonce = quantity_field(object, "nonce");
  if (!nonce) return nonce.error();
  if (*nonce) out.nonce = (*nonce)->saturated_u64();
  auto code = bytes_field(object, "code");
  if (!code) return code.error();
  out.code = *code;
  if (field(object, "state") != nullptr)
    return invalid_params(
        "state override: \"state\" (the whole storage) is not offered, use \"stateDiff\"");
  if (const json::value* slots = field(object, "stateDiff")) {
    if (!slots->is_object()) return bad_field("stateDiff", "expected an object");
    for (const auto& [key, slot_value] : slots->as_object()) {
      auto slot = fixed_from_hex<32>(key);
      if (!slot || !slot_value.is_string())
        return bad_field("stateDiff", "expected 32-byte keys and values");
      auto word = fixed_from_hex<32>(std::string(slot_value.as_string()));
      if (!word) return bad_field("stateDiff", word.error().text);
      out.storage_diff[U256::from_be(slot->view())] = U256::from_be(word->view());
    }
  }
  return out;
}

}  // namespace

const json::value* param(const json::array& params, size_t index) {
  return index < params.size() && !params[index].is_null() ? &params[index] : nullptr;
}

Parsed<std::string> text_param(const json::array& params, size_t index) {
  const json::value* value = param(params, index);
  if (value == nullptr)
    return invalid_params("missing value for required argument " + std::to_string(index));
  if (!value->is_string()) return bad_argument(index, "expected a string");
  return std::string(value->as_string());
}

Parsed<Bytes> bytes_param(const json::array& params, size_t index) {
  auto text = text_param(params, index);
  if (!text) return text.error();
  auto bytes = from_hex(*text);
  if (!bytes) return bad_argument(index, bytes.error().text);
  return *bytes;
}

Parsed<U256> quantity_param(const json::array& params, size_t index) {
  auto text = text_param(params, index);
  if (!text) return text.error();
  auto value = from_quantity(*text);
  if (!value) return bad_argument(index, value.error().text);
  return *value;
}

bool is_pending(const json::array& params, size_t index) {
  const json::value* value = param(params, index);
  return value != nullptr && value->is_string() && value->as_string() == "pending";
}

Parsed<uint64_t> block_param(const json::array& params, size_t index, const node::Chain& chain) {
  const json::value* value = param(params, index);
  return value == nullptr ? Parsed<uint64_t>(chain.latest()) : block_of(*value, chain);
}

Parsed<uint64_t> block_of(const json::value& value, const node::Chain& chain) {
  const auto heads = chain.database().heads();
  const uint64_t latest = heads.latest.value_or(0);
  if (const auto* object = value.if_object()) {
    const json::value* hash = field(*object, "blockHash");
    const json::value* number = field(*object, "blockNumber");
    if (hash && number)
      return invalid_params("cannot specify both BlockHash and BlockNumber, choose one");
    if (hash) return block_of_hash(*hash, chain);
    if (number && !number->is_object()) return block_of(*number, chain);
    return invalid_params("block object without blockHash or blockNumber");
  }
  if (!value.is_string()) return invalid_params("invalid block: expected a number or a tag");
  const std::string_view text(value.as_string());
  if (text == "latest" || text == "pending") return latest;
  if (text == "earliest") return uint64_t{0};
  if (text == "safe") return heads.safe;
  if (text == "finalized") return heads.finalized;
  if (text.size() == 66) return block_of_hash(value, chain);
  auto number = from_quantity(text);
  if (!number)
    return invalid_params("invalid block \"" + std::string(text) + "\": " + number.error().text);
  if (*number > U256(latest)) return no_header();
  return number->low_u64();
}

Parsed<std::optional<U256>> quantity_field(const json::object& object, std::string_view key) {
  const json::value* value = field(object, key);
  if (value == nullptr) return std::optional<U256>();
  if (!value->is_string()) return bad_field(key, "expected a hex string");
  auto number = from_quantity(std::string_view(value->as_string()));
  if (!number) return bad_field(key, number.error().text);
  return std::optional(*number);
}

Parsed<std::optional<Bytes>> bytes_field(const json::object& object, std::string_view key) {
  const json::value* value = field(object, key);
  if (value == nullptr) return std::optional<Bytes>();
  if (!value->is_string()) return bad_field(key, "expected a hex string");
  auto bytes = from_hex(std::string_view(value->as_string()));
  if (!bytes) return bad_field(key, bytes.error().text);
  return std::optional(std::move(*bytes));
}

Parsed<std::optional<Address>> address_field(const json::object& object, std::string_view key) {
  const json::value* value = field(object, key);
  if (value == nullptr) return std::optional<Address>();
  if (!value->is_string()) return bad_field(key, "expected a hex string");
  auto address = fixed_from_hex<20>(std::string_view(value->as_string()));
  if (!address) return bad_field(key, address.error().text);
  return std::optional(*address);
}

Parsed<node::CallRequest> call_param(const json::array& params, size_t index) {
  const json::value* value = param(params, index);
  if (value == nullptr || !value->is_object())
    return bad_argument(index, "expected a transaction object");
  const json::object& object = value->as_object();
  node::CallRequest out;
  auto from = address_field(object, "from");
  if (!from) return from.error();
  auto to = address_field(object, "to");
  if (!to) return to.error();
  auto data = call_data(object);
  if (!data) return data.error();
  auto access_list = access_list_field(object);
  if (!access_list) return access_list.error();
  out.from = from->value_or(Address{});
  out.to = *to;
  out.data = std::move(*data);
  if (*access_list) out.access_list = std::move(**access_list);
  std::optional<U256> gas, gas_price, max_fee, priority, amount;
  const std::pair<const char*, std::optional<U256>*> kNumbers[] = {
      {"gas", &gas},
      {"gasPrice", &gas_price},
      {"maxFeePerGas", &max_fee},
      {"maxPriorityFeePerGas", &priority},
      {"value", &amount}};
  for (const auto& [key, target] : kNumbers) {
    auto number = quantity_field(object, key);
    if (!number) return number.error();
    *target = *number;
  }
  if (gas_price && (max_fee || priority))
    return invalid_params("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
  if (gas) out.gas = gas->saturated_u64();
  out.value = amount.value_or(U256());
  out.max_fee_per_gas = gas_price ? *gas_price : max_fee.value_or(U256());
  out.max_priority_fee_per_gas = gas_price ? *gas_price : priority.value_or(U256());
  if (out.max_priority_fee_per_gas > out.max_fee_per_gas && max_fee)
    return invalid_params("max priority fee per gas higher than max fee per gas");
  if (!max_fee && !gas_price) out.max_priority_fee_per_gas = U256();
  return out;
}

Parsed<node::StateOverrides> overrides_param(const json::array& params, size_t index) {
  node::StateOverrides out;
  const json::value* value = param(params, index);
  if (value == nullptr) return out;
  if (!value->is_object()) return bad_argument(index, "expected an object of state overrides");
  for (const auto& [key, entry] : value->as_object()) {
    auto address = fixed_from_hex<20>(key);
    if (!address) return bad_argument(index, std::string(key) + ": " + address.error().text);
    auto override = override_of(entry);
    if (!override) return override.error();
    out[*address] = std::move(*override);
  }
  return out;
}

}  // namespace dovetail::rpc
