// Calls, estimates and transactions.

#include "plugins/l1/ethereum/calls.hpp"
#include "plugins/l1/ethereum/revert.hpp"
#include "plugins/l1/ethereum/rpc_words.hpp"
#include "plugins/l1/ethereum/tx_hash.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr const char* kCall = "eth_call";
constexpr const char* kEstimate = "eth_estimateGas";
constexpr const char* kSend = "eth_sendRawTransaction";
constexpr const char* kGetReceipt = "eth_getTransactionReceipt";
constexpr const char* kGetRaw = "eth_getRawTransactionByHash";

json::string text(std::string_view value) {
  return json::string(value.data(), value.size());
}

json::array call_params(const sdk::L1Call& call) {
  json::object out;
  out["from"] = text(to_hex(call.from.view()));
  if (call.to) out["to"] = text(to_hex(call.to->view()));
  if (!call.value.is_zero()) out["value"] = text(to_quantity(call.value));
  out["data"] = text(to_hex(call.data));
  return {std::move(out), text(call.block_number ? to_quantity(*call.block_number) : "latest")};
}

std::string reason_of(const Session& session, const RpcError& error, ByteView data) {
  const std::string decoded = revert_reason(data);
  return session.clean(decoded.empty() ? describe(error) : "execution reverted: " + decoded);
}

/// What an error means that is no refusal by the EVM.
Failure other_error(Session& session, std::string_view method, const RpcError& error) {
  if (is_missing_state(error)) return session.elsewhere(Status::not_found, method, describe(error));
  return session.elsewhere(Status::unavailable, method, describe(error));
}

Expected<sdk::L1Receipt> decode_receipt(Session& session, const json::value& value,
                                        const Hash256& tx_hash) {
  Fields fields(value);
  sdk::L1Receipt out;
  const U256 status = fields.quantity("status");
  out.success = status == U256(1);
  out.block_number = fields.u64("blockNumber");
  out.block_hash = fields.fixed<32>("blockHash");
  out.gas_used = fields.u64("gasUsed");
  out.effective_gas_price = fields.quantity("effectiveGasPrice");
  if (fields.has("contractAddress")) out.contract_address = fields.fixed<20>("contractAddress");
  fields.expect(status <= U256(1), "status: expected 0 or 1");
  fields.expect(fields.fixed<32>("transactionHash") == tx_hash,
                "transactionHash: expected the one asked for");
  if (!fields.ok()) return session.corrupt(kGetReceipt, fields.wrong());
  return out;
}

/// True if pool or chain has the transaction.
Expected<bool> is_known(Session& session, const Hash256& tx_hash) {
  auto found = session.result("eth_getTransactionByHash", {text(to_hex(tx_hash.view()))});
  if (!found) return found.error();
  return !found->is_null();
}

Failure send_failure(Session& session, const RpcError& error) {
  const std::string words = describe(error);
  if (is_send_conflict(error)) return session.failure(Status::conflict, kSend, words);
  if (is_send_invalid(error)) return session.failure(Status::invalid_argument, kSend, words);
  return session.elsewhere(Status::unavailable, kSend, words);
}

}  // namespace

Expected<sdk::L1CallResult> run_call(Session& session, const sdk::L1Call& call) {
  auto answer = session.call(kCall, call_params(call));
  if (!answer) return answer.error();
  if (const auto* error = std::get_if<RpcError>(&*answer)) {
    if (!is_evm_refusal(*error)) return other_error(session, kCall, *error);
    sdk::L1CallResult out{true, revert_data(*error), ""};
    out.reason = reason_of(session, *error, out.data);
    return out;
  }
  auto data = decode_bytes(std::get<json::value>(*answer));
  if (!data) return session.corrupt(kCall, data.error().text);
  return sdk::L1CallResult{false, std::move(*data), ""};
}

Expected<sdk::L1GasEstimate> estimate_call(Session& session, const sdk::L1Call& call) {
  auto answer = session.call(kEstimate, call_params(call));
  if (!answer) return answer.error();
  if (const auto* error = std::get_if<RpcError>(&*answer)) {
    if (!is_evm_refusal(*error)) return other_error(session, kEstimate, *error);
    sdk::L1GasEstimate out{true, 0, revert_data(*error), ""};
    out.reason = reason_of(session, *error, out.revert_data);
    return out;
  }
  auto gas = decode_quantity(std::get<json::value>(*answer));
  if (!gas || !gas->fits_u64()) return session.corrupt(kEstimate, "expected a 64-bit quantity");
  return sdk::L1GasEstimate{false, gas->low_u64(), {}, ""};
}

Expected<sdk::L1Receipt> read_receipt(Session& session, const Hash256& tx_hash) {
  auto value = session.result(kGetReceipt, {text(to_hex(tx_hash.view()))});
  if (!value) return value.error();
  if (value->is_null() || (value->is_object() && !Fields(*value).has("blockHash")))
    return session.failure(Status::not_found, kGetReceipt,
                           to_hex(tx_hash.view()) + " is not mined");
  return decode_receipt(session, *value, tx_hash);
}

Expected<Bytes> read_transaction(Session& session, const Hash256& tx_hash) {
  auto value = session.result(kGetRaw, {text(to_hex(tx_hash.view()))});
  if (!value) return value.error();
  Expected<Bytes> bytes = value->is_null() ? Bytes() : decode_bytes(*value);
  if (!bytes) return session.corrupt(kGetRaw, bytes.error().text);
  if (bytes->empty())
    return session.failure(Status::not_found, kGetRaw,
                           to_hex(tx_hash.view()) + " is in neither pool nor chain");
  auto found = hash_of_network_form(*bytes);
  if (!found || *found != tx_hash)
    return session.corrupt(
        kGetRaw, "expected the transaction " + to_hex(tx_hash.view()) + ", found another");
  return bytes;
}

Expected<void> send_transaction(Session& session, ByteView signed_tx, const Hash256& tx_hash) {
  auto answer = session.call(kSend, {text(to_hex(signed_tx))});
  if (!answer) return answer.error();
  if (const auto* value = std::get_if<json::value>(&*answer)) {
    const json::string* hash = value->if_string();
    auto found = fixed_from_hex<32>(hash == nullptr ? std::string_view()
                                                    : std::string_view(hash->data(), hash->size()));
    if (!found || *found != tx_hash)
      return session.corrupt(kSend, "expected the transaction's hash " + to_hex(tx_hash.view()));
    return {};
  }
  const RpcError& error = std::get<RpcError>(*answer);
  if (is_already_known(error)) return {};
  auto known = is_known(session, tx_hash);
  if (!known) return known.error();
  if (*known) return {};
  return send_failure(session, error);
}

}  // namespace dovetail::plugins::ethereum
