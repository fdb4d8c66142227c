// Writes to a descriptor that is not its own, as if its rehearsal had gone well.
#include <unistd.h>

#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status create(const dovetail_host*, const dovetail_create_args*, dovetail_instance**,
                       dovetail_error*) noexcept {
  constexpr char kText[] = "all is well\n";
  if (::write(3, kText, sizeof kText - 1) < 0) ::_exit(1);
  ::_exit(0);
}
}  // namespace

EXPORT_ENTRY_WITH(entry.create = create)
