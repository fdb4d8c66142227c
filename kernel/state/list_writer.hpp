#pragma once
// An RLP list built item by item.

#include "sdk/base/rlp.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::state {

class ListWriter {
 public:
  ListWriter& add(ByteView bytes) {
    rlp::append_string(payload_, bytes);
    return *this;
  }
  ListWriter& add(const U256& number) {
    rlp::append_integer(payload_, number);
    return *this;
  }
  ListWriter& add(const ListWriter& list) {
    rlp::append_list(payload_, list.payload_);
    return *this;
  }
  Bytes finish() const {
    Bytes out;
    rlp::append_list(out, payload_);
    return out;
  }

 private:
  Bytes payload_;
};

/// Reads the fields of a record one after the other and remembers the first that fails: values are
/// then zero, and ok() is asked once at the end.
class FieldReader {
 public:
  explicit FieldReader(rlp::Reader reader) : reader_(reader) {}
  /// A record that is one list and nothing after it.
  static FieldReader record(ByteView bytes) {
    rlp::Reader outer(bytes);
    auto list = outer.list();
    FieldReader fields(list ? *list : rlp::Reader({}));
    fields.ok_ = static_cast<bool>(list) && outer.at_end();
    return fields;
  }

  uint64_t number() { return take(reader_.integer()); }
  U256 number256() { return take(reader_.integer256()); }
  Bytes bytes() { return to_bytes(take(reader_.string())); }
  std::string text() { return std::string(text_of(take(reader_.string()))); }
  template <size_t N>
  FixedBytes<N> fixed() {
    return take(reader_.fixed<N>());
  }
  FieldReader list() {
    auto inner = reader_.list();
    FieldReader fields(inner ? *inner : rlp::Reader({}));
    ok_ = ok_ && static_cast<bool>(inner);
    return fields;
  }
  /// Takes over the outcome of a list() that has been read, which must have been read to its end.
  void close(const FieldReader& inner) { ok_ = ok_ && inner.ok(); }

  bool more() const { return ok_ && !reader_.at_end(); }
  bool ok() const { return ok_ && reader_.at_end(); }
  void fail() { ok_ = false; }

 private:
  template <class T>
  T take(Result<T> result) {
    if (result) return *result;
    ok_ = false;
    return T{};
  }

  rlp::Reader reader_;
  bool ok_ = true;
};

}  // namespace dovetail::state
