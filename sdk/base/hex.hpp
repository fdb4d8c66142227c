#pragma once
// Hexadecimal text, lower case, two digits a byte. The prefix 0x is the caller's.

#include <string_view>

#include "sdk/base/bytes.hpp"
#include "sdk/base/result.hpp"

namespace dovetail {

/// Writes 2 * bytes.size() digits to out, no terminator.
void hex_encode(ByteView bytes, char* out);

/// @param text  an even number of digits, upper or lower case, without 0x.  @param out  text.size()
/// / 2 bytes. Fails with invalid_argument on an odd length, another character or an out of the
/// wrong size.
Result<void> hex_decode(std::string_view text, MutableBytes out);

/// @return the value of a digit, or -1.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A constant from source text; a malformed one does not compile.
template <size_t N>
consteval FixedBytes<N> fixed_hex(const char (&text)[2 * N + 1]) {
  FixedBytes<N> out;
  for (size_t i = 0; i < N; ++i) {
    const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
    DOVETAIL_ASSERT(high >= 0 && low >= 0);  // not a constant expression when it fails
    out.bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return out;
}

}  // namespace dovetail
