#pragma once
// Where a validium's pubdata lies: named byte strings that survive a crash.

#include <string>

#include "sdk/cpp/text.hpp"

namespace dovetail::plugins::validium {

/// Any thread, several at once.
class Store {
 public:
  virtual ~Store() = default;
  /// Durable when it returns; replaces what the name had. Fails with resource_exhausted on a full
  /// disk, otherwise with unavailable.
  virtual Expected<void> put(const std::string& name, ByteView bytes) const = 0;
  /// Fails with not_found, or with corrupt if there are other than size bytes.
  virtual Expected<Bytes> get(const std::string& name, uint64_t size) const = 0;
  /// Removing an absent name is no error.
  virtual Expected<void> remove(const std::string& name) const = 0;
};

}  // namespace dovetail::plugins::validium
