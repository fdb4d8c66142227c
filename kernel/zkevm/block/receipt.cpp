#include "kernel/zkevm/block/receipt.hpp"

#include "sdk/base/arena_vector.hpp"
#include "sdk/base/rlp.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::zkevm {
namespace {

using Bytes = ArenaVector<uint8_t>;

// Three numbers of 11 bits from the first six bytes of the hash; bit 0 is the lowest of the last
// byte.
void add_item(Bloom& bloom, ByteView item) {
  const Hash256 hash = keccak256(item);
  for (int i = 0; i < 6; i += 2) {
    const unsigned bit = (unsigned{hash[i]} << 8 | hash[i + 1]) & 2047;
    bloom[255 - bit / 8] |= static_cast<uint8_t>(1 << (bit % 8));
  }
}

void append_log(Bytes& out, const Log& log, Arena& arena) {
  Bytes topics(arena), fields(arena);
  for (const U256& topic : log.topics) rlp::append_string(topics, topic.to_be().view());
  rlp::append_string(fields, log.address.view());
  rlp::append_list(fields, topics.view());
  rlp::append_string(fields, log.data);
  rlp::append_list(out, fields.view());
}

void append_logs(Bytes& out, std::span<const Log> logs, Arena& arena) {
  Bytes items(arena);
  for (const Log& log : logs) append_log(items, log, arena);
  rlp::append_list(out, items.view());
}

}  // namespace

void add_to_bloom(Bloom& bloom, std::span<const Log> logs) {
  for (const Log& log : logs) {
    add_item(bloom, log.address.view());
    for (const U256& topic : log.topics) add_item(bloom, topic.to_be().view());
  }
}

ByteView encode_logs(std::span<const Log> logs, Arena& arena) {
  Bytes out(arena);
  append_logs(out, logs, arena);
  return out.view();
}

ByteView encode_receipt(const Receipt& receipt, Arena& arena) {
  Bloom bloom;
  add_to_bloom(bloom, receipt.logs);
  Bytes fields(arena), out(arena);
  rlp::append_integer(fields, U256(receipt.success));
  rlp::append_integer(fields, receipt.cumulative_gas_used);
  rlp::append_string(fields, bloom.view());
  append_logs(fields, receipt.logs, arena);
  if (receipt.type != TxType::legacy) out.push_back(static_cast<uint8_t>(receipt.type));
  rlp::append_list(out, fields.view());
  return out.view();
}

}  // namespace dovetail::zkevm
