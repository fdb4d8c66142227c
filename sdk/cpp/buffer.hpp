#pragma once
// Views and owned buffers of the ABI, as C++ sees them.
//
// Invariant: a filled dovetail_buffer is released exactly once, by its receiver; Buffer does that
// in its destructor.

#include "sdk/abi/types.h"
#include "sdk/cpp/text.hpp"

namespace dovetail::sdk {

inline dovetail_view to_abi(ByteView bytes) {
  return {bytes.data(), bytes.size()};
}
inline dovetail_view to_abi(std::string_view text) {
  return to_abi(view_of(text));
}
inline ByteView from_abi(const dovetail_view& view) {
  return view.data == nullptr ? ByteView() : ByteView(view.data, view.size);
}

/// @return a buffer that owns the bytes; all zero, needing no release, if there are none.
dovetail_buffer make_buffer(Bytes bytes);
inline dovetail_buffer make_buffer(std::string_view text) {
  return make_buffer(to_bytes(view_of(text)));
}

/// A buffer that this side received.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { release(); }

  /// Where the other side writes; what was here is released.
  dovetail_buffer* out() {
    release();
    return &raw_;
  }
  /// Takes over a buffer that arrived inside a struct.
  void adopt(const dovetail_buffer& raw) { *out() = raw; }

  ByteView view() const { return {raw_.data, raw_.size}; }
  /// A copy of the bytes. Fails with internal if the other side broke the contract of
  /// dovetail_buffer.
  Expected<Bytes> take();

 private:
  void release();
  dovetail_buffer raw_{};
};

}  // namespace dovetail::sdk
