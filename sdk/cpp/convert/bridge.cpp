#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

dovetail_bridge_log to_abi(const BridgeLog& value) {
  auto out = sized<dovetail_bridge_log>();
  out.topics_count = static_cast<uint32_t>(value.topics.size());
  out.topics = bytes_of(value.topics);
  put(out.address, value.address);
  out.data = to_abi(value.data);
  out.block_number = value.block_number;
  put(out.tx_hash, value.tx_hash);
  return out;
}
BridgeLog from_abi(const dovetail_bridge_log& value) {
  return {.address = Address::from(value.address),
          .topics = hashes_of(value.topics, value.topics_count),
          .data = from_abi(value.data),
          .block_number = value.block_number,
          .tx_hash = Hash256::from(value.tx_hash)};
}

dovetail_log_proof to_abi(const LogProof& value) {
  auto out = sized<dovetail_log_proof>();
  out.path_count = static_cast<uint32_t>(value.path.size());
  out.path = bytes_of(value.path);
  out.batch_number = value.batch_number;
  out.leaf_index = value.leaf_index;
  out.tx_number_in_batch = value.tx_number_in_batch;
  put(out.sender, value.sender);
  out.message = to_abi(value.message);
  return out;
}
LogProof from_abi(const dovetail_log_proof& value) {
  return {.path = hashes_of(value.path, value.path_count),
          .batch_number = value.batch_number,
          .leaf_index = value.leaf_index,
          .tx_number_in_batch = value.tx_number_in_batch,
          .sender = Address::from(value.sender),
          .message = from_abi(value.message)};
}

}  // namespace dovetail::sdk
