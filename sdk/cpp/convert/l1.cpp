#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

dovetail_l1_identity to_abi(const L1Identity& value) {
  auto out = sized<dovetail_l1_identity>();
  out.chain_id = value.chain_id;
  put(out.genesis_hash, value.genesis_hash);
  return out;
}
L1Identity from_abi(const dovetail_l1_identity& value) {
  return {value.chain_id, Hash256::from(value.genesis_hash)};
}

dovetail_l1_block to_abi(const L1Block& value) {
  auto out = sized<dovetail_l1_block>();
  out.number = value.number;
  out.timestamp = value.timestamp;
  put(out.hash, value.hash);
  put(out.parent_hash, value.parent_hash);
  out.base_fee = to_abi(value.base_fee);
  out.blob_base_fee = to_abi(value.blob_base_fee);
  out.gas_limit = value.gas_limit;
  return out;
}
L1Block from_abi(const dovetail_l1_block& value) {
  return {.number = value.number,
          .timestamp = value.timestamp,
          .hash = Hash256::from(value.hash),
          .parent_hash = Hash256::from(value.parent_hash),
          .base_fee = from_abi(value.base_fee),
          .blob_base_fee = from_abi(value.blob_base_fee),
          .gas_limit = value.gas_limit};
}

dovetail_l1_receipt to_abi(const L1Receipt& value) {
  auto out = sized<dovetail_l1_receipt>();
  out.status = value.success ? 1 : 0;
  out.block_number = value.block_number;
  put(out.block_hash, value.block_hash);
  out.gas_used = value.gas_used;
  out.effective_gas_price = to_abi(value.effective_gas_price);
  put(out.contract_address, value.contract_address);
  return out;
}
L1Receipt from_abi(const dovetail_l1_receipt& value) {
  return {.success = value.status == 1,
          .block_number = value.block_number,
          .block_hash = Hash256::from(value.block_hash),
          .gas_used = value.gas_used,
          .effective_gas_price = from_abi(value.effective_gas_price),
          .contract_address = Address::from(value.contract_address)};
}

dovetail_l1_account to_abi(const L1Account& value) {
  auto out = sized<dovetail_l1_account>();
  out.nonce_latest = value.nonce_latest;
  out.nonce_pending = value.nonce_pending;
  out.balance = to_abi(value.balance);
  return out;
}
L1Account from_abi(const dovetail_l1_account& value) {
  return {value.nonce_latest, value.nonce_pending, from_abi(value.balance)};
}

dovetail_l1_fees to_abi(const L1Fees& value) {
  auto out = sized<dovetail_l1_fees>();
  out.base_fee_next = to_abi(value.base_fee_next);
  out.base_fee_median = to_abi(value.base_fee_median);
  out.priority_fee = to_abi(value.priority_fee);
  out.blob_base_fee_next = to_abi(value.blob_base_fee_next);
  return out;
}
L1Fees from_abi(const dovetail_l1_fees& value) {
  return {from_abi(value.base_fee_next), from_abi(value.base_fee_median),
          from_abi(value.priority_fee), from_abi(value.blob_base_fee_next)};
}

dovetail_l1_call to_abi(const L1Call& value) {
  auto out = sized<dovetail_l1_call>();
  out.has_to = value.to ? 1 : 0;
  put(out.from, value.from);
  put(out.to, value.to.value_or(Address{}));
  out.value = to_abi(value.value);
  out.data = to_abi(value.data);
  out.block_number = value.block_number.value_or(UINT64_MAX);
  return out;
}
L1Call from_abi(const dovetail_l1_call& value) {
  L1Call out{.from = Address::from(value.from),
             .to = std::nullopt,
             .value = from_abi(value.value),
             .data = from_abi(value.data),
             .block_number = std::nullopt};
  if (value.has_to != 0) out.to = Address::from(value.to);
  if (value.block_number != UINT64_MAX) out.block_number = value.block_number;
  return out;
}

dovetail_l1_filter to_abi(const L1Filter& value) {
  auto out = sized<dovetail_l1_filter>();
  out.from_block = value.from_block;
  out.to_block = value.to_block;
  put(out.address, value.address);
  out.topics0 = {bytes_of(value.topics0), 32 * value.topics0.size()};
  return out;
}
Expected<L1Filter> from_abi(const dovetail_l1_filter& value) {
  if (value.topics0.size % 32 != 0)
    return Failure(Status::invalid_argument, "expected topics0 of 32 bytes each, found " +
                                                 std::to_string(value.topics0.size) + " bytes");
  return L1Filter{.from_block = value.from_block,
                  .to_block = value.to_block,
                  .address = Address::from(value.address),
                  .topics0 = hashes_of(value.topics0.data, value.topics0.size / 32)};
}

}  // namespace dovetail::sdk
