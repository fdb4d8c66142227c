#pragma once
// What the client needs of whoever runs it. Everything it gives back is in the types of
// sdk/cpp/types.hpp.

#include <cstdint>
#include <functional>
#include <string_view>

namespace dovetail::plugins::ethereum {

/// Asked at least once a second while a call waits; true ends the call with Status::cancelled.
using Cancelled = std::function<bool()>;

enum class Level { info, warning, error };

/// Both may be called from any thread. What is logged is free of the secrets that a URL may hold.
struct Surroundings {
  std::function<uint64_t()> monotonic_ms;
  std::function<void(Level, std::string_view)> log;
};

}  // namespace dovetail::plugins::ethereum
