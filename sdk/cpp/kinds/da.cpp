#include "sdk/cpp/kinds/da.hpp"

#include "sdk/cpp/convert/fields.hpp"
#include "sdk/cpp/kinds/give.hpp"

namespace dovetail::sdk {
namespace {

void info(dovetail_instance* handle, dovetail_da_info* out) noexcept {
  auto& self = instance_of<Da>(handle);
  self.worker("info", nullptr, [&]() -> Expected<void> {
    store(out, to_abi(self.info()));
    return {};
  });
}

Expected<void> give_receipt(Expected<DaReceipt> receipt, dovetail_da_receipt* out) {
  if (!receipt) return receipt.error();
  out->blobs_count = receipt->blobs_count;
  put(out->commitment, receipt->commitment);
  out->l1_input = make_buffer(std::move(receipt->l1_input));
  out->receipt = make_buffer(std::move(receipt->receipt));
  out->blobs = make_buffer(std::move(receipt->blobs));
  return {};
}

dovetail_status publish(dovetail_instance* handle, const dovetail_da_batch* batch,
                        dovetail_da_receipt* receipt, const dovetail_cancel* cancel,
                        dovetail_error* error) noexcept {
  auto& self = instance_of<Da>(handle);
  return self.worker("publish", error, [&]() -> Expected<void> {
    auto given = take("publish", batch);
    if (!given) return given.error();
    if (auto room = take("publish", receipt); !room) return room.error();
    return give_receipt(self.publish(from_abi(*given), cancel), receipt);
  });
}

dovetail_status retrieve(dovetail_instance* handle, dovetail_view receipt, uint32_t stream,
                         dovetail_buffer* bytes, const dovetail_cancel* cancel,
                         dovetail_error* error) noexcept {
  auto& self = instance_of<Da>(handle);
  return self.worker("retrieve", error,
                     [&] { return give(self.retrieve(from_abi(receipt), stream, cancel), bytes); });
}

dovetail_status status(dovetail_instance* handle, dovetail_view receipt, int32_t* state,
                       dovetail_error* error) noexcept {
  auto& self = instance_of<Da>(handle);
  return self.worker("status", error, [&]() -> Expected<void> {
    auto found = self.status(from_abi(receipt));
    if (!found) return found.error();
    *state = static_cast<int32_t>(*found);
    return {};
  });
}

constexpr dovetail_da_v1 kTable = {sizeof kTable, info, publish, retrieve, status};

}  // namespace

const void* Da::kind_interface(std::string_view id) {
  return id == DOVETAIL_DA_ID ? &kTable : nullptr;
}

}  // namespace dovetail::sdk
