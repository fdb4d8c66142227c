#pragma once
// The status codes that the whole tree and the plugin ABI share (sdk/abi/types.h repeats the
// numbers; a test compares).

#include <cstdint>

namespace dovetail {

enum class Status : int32_t {
  ok = 0,
  invalid_argument = 1,  ///< the caller broke the contract; the same call fails again
  not_found = 2,
  unavailable = 3,  ///< the outside world failed (network, L1 down); try again later
  timeout = 4,
  cancelled = 5,
  corrupt = 6,  ///< bytes that fail their own check: hash, length, format
  unsupported = 7,
  conflict = 8,  ///< the state does not allow it now: already there, wrong generation, locked
  resource_exhausted = 9,
  permission_denied = 10,
  internal = 11,  ///< a fault of the callee
};

}  // namespace dovetail
