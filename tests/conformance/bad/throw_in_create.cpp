// An exception leaves create.
#include <stdexcept>

#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status create(const dovetail_host*, const dovetail_create_args*, dovetail_instance**,
                       dovetail_error*) {
  throw std::runtime_error("thrown in create");
}
}  // namespace

EXPORT_ENTRY_WITH(entry.create = create)
