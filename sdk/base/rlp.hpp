#pragma once
// RLP, Ethereum's serialisation. Source: Yellow Paper, appendix B.
//
// Decoding is strict: the shortest length form, no trailing bytes, integers without leading zeros.

#include <cstdint>

#include "sdk/base/bytes.hpp"
#include "sdk/base/result.hpp"
#include "sdk/base/u256.hpp"

namespace dovetail::rlp {

struct Item {
  bool is_list = false;
  ByteView payload;  ///< borrowed from the input
  ByteView whole;    ///< header and payload
};

/// A walk over the items of a byte string. Each read takes the next item.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }

  Result<Item> item();
  Result<ByteView> string();
  Result<Reader> list();
  /// Fails on leading zeros or more than 8 (32) bytes.
  Result<uint64_t> integer();
  Result<U256> integer256();
  /// A string of exactly N bytes.
  template <size_t N>
  Result<FixedBytes<N>> fixed() {
    auto bytes = string();
    if (!bytes) return bytes.error();
    if (bytes->size() != N)
      return Error{Status::invalid_argument, "rlp: string of the wrong length"};
    return FixedBytes<N>::from(*bytes);
  }

 private:
  ByteView rest_;
};

/// Appends to any container of bytes with push_back and insert at the end (std::vector<uint8_t>) or
/// a Sink of its shape. Lists are written by building the payload first: list(out, payload).
template <class Out>
void append_header(Out& out, uint8_t base, size_t size) {
  if (size < 56) {
    out.push_back(static_cast<uint8_t>(base + size));
    return;
  }
  uint8_t digits = 0;
  for (size_t rest = size; rest != 0; rest >>= 8) ++digits;
  out.push_back(static_cast<uint8_t>(base + 55 + digits));
  for (int i = digits - 1; i >= 0; --i) out.push_back(static_cast<uint8_t>(size >> (8 * i)));
}
template <class Out>
void append_string(Out& out, ByteView bytes) {
  if (bytes.size() != 1 || bytes[0] >= 0x80) append_header(out, 0x80, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}
template <class Out>
void append_integer(Out& out, const U256& value) {
  const Hash256 bytes = value.to_be();
  const size_t width = (bit_width(value) + 7) / 8;
  append_string(out, bytes.view().subspan(32 - width));
}
template <class Out>
void append_list(Out& out, ByteView payload) {
  append_header(out, 0xc0, payload.size());
  out.insert(out.end(), payload.begin(), payload.end());
}

}  // namespace dovetail::rlp
