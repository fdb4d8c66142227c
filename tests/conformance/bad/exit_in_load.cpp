// A static initialiser ends the process.
#include <cstdlib>

#include "tests/conformance/bad/sound.hpp"

namespace {
struct Exit {
  Exit() { std::exit(0); }
} const kExit;
}  // namespace

EXPORT_ENTRY_WITH()
