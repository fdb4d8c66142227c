#pragma once
// The ABI's structs to C++ values and back.
//
// A struct that may grow is read and written only as far as its struct_size says: load() gives a
// zero for what the other side does not know, store() leaves away what the other side has no room
// for.

#include <algorithm>
#include <cstring>

#include "sdk/abi/bridge.h"
#include "sdk/abi/da.h"
#include "sdk/abi/fee_oracle.h"
#include "sdk/abi/l1.h"
#include "sdk/abi/prover.h"
#include "sdk/cpp/buffer.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

/// An empty struct of this build's size, as an out parameter.
template <class T>
T sized() {
  T out{};
  out.struct_size = sizeof(T);
  return out;
}

/// @return what the other side filled in, the rest zero.
template <class T>
T load(const T* from) {
  T out{};
  if (from != nullptr) std::memcpy(&out, from, std::min<size_t>(from->struct_size, sizeof(T)));
  return out;
}

/// Writes value into a struct whose struct_size its owner set, and keeps that size.
template <class T>
void store(T* to, T value) {
  value.struct_size = to->struct_size;
  std::memcpy(to, &value, std::min<size_t>(to->struct_size, sizeof(T)));
}

inline dovetail_u256 to_abi(const U256& value) {
  dovetail_u256 out;
  std::memcpy(out.bytes, value.to_be().data(), 32);
  return out;
}
inline U256 from_abi(const dovetail_u256& value) {
  return U256::from_be({value.bytes, 32});
}

dovetail_fees to_abi(const Fees& value);
Fees from_abi(const dovetail_fees& value);

/// streams borrows the views of batch, and the struct borrows streams.
dovetail_da_batch to_abi(const DaBatch& batch, std::vector<dovetail_stream>& streams);
DaBatch from_abi(const dovetail_da_batch& batch);
dovetail_da_info to_abi(const DaInfo& value);
DaInfo from_abi(const dovetail_da_info& value);

dovetail_l1_identity to_abi(const L1Identity& value);
L1Identity from_abi(const dovetail_l1_identity& value);
dovetail_l1_block to_abi(const L1Block& value);
L1Block from_abi(const dovetail_l1_block& value);
dovetail_l1_receipt to_abi(const L1Receipt& value);
L1Receipt from_abi(const dovetail_l1_receipt& value);
dovetail_l1_account to_abi(const L1Account& value);
L1Account from_abi(const dovetail_l1_account& value);
dovetail_l1_fees to_abi(const L1Fees& value);
L1Fees from_abi(const dovetail_l1_fees& value);
dovetail_l1_call to_abi(const L1Call& value);
L1Call from_abi(const dovetail_l1_call& value);
/// The struct borrows the topics.
dovetail_l1_filter to_abi(const L1Filter& value);
/// Fails with invalid_argument if topics0 is no multiple of 32 bytes.
Expected<L1Filter> from_abi(const dovetail_l1_filter& value);

/// @return the RLP list that dovetail_l1_v1.logs speaks of.
Bytes encode_logs(const std::vector<L1Log>& logs);
/// Fails with corrupt on anything that encode_logs does not write.
Expected<std::vector<L1Log>> decode_logs(ByteView rlp);

dovetail_prover_limits to_abi(const ProverLimits& value);
ProverLimits from_abi(const dovetail_prover_limits& value);
dovetail_prover_job to_abi(const ProverJob& value);
ProverJob from_abi(const dovetail_prover_job& value);

/// The struct borrows topics and data.
dovetail_bridge_log to_abi(const BridgeLog& value);
BridgeLog from_abi(const dovetail_bridge_log& value);
/// The struct borrows path and message.
dovetail_log_proof to_abi(const LogProof& value);
LogProof from_abi(const dovetail_log_proof& value);

}  // namespace dovetail::sdk
