#pragma once
// Runs a child process with a clean environment, a deadline and its output captured. Linux only.

#include <chrono>
#include <string>
#include <vector>

#include "sdk/cpp/error.hpp"

namespace dovetail::plugin {

struct ChildSpec {
  std::vector<std::string> command;  ///< the program's path, then its arguments
  std::string input;                 ///< its standard input
  std::chrono::milliseconds timeout{0};
  size_t result_size_max = 1 << 16;
  size_t output_size_max = 1000;
};

struct ChildEnd {
  bool timed_out = false;
  int wait_status = 0;  ///< as waitpid gives it
  std::string result;   ///< what it wrote to descriptor 3, cut at result_size_max
  std::string output;   ///< the tail of what it wrote to standard output and error
};

/// The child gets a process group of its own, which is killed at the deadline and when the child
/// has ended; of the environment it gets what names paths, the locale, compute devices and
/// sanitizers; of the descriptors 0 to 3. Blocks until it has ended. Fails with unavailable if it
/// could not be started.
Expected<ChildEnd> run_child(const ChildSpec& spec);

}  // namespace dovetail::plugin
