// The entry says that it ends before get_interface.
#include "tests/conformance/bad/sound.hpp"

EXPORT_ENTRY_WITH(entry.struct_size -= 8)
