#pragma once
// What the parts of Database's implementation share.

#include "kernel/state/database.hpp"
#include "kernel/state/keys.hpp"

namespace dovetail::state {

inline constexpr uint64_t kSchemaVersion = 1;

struct Database::Moment {
  std::shared_ptr<const Snapshot> snapshot;
  Heads heads;
};

inline Bytes number_bytes(uint64_t number) {
  Bytes out(8);
  store_be64(out.data(), number);
  return out;
}

/// Two blocks or batches that do not fit: what was expected, what was found.
inline Failure does_not_follow(const std::string& what, const std::string& expected,
                               const std::string& found) {
  return {Status::conflict, what + " does not follow: expected " + expected + ", found " + found};
}

}  // namespace dovetail::state
