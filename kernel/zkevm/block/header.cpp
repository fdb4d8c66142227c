#include "kernel/zkevm/block/header.hpp"

#include "sdk/base/arena_vector.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

using Bytes = ArenaVector<uint8_t>;

/// The order of the fields, once for both directions.
template <class H, class Visitor>
void visit_fields(H& header, Visitor&& visit) {
  visit(header.parent_hash);
  visit(header.ommers_hash);
  visit(header.coinbase);
  visit(header.state_root);
  visit(header.transactions_root);
  visit(header.receipts_root);
  visit(header.logs_bloom);
  visit(header.difficulty);
  visit(header.number);
  visit(header.gas_limit);
  visit(header.gas_used);
  visit(header.timestamp);
  visit(header.extra_data);
  visit(header.mix_hash);
  visit(header.nonce);
  visit(header.base_fee);
  visit(header.withdrawals_root);
  visit(header.blob_gas_used);
  visit(header.excess_blob_gas);
  visit(header.parent_beacon_block_root);
  visit(header.requests_hash);
}

struct Writer {
  Bytes& out;
  template <size_t N>
  void operator()(const FixedBytes<N>& bytes) {
    rlp::append_string(out, bytes.view());
  }
  void operator()(ByteView bytes) { rlp::append_string(out, bytes); }
  void operator()(uint64_t value) { rlp::append_integer(out, value); }
  void operator()(const U256& value) { rlp::append_integer(out, value); }
};

struct FieldReader {
  rlp::Reader reader;
  bool ok = true;

  template <size_t N>
  void operator()(FixedBytes<N>& out) {
    take(reader.fixed<N>(), out);
  }
  void operator()(ByteView& out) { take(reader.string(), out); }
  void operator()(uint64_t& out) { take(reader.integer(), out); }
  void operator()(U256& out) { take(reader.integer256(), out); }

 private:
  template <class R, class T>
  void take(R result, T& out) {
    if (result)
      out = *result;
    else
      ok = false;
  }
};

}  // namespace

ByteView encode_header(const Header& header, Arena& arena) {
  Bytes fields(arena), out(arena);
  visit_fields(header, Writer{fields});
  rlp::append_list(out, fields.view());
  return out.view();
}

Result<Header> decode_header(ByteView bytes) {
  rlp::Reader outer(bytes);
  auto list = outer.list();
  if (!list || !outer.at_end()) return Error{Status::invalid_argument, "header: not one list"};
  Header header;
  FieldReader fields{*list};
  visit_fields(header, fields);
  if (!fields.ok) return Error{Status::invalid_argument, "header: a field is missing or malformed"};
  if (!fields.reader.at_end()) return Error{Status::invalid_argument, "header: too many fields"};
  return header;
}

Hash256 hash_of(const Header& header, Arena& arena) {
  const Arena::Mark mark = arena.mark();
  const Hash256 hash = keccak256(encode_header(header, arena));
  arena.release(mark);
  return hash;
}

}  // namespace dovetail::zkevm
