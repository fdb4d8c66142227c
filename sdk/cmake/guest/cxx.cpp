// What the C++ compiler may refer to in freestanding code. There is no heap, so nothing is ever
// deleted; both halt.

#include <stddef.h>

extern "C" [[noreturn]] void __cxa_pure_virtual() {
  __builtin_trap();
}

void operator delete(void*) noexcept {
  __builtin_trap();
}
void operator delete(void*, size_t) noexcept {
  __builtin_trap();
}
