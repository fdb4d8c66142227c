// Its interface struct lacks sample.
#include "tests/conformance/bad/sound.hpp"

namespace {
constexpr dovetail_fee_oracle_v1 kNull = {sizeof kNull, nullptr};
const void* get_interface(dovetail_instance*, dovetail_view) noexcept {
  return &kNull;
}
}  // namespace

EXPORT_ENTRY_WITH(entry.get_interface = get_interface)
