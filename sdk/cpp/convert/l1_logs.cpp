// Logs of the settlement chain as RLP: a list of [address, [topics], data, block number, block
// hash, transaction hash, log index].

#include "sdk/base/rlp.hpp"
#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {
namespace {

constexpr size_t kTopicsMax = 4;

void append_log(Bytes& out, const L1Log& log) {
  Bytes topics, fields;
  for (const Hash256& topic : log.topics) rlp::append_string(topics, topic.view());
  rlp::append_string(fields, log.address.view());
  rlp::append_list(fields, topics);
  rlp::append_string(fields, log.data);
  rlp::append_integer(fields, log.block_number);
  rlp::append_string(fields, log.block_hash.view());
  rlp::append_string(fields, log.tx_hash.view());
  rlp::append_integer(fields, log.log_index);
  rlp::append_list(out, fields);
}

template <class T>
Result<void> read(Result<T> from, T& to) {
  if (!from) return from.error();
  to = *from;
  return {};
}

Result<void> read_topics(rlp::Reader& fields, std::vector<Hash256>& out) {
  auto topics = fields.list();
  if (!topics) return topics.error();
  while (!topics->at_end()) {
    if (out.size() == kTopicsMax) return Error{Status::corrupt, "more than four topics"};
    if (auto done = read(topics->fixed<32>(), out.emplace_back()); !done) return done;
  }
  return {};
}

Result<L1Log> read_log(rlp::Reader fields) {
  L1Log log;
  ByteView data;
  if (auto done = read(fields.fixed<20>(), log.address); !done) return done.error();
  if (auto done = read_topics(fields, log.topics); !done) return done.error();
  if (auto done = read(fields.string(), data); !done) return done.error();
  if (auto done = read(fields.integer(), log.block_number); !done) return done.error();
  if (auto done = read(fields.fixed<32>(), log.block_hash); !done) return done.error();
  if (auto done = read(fields.fixed<32>(), log.tx_hash); !done) return done.error();
  if (auto done = read(fields.integer(), log.log_index); !done) return done.error();
  if (!fields.at_end()) return Error{Status::corrupt, "fields after the log index"};
  log.data = to_bytes(data);
  return log;
}

Failure bad_logs(size_t index, const char* why) {
  return {Status::corrupt, "expected an RLP list of L1 logs, found a fault in item " +
                               std::to_string(index) + ": " + why};
}

}  // namespace

Bytes encode_logs(const std::vector<L1Log>& logs) {
  Bytes items, out;
  for (const L1Log& log : logs) append_log(items, log);
  rlp::append_list(out, items);
  return out;
}

Expected<std::vector<L1Log>> decode_logs(ByteView rlp) {
  rlp::Reader whole(rlp);
  auto items = whole.list();
  if (!items) return bad_logs(0, items.error().text);
  if (!whole.at_end()) return bad_logs(0, "bytes after the list");
  std::vector<L1Log> out;
  while (!items->at_end()) {
    auto fields = items->list();
    if (!fields) return bad_logs(out.size(), fields.error().text);
    auto log = read_log(*fields);
    if (!log) return bad_logs(out.size(), log.error().text);
    out.push_back(*std::move(log));
  }
  return out;
}

}  // namespace dovetail::sdk
