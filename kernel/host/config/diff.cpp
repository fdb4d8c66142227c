#include "kernel/host/config/diff.hpp"

#include <algorithm>

#include "kernel/host/config/print.hpp"

namespace dovetail::config {
namespace {

struct Leaf {
  std::string path;
  std::string content;  // secrets in clear: for comparison only
  std::string shown;
};

std::string content_of(const Node& node) {
  std::string out = node.text;
  for (const Node& item : node.items) out += std::to_string(item.text.size()) + ":" + item.text;
  return out + static_cast<char>('0' + static_cast<int>(node.kind));
}

bool is_leaf(const Node& node) {
  if (node.kind == Node::Kind::map) return node.members.empty();
  return std::ranges::none_of(node.items, [](const Node& item) {
    return item.kind == Node::Kind::map || item.kind == Node::Kind::list;
  });
}

void flatten(const Node& node, const std::string& path, std::vector<Leaf>& out) {
  if (is_leaf(node)) {
    out.push_back({path, content_of(node), shown(node, path)});
    return;
  }
  for (const Member& member : node.members)
    flatten(member.value, path.empty() ? member.key : path + "." + member.key, out);
  for (size_t i = 0; i < node.items.size(); ++i)
    flatten(node.items[i], path + "[" + std::to_string(i) + "]", out);
}

std::vector<Leaf> leaves_of(const LoadedConfig& config) {
  std::vector<Leaf> out;
  flatten(config.effective, "", out);
  return out;
}

Reload reload_of(const std::string& path) {
  const Key* key = governing_key(path);
  return key == nullptr ? Reload::restart : key->reload;
}

std::string list_of(const std::vector<Change>& changes, Reload reload) {
  std::string out;
  for (const Change& change : changes)
    if (change.reload == reload) out += (out.empty() ? "" : ", ") + change.path;
  return out;
}

/// A table position for ordering; keys of plugins follow their `config`.
size_t rank(const std::string& path) {
  const Key* key = governing_key(path);
  return key == nullptr ? all_keys().size() : static_cast<size_t>(key - all_keys().data());
}

}  // namespace

std::vector<Change> diff(const LoadedConfig& before, const LoadedConfig& after) {
  const auto old_leaves = leaves_of(before), new_leaves = leaves_of(after);
  std::vector<Change> out;
  for (const Leaf& leaf : old_leaves) {
    const auto same = std::ranges::find(new_leaves, leaf.path, &Leaf::path);
    if (same == new_leaves.end())
      out.push_back({leaf.path, leaf.shown, {}, reload_of(leaf.path)});
    else if (same->content != leaf.content)
      out.push_back({leaf.path, leaf.shown, same->shown, reload_of(leaf.path)});
  }
  for (const Leaf& leaf : new_leaves)
    if (std::ranges::find(old_leaves, leaf.path, &Leaf::path) == old_leaves.end())
      out.push_back({leaf.path, {}, leaf.shown, reload_of(leaf.path)});
  std::ranges::sort(out, {},
                    [](const Change& change) { return std::pair(rank(change.path), change.path); });
  return out;
}

std::string describe(const std::vector<Change>& changes) {
  if (changes.empty()) return "";
  std::string out;
  for (const Change& change : changes) {
    std::string reload(to_string(change.reload));
    reload.resize(8, ' ');
    out += reload + change.path + ": " + change.before.value_or("(absent)") + " -> " +
           change.after.value_or("(absent)") + "\n";
  }
  out += "\n";
  if (const std::string fixed = list_of(changes, Reload::genesis); !fixed.empty())
    return out +
           "A reload would be refused, and nothing changed: part of the chain's identity since its "
           "first block: " +
           fixed + "\n";
  if (const std::string fixed = list_of(changes, Reload::restart); !fixed.empty())
    return out + "A reload would be refused, and nothing changed: restart the node for: " + fixed +
           "\n";
  if (const std::string live = list_of(changes, Reload::live); !live.empty())
    out += "A reload would take up at once: " + live + "\n";
  if (const std::string drain = list_of(changes, Reload::drain); !drain.empty())
    out += "A reload would take up at the next batch, after the work in flight: " + drain + "\n";
  return out;
}

}  // namespace dovetail::config
