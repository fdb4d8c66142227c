// Blocks, accounts and fees.

#include <algorithm>

#include "plugins/l1/ethereum/calls.hpp"
#include "plugins/l1/ethereum/rpc_words.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr const char* kGetBlock = "eth_getBlockByNumber";
constexpr const char* kFeeHistory = "eth_feeHistory";

std::string_view name_of(sdk::L1Tag tag) {
  switch (tag) {
    case sdk::L1Tag::latest:
      return "latest";
    case sdk::L1Tag::safe:
      return "safe";
    case sdk::L1Tag::finalized:
      return "finalized";
  }
  return "";
}

json::string text(std::string_view value) {
  return json::string(value.data(), value.size());
}

/// The last of a list of quantities, which must be there.
Expected<std::vector<U256>> decode_quantities(const json::value* list) {
  const json::array* array = list == nullptr ? nullptr : list->if_array();
  if (array == nullptr) return Failure(Status::corrupt, "expected a list of quantities");
  std::vector<U256> out;
  for (const json::value& value : *array) {
    auto number = decode_quantity(value);
    if (!number) return number.error();
    out.push_back(*number);
  }
  return out;
}

/// The blob base fee is no part of a block: it follows from excessBlobGas by a formula whose
/// parameter changes with the fork, so that the endpoint is asked. Without excess it is the
/// protocol's minimum of 1 wei (EIP-4844).
Expected<U256> read_blob_base_fee(Session& session, uint64_t number, const U256& excess) {
  if (excess.is_zero()) return U256(1);
  auto history = session.result(kFeeHistory, {"0x1", text(to_quantity(number)), json::array()});
  if (!history) return history.error();
  const json::object* object = history->if_object();
  auto fees =
      decode_quantities(object == nullptr ? nullptr : object->if_contains("baseFeePerBlobGas"));
  if (!fees || fees->empty())
    return session.corrupt(kFeeHistory, "expected baseFeePerBlobGas of a block");
  return fees->front();
}

Expected<sdk::L1Block> decode_block(Session& session, const json::value& value) {
  Fields fields(value);
  sdk::L1Block out;
  out.number = fields.u64("number");
  out.timestamp = fields.u64("timestamp");
  out.hash = fields.fixed<32>("hash");
  out.parent_hash = fields.fixed<32>("parentHash");
  out.gas_limit = fields.u64("gasLimit");
  if (fields.has("baseFeePerGas")) out.base_fee = fields.quantity("baseFeePerGas");
  const bool has_blobs = fields.has("excessBlobGas");
  const U256 excess = has_blobs ? fields.quantity("excessBlobGas") : U256();
  if (!fields.ok()) return session.corrupt(kGetBlock, fields.wrong());
  if (!has_blobs) return out;
  auto blob_fee = read_blob_base_fee(session, out.number, excess);
  if (!blob_fee) return blob_fee.error();
  out.blob_base_fee = *blob_fee;
  return out;
}

Failure no_tag(Session& session, sdk::L1Tag tag, const RpcError& error) {
  const std::string name(name_of(tag));
  if (is_missing_state(error))
    return session.failure(Status::not_found, kGetBlock,
                           "no " + name + " block yet: " + describe(error));
  if (tag != sdk::L1Tag::latest && is_unknown_tag(error))
    return session.elsewhere(Status::unsupported, kGetBlock,
                             "the endpoint does not know the block tag " + name + " (" +
                                 describe(error) +
                                 "); count blocks below latest instead, or use another endpoint");
  return session.elsewhere(Status::unavailable, kGetBlock, describe(error));
}

