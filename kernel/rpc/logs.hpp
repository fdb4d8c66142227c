#pragma once
// Log searches: which logs, over which blocks, and the limits that keep an answer finite.

#include "kernel/rpc/format.hpp"
#include "kernel/rpc/params.hpp"

namespace dovetail::rpc {

struct LogFilter {
  std::vector<Address> addresses;            ///< any of them; empty: all
  std::vector<std::vector<Hash256>> topics;  ///< by position any of them; empty: all
  std::optional<uint64_t> from, to;          ///< absent: the latest when it is asked
  std::optional<Hash256> block_hash;         ///< instead of from and to

  bool matches(const state::StoredLog& log) const;
  /// @return false if no log of a block with this bloom can match.
  bool may_match(const zkevm::Bloom& bloom) const;
};

struct LogLimits {
  uint64_t blocks_max = 10'000;
  uint64_t results_max = 10'000;
};

/// At most four topics, at most 1,000 addresses or alternatives, no blockHash beside a range.
Parsed<LogFilter> filter_of(const json::value* value, const node::Chain& chain);

/// @return the logs of the filter's blocks in chain order. A range or a result over the limits is
/// refused with -32602 in words on which clients halve the range.
Parsed<json::array> find_logs(const node::Chain& chain, const LogFilter& filter,
                              const LogLimits& limits);

/// @return the matching logs of one block.
Parsed<json::array> logs_of_block(const node::Chain& chain, const LogFilter& filter,
                                  uint64_t block);

}  // namespace dovetail::rpc
