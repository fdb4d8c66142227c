#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

dovetail_da_batch to_abi(const DaBatch& batch, std::vector<dovetail_stream>& streams) {
  streams.clear();
  for (const DaStream& stream : batch.streams)
    streams.push_back({stream.id, 0, to_abi(stream.bytes)});
  auto out = sized<dovetail_da_batch>();
  out.streams_count = static_cast<uint32_t>(streams.size());
  out.streams = streams.data();
  out.chain_id = batch.chain_id;
  out.batch_number = batch.batch_number;
  put(out.idempotency_key, batch.idempotency_key);
  return out;
}

DaBatch from_abi(const dovetail_da_batch& batch) {
  DaBatch out{.chain_id = batch.chain_id,
              .batch_number = batch.batch_number,
              .idempotency_key = Hash256::from(batch.idempotency_key),
              .streams = {}};
  for (uint32_t i = 0; batch.streams != nullptr && i < batch.streams_count; ++i)
    out.streams.push_back({batch.streams[i].id, from_abi(batch.streams[i].bytes)});
  return out;
}

dovetail_da_info to_abi(const DaInfo& value) {
  auto out = sized<dovetail_da_info>();
  out.scheme = value.scheme;
  out.size_max = value.size_max;
  put(out.l1_validator, value.l1_validator);
  return out;
}

DaInfo from_abi(const dovetail_da_info& value) {
  return {value.scheme, value.size_max, text_of_array(value.l1_validator)};
}

}  // namespace dovetail::sdk