U256 upper_median(std::vector<U256> values) {
  const auto middle = values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The 50th percentile of each block: reward is a list of lists of one.
Expected<std::vector<U256>> decode_rewards(const json::value* list) {
  const json::array* blocks = list == nullptr ? nullptr : list->if_array();
  if (blocks == nullptr) return Failure(Status::corrupt, "expected reward, a list");
  std::vector<U256> out;
  for (const json::value& block : *blocks) {
    auto one = decode_quantities(&block);
    if (!one) return one.error();
    if (one->size() != 1) return Failure(Status::corrupt, "expected one reward a block");
    out.push_back(one->front());
  }
  return out;
}

Expected<sdk::L1Fees> decode_fees(const json::value& history) {
  const json::object* object = history.if_object();
  if (object == nullptr) return Failure(Status::corrupt, "expected an object");
  auto base = decode_quantities(object->if_contains("baseFeePerGas"));
  if (!base) return Failure(Status::corrupt, "baseFeePerGas: " + base.error().text);
  auto rewards = decode_rewards(object->if_contains("reward"));
  if (!rewards) return rewards.error();
  if (rewards->empty() || base->size() != rewards->size() + 1)
    return Failure(Status::corrupt, "expected one more base fee than rewards, found " +
                                        std::to_string(base->size()) + " and " +
                                        std::to_string(rewards->size()));
  sdk::L1Fees out;
  out.base_fee_next = base->back();
  base->pop_back();
  out.base_fee_median = upper_median(std::move(*base));
  out.priority_fee = upper_median(std::move(*rewards));
  const json::value* blobs = object->if_contains("baseFeePerBlobGas");
  if (blobs == nullptr || blobs->is_null()) return out;
  auto blob_fees = decode_quantities(blobs);
  if (!blob_fees) return Failure(Status::corrupt, "baseFeePerBlobGas: " + blob_fees.error().text);
  if (!blob_fees->empty()) out.blob_base_fee_next = blob_fees->back();
  return out;
}

Expected<U256> read_quantity(Session& session, std::string_view method, const json::array& params) {
  auto value = session.result(method, params);
  if (!value) return value.error();
  auto out = decode_quantity(*value);
  if (!out) return session.corrupt(method, out.error().text);
  return out;
}

Expected<uint64_t> read_nonce(Session& session, const json::string& address, std::string_view tag) {
  auto nonce = read_quantity(session, "eth_getTransactionCount", {address, text(tag)});
  if (!nonce) return nonce.error();
  if (!nonce->fits_u64())
    return session.corrupt("eth_getTransactionCount", "expected at most 64 bits");
  return nonce->low_u64();
}

}  // namespace

Expected<sdk::L1Block> read_head(Session& session, sdk::L1Tag tag) {
  auto answer = session.call(kGetBlock, {text(name_of(tag)), false});
  if (!answer) return answer.error();
  if (const auto* error = std::get_if<RpcError>(&*answer)) return no_tag(session, tag, *error);
  const json::value& value = std::get<json::value>(*answer);
  if (!value.is_null()) return decode_block(session, value);
  if (tag == sdk::L1Tag::latest) return session.corrupt(kGetBlock, "no latest block");
  return session.failure(Status::not_found, kGetBlock,
                         "no " + std::string(name_of(tag)) + " block yet");
}

Expected<sdk::L1Block> read_block(Session& session, uint64_t number) {
  auto answer = session.call(kGetBlock, {text(to_quantity(number)), false});
  if (!answer) return answer.error();
  const auto* value = std::get_if<json::value>(&*answer);
  const bool missing =
      value == nullptr ? is_missing_state(std::get<RpcError>(*answer)) : value->is_null();
  if (missing)
    return session.failure(Status::not_found, kGetBlock,
                           "block " + std::to_string(number) + " is above the head");
  if (value == nullptr)
    return session.elsewhere(Status::unavailable, kGetBlock, describe(std::get<RpcError>(*answer)));
  auto block = decode_block(session, *value);
  if (block && block->number != number)
    return session.corrupt(kGetBlock, "expected block " + std::to_string(number) +
                                          ", found block " + std::to_string(block->number));
  return block;
}

Expected<sdk::L1Account> read_account(Session& session, const Address& address) {
  const json::string name = text(to_hex(address.view()));
  auto latest = read_nonce(session, name, "latest");
  if (!latest) return latest.error();
  auto pending = read_nonce(session, name, "pending");
  if (!pending) return pending.error();
  auto balance = read_quantity(session, "eth_getBalance", {name, "latest"});
  if (!balance) return balance.error();
  return sdk::L1Account{*latest, *pending, *balance};
}

Expected<Bytes> read_code(Session& session, const Address& address) {
  auto value = session.result("eth_getCode", {text(to_hex(address.view())), "latest"});
  if (!value) return value.error();
  auto code = decode_bytes(*value);
  if (!code) return session.corrupt("eth_getCode", code.error().text);
  return code;
}

Expected<sdk::L1Fees> read_fees(Session& session, uint32_t blocks_count) {
  auto history =
      session.result(kFeeHistory, {text(to_quantity(blocks_count)), "latest", json::array{50}});
  if (!history) return history.error();
  auto fees = decode_fees(*history);
  if (!fees) return session.corrupt(kFeeHistory, fees.error().text);
  return fees;
}

}  // namespace dovetail::plugins::ethereum
