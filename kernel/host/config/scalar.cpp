#include "kernel/host/config/scalar.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "sdk/base/hex.hpp"
#include "sdk/cpp/text.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::config {
namespace {

Failure expected(std::string_view what, std::string_view found, std::string_view hint = "") {
  std::string text =
      "expected " + std::string(what) + ", found '" + std::string(found.substr(0, 100)) + "'";
  if (!hint.empty()) text += " (" + std::string(hint) + ")";
  return {Status::invalid_argument, std::move(text)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view hint_for_number(std::string_view text) {
  if (text.starts_with("0x")) return "hexadecimal is not accepted here";
  if (text.starts_with("-")) return "it cannot be negative";
  if (text.find_first_of("_,'") != text.npos) return "without separators";
  if (text.find_first_of(".eE") != text.npos) return "a whole number, digits only";
  return "";
}

}  // namespace

Expected<U256> parse_wide(std::string_view text) {
  constexpr std::string_view kWhat = "a decimal integer";
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
    return expected(kWhat, text, hint_for_number(text));
  if (text.size() > 1 && text[0] == '0')
    return expected(kWhat, text, "leading zeros are not accepted");
  auto value = parse_u256(text);
  if (!value) return expected(kWhat, text, "it must be below 2^256");
  return *value;
}

Expected<uint64_t> parse_integer(std::string_view text) {
  auto value = parse_wide(text);
  if (!value) return value.error();
  if (!value->fits_u64()) return expected("a decimal integer", text, "it must be below 2^64");
  return value->low_u64();
}

Expected<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return expected("true or false", text);
}

Expected<Address> parse_address(std::string_view text) {
  constexpr std::string_view kWhat = "an address (0x and 40 hex digits)";
  auto address = fixed_from_hex<20>(text);
  if (!address) return expected(kWhat, text);
  const std::string_view digits = text.substr(2);
  const auto has = [&](char low, char high) {
    return std::any_of(digits.begin(), digits.end(), [=](char c) { return c >= low && c <= high; });
  };
  if (has('a', 'f') && has('A', 'F') && to_checksum(*address) != text)
    return expected(kWhat, text, "its EIP-55 checksum is wrong: is it misspelt?");
  return *address;
}

Expected<Listen> parse_listen(std::string_view text) {
  constexpr std::string_view kWhat = "host:port, such as 127.0.0.1:3050 or [::1]:3050";
  const size_t colon = text.rfind(':');
  if (colon == text.npos) return expected(kWhat, text);
  auto port = parse_integer(text.substr(colon + 1));
  if (!port || *port > 65535) return expected(kWhat, text, "a port is a number up to 65535");
  std::string host(text.substr(0, colon));
  if (host == "localhost") host = "127.0.0.1";
  unsigned char bytes[16];
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), bytes) != 1) return expected(kWhat, text);
  } else if (inet_pton(AF_INET, host.c_str(), bytes) != 1) {
    return expected(kWhat, text, "names are not resolved; IPv6 goes in brackets");
  }
  return Listen{host, static_cast<uint16_t>(*port)};
}

std::string to_string(const Listen& listen) {
  const bool six = listen.host.find(':') != std::string::npos;
  return (six ? "[" + listen.host + "]" : listen.host) + ":" + std::to_string(listen.port);
}

std::string to_checksum(const Address& address) {
  std::string text = to_hex(address.view());
  const Hash256 hash = keccak256(view_of(std::string_view(text).substr(2)));
  for (size_t i = 0; i < 40; ++i) {
    const int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
    char& c = text[2 + i];
    if (nibble >= 8 && c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace dovetail::config
