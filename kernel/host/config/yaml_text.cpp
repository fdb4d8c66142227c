#include "kernel/host/config/yaml_text.hpp"

#include <algorithm>
#include <array>

namespace dovetail::config {
namespace {

constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Letters, digits and a few signs, beginning with a letter, '/' or './', and no word that YAML
/// gives a meaning.
bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  if (!is_letter(text[0]) && text[0] != '/' && !text.starts_with("./")) return false;
  const bool safe = std::ranges::all_of(text, [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view("_-./").find(c) != std::string_view::npos;
  });
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return safe && std::ranges::find(kWords, lower) == std::end(kWords);
}

}  // namespace

std::string quoted_if_needed(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (byte < 0x20 || byte == 0x7F)
      out += std::string("\\x") + kHex[byte >> 4] + kHex[byte & 15];
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace dovetail::config
