#include "sdk/cpp/buffer.hpp"

namespace dovetail::sdk {
namespace {

void release_bytes(dovetail_buffer* buffer) {
  delete static_cast<Bytes*>(buffer->owner);
  *buffer = {};
}

}  // namespace

dovetail_buffer make_buffer(Bytes bytes) {
  if (bytes.empty()) return {};
  auto* owner = new Bytes(std::move(bytes));
  return {owner->data(), owner->size(), owner, release_bytes};
}

Expected<Bytes> Buffer::take() {
  const bool filled = raw_.size != 0 || raw_.data != nullptr || raw_.owner != nullptr;
  if (filled && (raw_.release == nullptr || (raw_.size != 0 && raw_.data == nullptr)))
    return Failure(
        Status::internal,
        "expected a buffer with data and release, found one that lacks them; report it to "
        "the plugin's author");
  Bytes out = to_bytes(view());
  release();
  return out;
}

void Buffer::release() {
  if (raw_.release != nullptr) raw_.release(&raw_);
  raw_ = {};
}

}  // namespace dovetail::sdk
