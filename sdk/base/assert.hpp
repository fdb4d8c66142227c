#pragma once
// DOVETAIL_ASSERT: a programmer's error. Always on; natively it prints and aborts, in the guest it
// halts the machine, so that the run cannot be proven. Never used on input from outside.

namespace dovetail {

/// Ends the program.  @param what  the condition as written.
[[noreturn]] void assertion_failed(const char* what, const char* file, int line) noexcept;

}  // namespace dovetail

#define DOVETAIL_ASSERT(condition)        \
  (static_cast<bool>(condition) ? void(0) \
                                : ::dovetail::assertion_failed(#condition, __FILE__, __LINE__))
