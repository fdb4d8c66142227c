#include "kernel/rpc/logs.hpp"

#include <algorithm>

#include "sdk/crypto/keccak.hpp"

namespace dovetail::rpc {
namespace {

constexpr size_t kAlternativesMax = 1000;
constexpr size_t kTopicsMax = 4;

bool bloom_has(const zkevm::Bloom& bloom, ByteView value) {
  const Hash256 hash = keccak256(value);
  for (int i = 0; i < 6; i += 2) {
    const unsigned bit = (unsigned{hash[i]} << 8 | hash[i + 1]) & 2047;
    if ((bloom[255 - bit / 8] >> (bit % 8) & 1) == 0) return false;
  }
  return true;
}

/// One string or an array of strings, each of N bytes.
template <size_t N>
Parsed<std::vector<FixedBytes<N>>> alternatives(const json::value& value, const char* what) {
  std::vector<FixedBytes<N>> out;
  const auto add = [&](const json::value& one) -> std::optional<RpcError> {
    if (!one.is_string())
      return invalid_params(std::string("invalid ") + what + ": expected a string");
    auto bytes = fixed_from_hex<N>(std::string_view(one.as_string()));
    if (!bytes) return invalid_params(std::string("invalid ") + what + ": " + bytes.error().text);
    out.push_back(*bytes);
    return std::nullopt;
  };
  if (!value.is_array()) {
    if (auto error = add(value)) return *error;
    return out;
  }
  if (value.as_array().size() > kAlternativesMax)
    return invalid_params(std::string("exceed max ") + what + " count of " +
                          std::to_string(kAlternativesMax));
  for (const json::value& one : value.as_array())
    if (auto error = add(one)) return *error;
  return out;
}

Parsed<std::vector<std::vector<Hash256>>> topics_of(const json::value& value) {
  if (!value.is_array()) return invalid_params("invalid topics: expected an array");
  if (value.as_array().size() > kTopicsMax)
    return invalid_params("exceed max topics: at most 4 positions");
  std::vector<std::vector<Hash256>> out;
  for (const json::value& position : value.as_array()) {
    auto& any = out.emplace_back();
    if (position.is_null()) continue;
    auto topics = alternatives<32>(position, "topic");
    if (!topics) return topics.error();
    any = std::move(*topics);
  }
  return out;
}

RpcError failed(const Failure& failure) {
  return {kServerError, failure.text, {}};
}

struct Range {
  uint64_t first, last;
};

Parsed<Range> range_of(const node::Chain& chain, const LogFilter& filter, const LogLimits& limits) {
  if (filter.block_hash) {
    auto block = chain.database().block_of_hash(*filter.block_hash);
    if (!block) return RpcError{kServerError, "unknown block", {}};
    return Range{*block, *block};
  }
  const uint64_t latest = chain.latest();
  const Range range{filter.from.value_or(latest), filter.to.value_or(latest)};
  if (range.first > range.last)
    return invalid_params("invalid block range params: fromBlock is above toBlock");
  if (range.last > latest) return invalid_params("block range extends beyond current head block");
  if (range.last - range.first >= limits.blocks_max)
    return invalid_params("exceed maximum block range: " + std::to_string(limits.blocks_max));
  return range;
}

}  // namespace

bool LogFilter::matches(const state::StoredLog& log) const {
  if (!addresses.empty() &&
      std::find(addresses.begin(), addresses.end(), log.address) == addresses.end())
    return false;
  if (topics.size() > log.topics.size()) return false;
  for (size_t i = 0; i < topics.size(); ++i)
    if (!topics[i].empty() &&
        std::find(topics[i].begin(), topics[i].end(), log.topics[i]) == topics[i].end())
      return false;
  return true;
}

bool LogFilter::may_match(const zkevm::Bloom& bloom) const {
  const auto any = [&](const auto& values) {
    return values.empty() || std::any_of(values.begin(), values.end(), [&](const auto& value) {
             return bloom_has(bloom, value.view());
           });
  };
  return any(addresses) && std::all_of(topics.begin(), topics.end(), any);
}

Parsed<LogFilter> filter_of(const json::value* value, const node::Chain& chain) {
  LogFilter out;
  if (value == nullptr) return out;
  if (!value->is_object()) return invalid_params("invalid filter: expected an object");
  const json::object& object = value->as_object();
  const auto field = [&](const char* key) -> const json::value* {
    const json::value* found = object.if_contains(key);
    return found == nullptr || found->is_null() ? nullptr : found;
  };
  if (const auto* hash = field("blockHash")) {
    if (field("fromBlock") || field("toBlock"))
      return invalid_params(
          "cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other");
    auto bytes = alternatives<32>(*hash, "blockHash");
    if (!bytes || bytes->size() != 1) return invalid_params("invalid blockHash");
    out.block_hash = bytes->front();
  }
  for (const auto& [key, target] :
       {std::pair("fromBlock", &out.from), std::pair("toBlock", &out.to)}) {
    const auto* block = field(key);
    if (block == nullptr || *block == "latest" || *block == "pending") continue;
    auto number = block_of(*block, chain);
    if (!number && number.error().code == kServerError)
      return invalid_params("block range extends beyond current head block");
    if (!number) return number.error();
    *target = *number;
  }
  if (const auto* address = field("address")) {
    auto addresses = alternatives<20>(*address, "address");
    if (!addresses) return addresses.error();
    out.addresses = std::move(*addresses);
  }
  if (const auto* topics = field("topics")) {
    auto list = topics_of(*topics);
    if (!list) return list.error();
    out.topics = std::move(*list);
  }
  return out;
}

Parsed<json::array> logs_of_block(const node::Chain& chain, const LogFilter& filter,
                                  uint64_t block) {
  auto header = chain.header(block);
  if (!header) return failed(header.error());
  json::array out;
  if (!filter.may_match(header->header.logs_bloom)) return out;
  auto receipts = chain.database().receipts(block);
  if (!receipts) return failed(receipts.error());
  auto transactions = chain.database().transactions(block);
  if (!transactions) return failed(transactions.error());
  LogPlace place{block, header->stored.hash, {}, 0, 0, header->stored.timestamp};
  for (size_t i = 0; i < receipts->size(); ++i) {
    place.tx_hash = (*transactions)[i].hash;
    place.tx_index = i;
    for (const auto& log : (*receipts)[i].logs) {
      if (filter.matches(log)) out.push_back(format_log(log, place));
      ++place.log_index;
    }
  }
  return out;
}

Parsed<json::array> find_logs(const node::Chain& chain, const LogFilter& filter,
                              const LogLimits& limits) {
  auto range = range_of(chain, filter, limits);
  if (!range) return range.error();
  json::array out;
  for (uint64_t block = range->first; block <= range->last; ++block) {
    auto logs = logs_of_block(chain, filter, block);
    if (!logs) return logs.error();
    if (out.size() + logs->size() > limits.results_max && range->first < range->last)
      return invalid_params("query returned more than " + std::to_string(limits.results_max) +
                            " results; block range too wide, retry with the range " +
                            to_quantity(range->first) + "-" +
                            to_quantity(std::max(range->first, block - 1)));
    out.insert(out.end(), std::make_move_iterator(logs->begin()),
               std::make_move_iterator(logs->end()));
  }
  return out;
}

}  // namespace dovetail::rpc
