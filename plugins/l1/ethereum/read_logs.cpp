// Logs over a range that endpoints would not serve at once, as one view of the chain.
//
// The hash of to_block commits to the whole range. It is read before and after, and every log must
// agree with it where it can: so the logs of a chain that is reorganised meanwhile are read once
// more, and then refused.

#include <algorithm>

#include "plugins/l1/ethereum/calls.hpp"
#include "plugins/l1/ethereum/rpc_words.hpp"

namespace dovetail::plugins::ethereum {
namespace {

constexpr const char* kGetLogs = "eth_getLogs";
constexpr size_t kTopicsMax = 4;

struct Range {
  uint64_t from = 0;
  uint64_t to = 0;  ///< included
};

json::string text(std::string_view value) {
  return json::string(value.data(), value.size());
}

json::array filter_params(const sdk::L1Filter& filter, const Range& range) {
  json::object out;
  out["fromBlock"] = text(to_quantity(range.from));
  out["toBlock"] = text(to_quantity(range.to));
  out["address"] = text(to_hex(filter.address.view()));
  json::array any;
  for (const Hash256& topic : filter.topics0) any.push_back(text(to_hex(topic.view())));
  if (!any.empty())
    out["topics"].emplace_array().push_back(std::move(any));  // [[a, b]]: first is a or b
  return json::array{std::move(out)};
}

Expected<std::vector<Hash256>> decode_topics(const json::value& log) {
  const json::value* list = log.is_object() ? log.get_object().if_contains("topics") : nullptr;
  const json::array* topics = list == nullptr ? nullptr : list->if_array();
  if (topics == nullptr || topics->size() > kTopicsMax)
    return Failure(Status::corrupt, "topics: expected a list of at most 4");
  std::vector<Hash256> out;
  for (const json::value& topic : *topics) {
    if (!topic.is_string()) return Failure(Status::corrupt, "topics: expected hex strings");
    auto hash = fixed_from_hex<32>({topic.get_string().data(), topic.get_string().size()});
    if (!hash) return Failure(Status::corrupt, "topics: " + hash.error().text);
    out.push_back(*hash);
  }
  return out;
}

bool is_removed(const json::value& log) {
  const json::value* removed = log.get_object().if_contains("removed");
  return removed != nullptr && removed->is_bool() && removed->get_bool();
}

bool matches(const sdk::L1Filter& filter, const Range& range, const sdk::L1Log& log) {
  if (log.address != filter.address || log.block_number < range.from || log.block_number > range.to)
    return false;
  if (filter.topics0.empty()) return true;
  return !log.topics.empty() && std::find(filter.topics0.begin(), filter.topics0.end(),
                                          log.topics[0]) != filter.topics0.end();
}

Expected<sdk::L1Log> decode_log(const json::value& value) {
  auto topics = decode_topics(value);
  if (!topics) return topics.error();
  Fields fields(value);
  sdk::L1Log out;
  out.topics = std::move(*topics);
  out.address = fields.fixed<20>("address");
  out.data = fields.bytes("data");
  out.block_number = fields.u64("blockNumber");
  out.block_hash = fields.fixed<32>("blockHash");
  out.tx_hash = fields.fixed<32>("transactionHash");
  out.log_index = fields.u64("logIndex");
  fields.expect(!is_removed(value), "expected logs of the chain, found one that was removed");
  if (!fields.ok()) return Failure(Status::corrupt, fields.wrong());
  return out;
}

/// How one query ended: its logs appended, or the range has to be split.
enum class Fetched { done, too_large };

Expected<Fetched> fetch(Session& session, const sdk::L1Filter& filter, const Range& range,
                        std::vector<sdk::L1Log>& out) {
  auto answer = session.call(kGetLogs, filter_params(filter, range));
  if (!answer) {
    if (answer.error().status == Status::resource_exhausted && range.from < range.to)
      return Fetched::too_large;
    return answer.error();
  }
  if (const auto* error = std::get_if<RpcError>(&*answer)) {
    if (is_range_too_large(*error) && range.from < range.to) return Fetched::too_large;
    return session.elsewhere(Status::unavailable, kGetLogs, describe(*error));
  }
  const json::array* list = std::get<json::value>(*answer).if_array();
  if (list == nullptr) return session.corrupt(kGetLogs, "expected a list");
  for (const json::value& value : *list) {
    auto log = decode_log(value);
    if (!log) return session.corrupt(kGetLogs, log.error().text);
    if (!matches(filter, range, *log))
      return session.corrupt(kGetLogs, "found a log that the filter excludes");
    out.push_back(std::move(*log));
  }
  return Fetched::done;
}

/// Walks the range in chunks. A chunk that is too large is halved, and the smaller size kept.
Expected<std::vector<sdk::L1Log>> fetch_all(Session& session, const sdk::L1Filter& filter,
                                            uint64_t range_max) {
  std::vector<sdk::L1Log> out;
  uint64_t from = filter.from_block;
  while (true) {
    const uint64_t left = filter.to_block - from;  // one less than the blocks that remain
    const Range range{from, from + std::min(left, range_max - 1)};
    auto fetched = fetch(session, filter, range, out);
    if (!fetched) return fetched.error();
    if (*fetched == Fetched::too_large) {
      range_max = (range.to - range.from + 1) / 2;
      continue;
    }
    if (range.to == filter.to_block) return out;
    from = range.to + 1;
  }
}

bool earlier(const sdk::L1Log& a, const sdk::L1Log& b) {
  return a.block_number != b.block_number ? a.block_number < b.block_number
                                          : a.log_index < b.log_index;
}

/// True if no two logs are the same one, and logs of one block name one hash, that of to_block as
/// read.
bool agree(const std::vector<sdk::L1Log>& logs, const sdk::L1Block& last) {
  for (size_t i = 0; i < logs.size(); ++i) {
    if (logs[i].block_number == last.number && logs[i].block_hash != last.hash) return false;
    if (i == 0 || logs[i].block_number != logs[i - 1].block_number) continue;
    if (logs[i].block_hash != logs[i - 1].block_hash || logs[i].log_index == logs[i - 1].log_index)
      return false;
  }
  return true;
}

/// The logs, or nothing if the chain changed meanwhile.
Expected<std::optional<std::vector<sdk::L1Log>>> read_once(Session& session,
                                                           const sdk::L1Filter& filter,
                                                           uint64_t range_max) {
  auto before = read_block(session, filter.to_block);
  if (!before) return before.error();
  auto logs = fetch_all(session, filter, range_max);
  if (!logs) return logs.error();
  std::sort(logs->begin(), logs->end(), earlier);
  auto after = read_block(session, filter.to_block);
  if (!after && after.error().status != Status::not_found) return after.error();
  std::optional<std::vector<sdk::L1Log>> out;
  if (after && after->hash == before->hash && agree(*logs, *after)) out = std::move(*logs);
  return out;
}

}  // namespace

Expected<std::vector<sdk::L1Log>> read_logs(Session& session, const sdk::L1Filter& filter,
                                            uint64_t range_max) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto logs = read_once(session, filter, range_max);
    if (!logs) return logs.error();
    if (*logs) return std::move(**logs);
  }
  return session.failure(
      Status::unavailable, kGetLogs,
      "the chain was reorganised while reading, twice; ask again, or for older blocks");
}

}  // namespace dovetail::plugins::ethereum
