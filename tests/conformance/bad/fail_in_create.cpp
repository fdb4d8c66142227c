// create refuses, as it may, and says why.
#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status create(const dovetail_host*, const dovetail_create_args*, dovetail_instance**,
                       dovetail_error* error) noexcept {
  return dovetail::sound::fail(error, DOVETAIL_INVALID_ARGUMENT,
                               "expected a url in config, found none");
}
}  // namespace

EXPORT_ENTRY_WITH(entry.create = create)
