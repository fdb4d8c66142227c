// destroy crashes.
#include <csignal>

#include "tests/conformance/bad/sound.hpp"

namespace {
void destroy(dovetail_instance*) noexcept {
  ::raise(SIGSEGV);
}
}  // namespace

EXPORT_ENTRY_WITH(entry.destroy = destroy)
