#include "sdk/cpp/text.hpp"

#include <algorithm>

#include "sdk/base/hex.hpp"

namespace dovetail {
namespace {

Failure bad(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

bool has_prefix(std::string_view text) {
  return text.size() >= 2 && text[0] == '0' && text[1] == 'x';
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string out(2 + 2 * bytes.size(), '0');
  out[1] = 'x';
  hex_encode(bytes, out.data() + 2);
  return out;
}

Expected<Bytes> from_hex(std::string_view text) {
  if (!has_prefix(text)) return bad("hex string without 0x prefix");
  text.remove_prefix(2);
  if (text.size() % 2 != 0) return bad("hex string of odd length");
  Bytes out(text.size() / 2);
  if (auto done = hex_decode(text, out); !done) return Failure(done.error());
  return out;
}

std::string to_quantity(const U256& value) {
  std::string digits = to_hex(value.to_be().view()).substr(2);
  const size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return "0x" + digits.substr(first);
}

Expected<U256> from_quantity(std::string_view text) {
  if (!has_prefix(text)) return bad("hex string without 0x prefix");
  text.remove_prefix(2);
  if (text.empty()) return bad("hex string \"0x\"");
  if (text.size() > 1 && text[0] == '0') return bad("hex number with leading zero digits");
  if (text.size() > 64) return bad("hex number over 256 bits");
  U256 out;
  for (char c : text) {
    const int digit = hex_digit(c);
    if (digit < 0) return bad("invalid hex string");
    out = out << 4 | U256(static_cast<uint64_t>(digit));
  }
  return out;
}

std::string to_decimal(const U256& value) {
  std::string out;
  for (U256 rest = value; !rest.is_zero();) {
    const auto [quotient, remainder] = divide(rest, 10);
    out.push_back(static_cast<char>('0' + remainder.low_u64()));
    rest = quotient;
  }
  if (out.empty()) out = "0";
  std::reverse(out.begin(), out.end());
  return out;
}

Expected<U256> parse_u256(std::string_view text) {
  if (has_prefix(text)) return from_quantity(text);
  if (text.empty()) return bad("expected a number, found nothing");
  U256 out;
  const U256 limit = divide(~U256{}, 10).quotient;
  for (char c : text) {
    if (c < '0' || c > '9')
      return bad("expected decimal digits, found '" + std::string(text) + "'");
    const U256 digit = static_cast<uint64_t>(c - '0');
    if (out > limit) return bad("number over 256 bits");
    out = out * 10;
    if (out + digit < out) return bad("number over 256 bits");
    out = out + digit;
  }
  return out;
}

}  // namespace dovetail
