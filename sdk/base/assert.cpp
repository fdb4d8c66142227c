#include "sdk/base/assert.hpp"

#if __STDC_HOSTED__
#include <cstdio>
#include <cstdlib>
#endif

namespace dovetail {

void assertion_failed(const char* what, const char* file, int line) noexcept {
#if __STDC_HOSTED__
  std::fprintf(stderr, "dovetail: assertion failed: %s (%s:%d)\n", what, file, line);
  std::abort();
#else
  (void)what, (void)file, (void)line;
  __builtin_trap();
#endif
}

}  // namespace dovetail
