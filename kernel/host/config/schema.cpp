#include "kernel/host/config/schema.hpp"

#include <algorithm>

namespace dovetail::config {
namespace {

/// "a.0.b" and "a[0].b" as "a[].b".
std::string pattern_of(std::string_view path) {
  std::string out;
  for (std::string piece : split(path, ".")) {
    const size_t bracket = piece.find('[');
    if (bracket != piece.npos) piece = piece.substr(0, bracket) + "[]";
    const bool index = !piece.empty() && std::all_of(piece.begin(), piece.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    if (index)
      out += "[]";
    else
      out += (out.empty() ? "" : ".") + piece;
  }
  return out;
}

}  // namespace

std::string_view Key::name() const {
  const size_t dot = path.rfind('.');
  return dot == path.npos ? path : path.substr(dot + 1);
}

const Key* find_key(std::string_view path) {
  const std::string pattern = pattern_of(path);
  for (const Key& key : all_keys())
    if (key.path == pattern) return &key;
  return nullptr;
}

std::vector<const Key*> keys_under(std::string_view path) {
  std::string prefix = pattern_of(path);
  if (!prefix.empty()) prefix += '.';
  std::vector<const Key*> out;
  for (const Key& key : all_keys())
    if (key.path.starts_with(prefix) && key.path.find('.', prefix.size()) == key.path.npos)
      out.push_back(&key);
  return out;
}

std::vector<std::string> names_under(std::string_view path) {
  std::vector<std::string> out;
  for (const Key* key : keys_under(path)) out.emplace_back(key->name());
  return out;
}

const Key* governing_key(std::string_view path) {
  for (;;) {
    if (const Key* key = find_key(path)) return key;
    const size_t end = path.find_last_of(".[");
    if (end == path.npos) return nullptr;
    path = path.substr(0, end);
  }
}

std::string_view to_string(Reload reload) {
  constexpr std::string_view kNames[] = {"live", "drain", "restart", "genesis"};
  return kNames[static_cast<int>(reload)];
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> out;
  for (;;) {
    const size_t end = text.find(separator);
    out.emplace_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + separator.size());
  }
}

}  // namespace dovetail::config
