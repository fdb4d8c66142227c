// create never returns.
#include <unistd.h>

#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status create(const dovetail_host*, const dovetail_create_args*, dovetail_instance**,
                       dovetail_error*) noexcept {
  while (true) ::pause();
}
}  // namespace

EXPORT_ENTRY_WITH(entry.create = create)
