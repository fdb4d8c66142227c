// The entry has no create.
#include "tests/conformance/bad/sound.hpp"

EXPORT_ENTRY_WITH(entry.create = nullptr)
