// A static initialiser crashes inside dlopen.
#include <csignal>

#include "tests/conformance/bad/sound.hpp"

namespace {
const int kCrash = ::raise(SIGSEGV);
}

EXPORT_ENTRY_WITH()
