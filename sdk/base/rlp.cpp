#include "sdk/base/rlp.hpp"

namespace dovetail::rlp {
namespace {

constexpr Error bad(const char* text) {
  return {Status::invalid_argument, text};
}

struct Header {
  bool is_list;
  size_t header_size;
  size_t payload_size;
};

Result<size_t> long_length(ByteView bytes, size_t digits) {
  if (bytes.size() < 1 + digits) return bad("rlp: length runs past the end");
  if (digits > sizeof(size_t)) return bad("rlp: length too large");
  if (bytes[1] == 0) return bad("rlp: length with a leading zero");
  size_t size = 0;
  for (size_t i = 0; i < digits; ++i) size = size << 8 | bytes[1 + i];
  if (size < 56) return bad("rlp: long form of a short length");
  return size;
}

Result<Header> header(ByteView bytes) {
  if (bytes.empty()) return bad("rlp: item expected, input ends");
  const uint8_t first = bytes[0];
  if (first < 0x80) return Header{false, 0, 1};
  const bool is_list = first >= 0xc0;
  const uint8_t base = is_list ? 0xc0 : 0x80;
  const size_t tag = first - base;
  if (tag < 56) {
    if (!is_list && tag == 1 && bytes.size() > 1 && bytes[1] < 0x80)
      return bad("rlp: single byte in long form");
    return Header{is_list, 1, tag};
  }
  auto size = long_length(bytes, tag - 55);
  if (!size) return size.error();
  return Header{is_list, 1 + tag - 55, *size};
}

}  // namespace

Result<Item> Reader::item() {
  auto head = header(rest_);
  if (!head) return head.error();
  if (head->payload_size > rest_.size() - head->header_size)
    return bad("rlp: payload runs past the end");
  const size_t whole = head->header_size + head->payload_size;
  Item out{head->is_list, rest_.subspan(head->header_size, head->payload_size), rest_.first(whole)};
  rest_ = rest_.subspan(whole);
  return out;
}

Result<ByteView> Reader::string() {
  auto next = item();
  if (!next) return next.error();
  if (next->is_list) return bad("rlp: string expected, list found");
  return next->payload;
}

Result<Reader> Reader::list() {
  auto next = item();
  if (!next) return next.error();
  if (!next->is_list) return bad("rlp: list expected, string found");
  return Reader(next->payload);
}

Result<U256> Reader::integer256() {
  auto bytes = string();
  if (!bytes) return bytes.error();
  if (bytes->size() > 32) return bad("rlp: integer over 256 bits");
  if (!bytes->empty() && (*bytes)[0] == 0) return bad("rlp: integer with a leading zero");
  return U256::from_be(*bytes);
}

Result<uint64_t> Reader::integer() {
  auto value = integer256();
  if (!value) return value.error();
  if (!value->fits_u64()) return bad("rlp: integer over 64 bits");
  return value->low_u64();
}

}  // namespace dovetail::rlp
