#include "kernel/node/settle/abi.hpp"

#include "sdk/crypto/keccak.hpp"

namespace dovetail::node::abi {
namespace {

void append(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

Tuple& Tuple::word(const Hash256& value) {
  parts_.push_back({false, to_bytes(value.view())});
  return *this;
}

Tuple& Tuple::word(const U256& value) {
  return word(value.to_be());
}

Tuple& Tuple::address(const Address& value) {
  return word(U256::from_be(value.view()));
}

Tuple& Tuple::bytes(ByteView value) {
  Bytes out = to_bytes(U256(value.size()).to_be().view());
  append(out, value);
  out.resize((out.size() + 31) / 32 * 32);
  parts_.push_back({true, std::move(out)});
  return *this;
}

Tuple& Tuple::inlined(const Tuple& value) {
  parts_.push_back({false, value.encode()});
  return *this;
}

Tuple& Tuple::dynamic(const Tuple& value) {
  parts_.push_back({true, value.encode()});
  return *this;
}

Bytes Tuple::encode() const {
  size_t offset = 0;
  for (const Part& part : parts_) offset += part.is_dynamic ? 32 : part.bytes.size();
  Bytes head, tail;
  for (const Part& part : parts_) {
    if (!part.is_dynamic) {
      append(head, part.bytes);
      continue;
    }
    append(head, U256(offset + tail.size()).to_be().view());
    append(tail, part.bytes);
  }
  append(head, tail);
  return head;
}

Bytes call(std::string_view signature, const Tuple& arguments) {
  const Hash256 hash = keccak256(view_of(signature));
  Bytes out(hash.bytes, hash.bytes + 4);
  append(out, arguments.encode());
  return out;
}

Hash256 word_at(ByteView data, size_t index) {
  if (data.size() < 32 * (index + 1)) return {};
  return Hash256::from(data.subspan(32 * index));
}

}  // namespace dovetail::node::abi
