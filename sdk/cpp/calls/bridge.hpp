#pragma once
// Calls of kind bridge. Contracts: sdk/abi/bridge.h.

#include "sdk/abi/bridge.h"
#include "sdk/cpp/types.hpp"

namespace dovetail::sdk {

class BridgeCalls {
 public:
  using Table = dovetail_bridge_v1;
  static constexpr const char* kId = DOVETAIL_BRIDGE_ID;
  BridgeCalls(const Table* table, dovetail_instance* instance)
      : table_(table), instance_(instance) {}

  /// RLP list of [name, address, [first topics]].
  Expected<Bytes> contracts() const;
  /// RLP list of [address, code, [[slot, value]]].
  Expected<Bytes> predeploys() const;
  /// The L2 operation in its network form; empty if the event is none.
  Expected<Bytes> decode_event(const BridgeLog& log) const;
  /// RLP [to, calldata].
  Expected<Bytes> build_claim(const LogProof& proof) const;

 private:
  const Table* table_;
  dovetail_instance* instance_;
};

}  // namespace dovetail::sdk
