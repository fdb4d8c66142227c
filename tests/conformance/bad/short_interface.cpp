// Its interface struct says that it ends before sample.
#include "tests/conformance/bad/sound.hpp"

namespace {
constexpr dovetail_fee_oracle_v1 kShort = {8, dovetail::sound::sample};
const void* get_interface(dovetail_instance*, dovetail_view) noexcept {
  return &kShort;
}
}  // namespace

EXPORT_ENTRY_WITH(entry.get_interface = get_interface)
