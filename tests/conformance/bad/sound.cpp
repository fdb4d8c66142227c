// Nothing is wrong with it.
#include "tests/conformance/bad/sound.hpp"

EXPORT_ENTRY_WITH()
