// A static initialiser throws, through the system's loader.
#include <stdexcept>

#include "tests/conformance/bad/sound.hpp"

namespace {
int thrown() {
  throw std::runtime_error("thrown in load");
}
const int kThrow = thrown();
}  // namespace

EXPORT_ENTRY_WITH()
