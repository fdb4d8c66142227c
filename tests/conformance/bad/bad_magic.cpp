// The entry begins with other bytes.
#include "tests/conformance/bad/sound.hpp"

EXPORT_ENTRY_WITH(entry.magic += 1)
