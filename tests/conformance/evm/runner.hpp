#pragma once
// Runs state fixtures through execute_transaction and compares everything that they state.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/conformance/evm/state_fixture.hpp"

namespace dovetail::zkevm::conformance {

/// What became of one case. Neither text: it passed.
struct Verdict {
  std::string failed;   ///< what differs
  std::string skipped;  ///< why it was not judged
};

/// @param arena  is reset first.
Verdict run_state_fixture(const StateFixture& fixture, Arena& arena);

struct Summary {
  size_t passed = 0;
  std::vector<std::string> failures;      ///< name and what differs
  std::map<std::string, size_t> skipped;  ///< by reason

  void add(const std::string& name, const Verdict& verdict);
  void add(const Summary& other);
  std::string text() const;
};

/// Runs every .json file below a folder, `stride` files apart from the `first`-th.
Summary run_folder(const std::string& folder, size_t first, size_t stride, size_t arena_size);

}  // namespace dovetail::zkevm::conformance
