// It does not offer the interface of its kind.
#include "tests/conformance/bad/sound.hpp"

namespace {
const void* get_interface(dovetail_instance*, dovetail_view) noexcept {
  return nullptr;
}
}  // namespace

EXPORT_ENTRY_WITH(entry.get_interface = get_interface)
