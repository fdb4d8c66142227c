#include "sdk/cpp/kinds/bridge.hpp"

#include "sdk/cpp/kinds/give.hpp"

namespace dovetail::sdk {
namespace {

dovetail_status contracts(dovetail_instance* handle, dovetail_buffer* out,
                          dovetail_error* error) noexcept {
  auto& self = instance_of<Bridge>(handle);
  return self.worker("contracts", error, [&] { return give(self.contracts(), out); });
}

dovetail_status predeploys(dovetail_instance* handle, dovetail_buffer* out,
                           dovetail_error* error) noexcept {
  auto& self = instance_of<Bridge>(handle);
  return self.worker("predeploys", error, [&] { return give(self.predeploys(), out); });
}

dovetail_status decode_event(dovetail_instance* handle, const dovetail_bridge_log* log,
                             dovetail_buffer* operation, dovetail_error* error) noexcept {
  auto& self = instance_of<Bridge>(handle);
  return self.worker("decode_event", error, [&]() -> Expected<void> {
    auto given = take("decode_event", log);
    if (!given) return given.error();
    return give(self.decode_event(from_abi(*given)), operation);
  });
}

dovetail_status build_claim(dovetail_instance* handle, const dovetail_log_proof* proof,
                            dovetail_buffer* call, dovetail_error* error) noexcept {
  auto& self = instance_of<Bridge>(handle);
  return self.worker("build_claim", error, [&]() -> Expected<void> {
    auto given = take("build_claim", proof);
    if (!given) return given.error();
    return give(self.build_claim(from_abi(*given)), call);
  });
}

constexpr dovetail_bridge_v1 kTable = {sizeof kTable, contracts, predeploys, decode_event,
                                       build_claim};

}  // namespace

const void* Bridge::kind_interface(std::string_view id) {
  return id == DOVETAIL_BRIDGE_ID ? &kTable : nullptr;
}

}  // namespace dovetail::sdk
