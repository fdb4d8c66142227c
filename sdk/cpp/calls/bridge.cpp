#include "sdk/cpp/calls/bridge.hpp"

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

template <class Slot, class... Args>
Expected<Bytes> given(const char* what, const dovetail_bridge_v1* table,
                      Slot dovetail_bridge_v1::* slot, dovetail_instance* instance, Args... args) {
  Buffer out;
  auto done = checked(what, table, slot, [&](auto function, auto* error) {
    return function(instance, args..., out.out(), error);
  });
  if (!done) return done.error();
  return out.take();
}

}  // namespace

Expected<Bytes> BridgeCalls::contracts() const {
  return given("bridge.contracts", table_, &Table::contracts, instance_);
}

Expected<Bytes> BridgeCalls::predeploys() const {
  return given("bridge.predeploys", table_, &Table::predeploys, instance_);
}

Expected<Bytes> BridgeCalls::decode_event(const BridgeLog& log) const {
  const dovetail_bridge_log raw = to_abi(log);
  return given("bridge.decode_event", table_, &Table::decode_event, instance_, &raw);
}

Expected<Bytes> BridgeCalls::build_claim(const LogProof& proof) const {
  const dovetail_log_proof raw = to_abi(proof);
  return given("bridge.build_claim", table_, &Table::build_claim, instance_, &raw);
}

}  // namespace dovetail::sdk
