#include "sdk/cpp/calls/da.hpp"

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

constexpr uint64_t kBlobBytes = 131'072;

/// Takes over the three buffers of a receipt; all are released whatever happens.
Expected<DaReceipt> take_receipt(const dovetail_da_receipt& raw) {
  Buffer l1_input, receipt, blobs;
  l1_input.adopt(raw.l1_input);
  receipt.adopt(raw.receipt);
  blobs.adopt(raw.blobs);
  if (blobs.view().size() != raw.blobs_count * kBlobBytes)
    return Failure(Status::internal, "da.publish: expected " + std::to_string(raw.blobs_count) +
                                         " blobs of 131072 bytes, found " +
                                         std::to_string(blobs.view().size()) + " bytes");
  auto l1_bytes = l1_input.take();
  if (!l1_bytes) return l1_bytes.error();
  auto receipt_bytes = receipt.take();
  if (!receipt_bytes) return receipt_bytes.error();
  auto blob_bytes = blobs.take();
  if (!blob_bytes) return blob_bytes.error();
  return DaReceipt{.commitment = Hash256::from(raw.commitment),
                   .l1_input = *std::move(l1_bytes),
                   .receipt = *std::move(receipt_bytes),
                   .blobs_count = raw.blobs_count,
                   .blobs = *std::move(blob_bytes)};
}

}  // namespace

Expected<DaInfo> DaCalls::info() const {
  auto out = sized<dovetail_da_info>();
  auto done = checked("da.info", table_, &Table::info, [&](auto info, auto*) {
    info(instance_, &out);
    return DOVETAIL_OK;
  });
  if (!done) return done.error();
  return from_abi(out);
}

Expected<DaReceipt> DaCalls::publish(const DaBatch& batch, Cancel cancel) const {
  std::vector<dovetail_stream> streams;
  const dovetail_da_batch raw = to_abi(batch, streams);
  auto out = sized<dovetail_da_receipt>();
  auto done = checked("da.publish", table_, &Table::publish, [&](auto publish, auto* error) {
    return publish(instance_, &raw, &out, cancel.raw(), error);
  });
  auto taken = take_receipt(out);
  if (!done) return done.error();
  return taken;
}

Expected<Bytes> DaCalls::retrieve(ByteView receipt, uint32_t stream, Cancel cancel) const {
  Buffer out;
  auto done = checked("da.retrieve", table_, &Table::retrieve, [&](auto retrieve, auto* error) {
    return retrieve(instance_, to_abi(receipt), stream, out.out(), cancel.raw(), error);
  });
  if (!done) return done.error();
  return out.take();
}

Expected<DaState> DaCalls::status(ByteView receipt) const {
  int32_t state = -1;
  auto done = checked("da.status", table_, &Table::status, [&](auto status, auto* error) {
    return status(instance_, to_abi(receipt), &state, error);
  });
  if (!done) return done.error();
  if (state < DOVETAIL_DA_PENDING || state > DOVETAIL_DA_LOST)
    return Failure(Status::internal,
                   "da.status: expected a state from 0 to 2, found " + std::to_string(state));
  return static_cast<DaState>(state);
}

}  // namespace dovetail::sdk
