#include "kernel/host/config/print.hpp"

#include <algorithm>

#include "kernel/host/config/schema.hpp"
#include "kernel/host/config/yaml_text.hpp"

namespace dovetail::config {
namespace {

constexpr size_t kCommentColumn = 48;

/// Values that are numbers or truth values by their key's type stand plain; of a plugin's own, as
/// they were written.
bool stands_plain(const Node& node, std::string_view path) {
  const Key* key = find_key(path);
  if (key == nullptr)
    return !node.quoted && node.text.find_first_of("\n:#{}[],&*!|>'\"%@`") == node.text.npos;
  return key->type == Type::integer || key->type == Type::wide || key->type == Type::boolean;
}

std::string shown_scalar(const Node& node, std::string_view path) {
  if (node.kind == Node::Kind::null) return "null";
  if (node.secret) return quoted_if_needed(kRedacted);
  return stands_plain(node, path) && !node.text.empty() ? node.text : quoted_if_needed(node.text);
}

/// Shown in one line: scalars, lists of scalars, and whatever is empty.
bool is_inline(const Node& node) {
  if (node.kind == Node::Kind::map) return node.members.empty();
  if (node.kind != Node::Kind::list) return true;
  return std::ranges::none_of(node.items, [](const Node& item) {
    return item.kind == Node::Kind::map || item.kind == Node::Kind::list;
  });
}

class Printer {
 public:
  std::string take() { return std::move(out_); }

  void members(const Node& map, const std::string& indent, const std::string& path) {
    std::string lead = indent;
    for (const Member& member : map.members) {
      const std::string child = path.empty() ? member.key : path + "." + member.key;
      value(lead + quoted_if_needed(member.key) + ":", member.value, blank(indent), child);
      lead = blank(indent);
    }
  }

 private:
  static std::string blank(const std::string& indent) { return std::string(indent.size(), ' '); }

  void line(std::string text, const Node& node) {
    if (text.size() + 2 < kCommentColumn) text.resize(kCommentColumn - 2, ' ');
    out_ += text + "  # " + origin_of(node) + "\n";
  }

  /// @param lead  what stands before the value: blanks, a dash, a key
  void value(const std::string& lead, const Node& node, const std::string& indent,
             const std::string& path) {
    if (is_inline(node)) return line(lead + " " + shown(node, path), node);
    out_ += lead + "\n";
    if (node.kind == Node::Kind::map) return members(node, indent + "  ", path);
    for (size_t i = 0; i < node.items.size(); ++i)
      item(node.items[i], indent + "  - ", path + "[" + std::to_string(i) + "]");
  }

  void item(const Node& node, const std::string& lead, const std::string& path) {
    if (node.kind == Node::Kind::map && !node.members.empty()) return members(node, lead, path);
    value(lead.substr(0, lead.size() - 1), node, blank(lead), path);
  }

  std::string out_;
};

}  // namespace

std::string shown(const Node& node, std::string_view path) {
  if (node.kind == Node::Kind::map) return "{}";
  if (node.kind != Node::Kind::list) return shown_scalar(node, path);
  std::string out = "[";
  for (const Node& item : node.items)
    out += (out.size() > 1 ? ", " : "") + shown_scalar(item, path);
  return out + "]";
}

std::string print(const LoadedConfig& config) {
  Printer printer;
  printer.members(config.effective, "", "");
  return printer.take();
}

}  // namespace dovetail::config
