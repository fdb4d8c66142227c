// Its self-test fails.
#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status self_test(dovetail_instance*, dovetail_error* error) noexcept {
  return dovetail::sound::fail(error, DOVETAIL_INTERNAL, "expected 4, found 5");
}
}  // namespace

EXPORT_ENTRY_WITH(entry.self_test = self_test)
