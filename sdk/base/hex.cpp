#include "sdk/base/hex.hpp"

namespace dovetail {

void hex_encode(ByteView bytes, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (uint8_t byte : bytes) {
    *out++ = kDigits[byte >> 4];
    *out++ = kDigits[byte & 15];
  }
}

Result<void> hex_decode(std::string_view text, MutableBytes out) {
  if (text.size() != 2 * out.size())
    return Error{Status::invalid_argument, "hex text of the wrong length"};
  for (size_t i = 0; i < out.size(); ++i) {
    const int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return Error{Status::invalid_argument, "not a hexadecimal digit"};
    out[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return {};
}

}  // namespace dovetail
