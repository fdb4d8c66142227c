#pragma once
// A real anvil on the loopback, started for a test and stopped with it.

#include <sys/types.h>

#include <optional>
#include <string>

namespace dovetail::test {

/// @return where anvil is: $DOVETAIL_ANVIL, or what the L1 contracts' build installed; nothing if
/// it is in neither.
std::optional<std::string> find_anvil();

class Anvil {
 public:
  /// Starts it on a free port and waits until it listens.
  explicit Anvil(const std::string& program);
  ~Anvil();
  Anvil(const Anvil&) = delete;
  Anvil& operator=(const Anvil&) = delete;

  bool runs() const { return pid_ > 0; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  pid_t pid_ = -1;
  uint16_t port_ = 0;
};

}  // namespace dovetail::test
