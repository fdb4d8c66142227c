// The entry speaks version 2 alone, the manifest version 1.
#include "tests/conformance/bad/sound.hpp"

EXPORT_ENTRY_WITH(entry.abi_min = entry.abi_max = 2)
