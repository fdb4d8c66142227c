#include "kernel/host/config/overrides.hpp"

#include <unistd.h>

#include <algorithm>

#include "kernel/host/config/nearest.hpp"
#include "kernel/host/config/schema.hpp"

namespace dovetail::config {
namespace {

constexpr std::string_view kPrefix = "DOVETAIL_";

/// Variables that begin like configuration and are not.
constexpr std::string_view kOtherVariables[] = {
    "DOVETAIL_CONFIG",      // the CLI's default for --config
    "DOVETAIL_FIXTURES",    // where tests find their fixtures
    "DOVETAIL_SEED",        // the seed of random tests
    "DOVETAIL_SETTLER_KEY"  // what the documents use in examples of ${env:}
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string join(const std::vector<std::string>& pieces, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ".") + pieces[i];
  return out;
}

/// A path that the table has, or one inside a plugin's own configuration.
bool is_known(const std::string& path) {
  if (find_key(path) != nullptr) return true;
  const Key* above = governing_key(path);
  return above != nullptr && above->type == Type::opaque;
}

bool is_index(const std::string& piece) {
  return !piece.empty() && piece.size() < 4 &&
         std::all_of(piece.begin(), piece.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// @return the child of that name, made if absent; null if the index is not in the list.
Node* descend(Node& node, const std::string& piece, const SourcePtr& source) {
  if (is_index(piece)) {
    const size_t index = std::stoul(piece);
    if (node.kind == Node::Kind::map && index == 0) return &node;
    if (node.kind == Node::Kind::list && index < node.items.size()) return &node.items[index];
    return nullptr;
  }
  if (node.kind != Node::Kind::map) {
    node = Node::map();
    node.source = source;
    node.at = {1, 1};
  }
  if (Node* found = node.find(piece)) return found;
  node.members.push_back({piece, {1, 1}, {}});
  node.members.back().value.source = source;
  return &node.members.back().value;
}

/// A value with structure is read as YAML, but not where the key takes a scalar: [::1]:3050.
Node value_of(const std::string& path, const SourcePtr& source, Diagnostics& out) {
  const Key* key = find_key(path);
  const bool structured =
      key == nullptr || key->is_list() || key->type == Type::section || key->type == Type::opaque;
  if (structured && (source->text.starts_with('[') || source->text.starts_with('{')))
    return parse_document(source, out);
  Node node = Node::scalar(source->text);
  node.source = source;
  node.at = {1, 1};
  return node;
}

void put(Node& root, const std::vector<std::string>& pieces, const SourcePtr& source,
         Diagnostics& out) {
  Node* node = &root;
  for (const std::string& piece : pieces) {
    node = descend(*node, piece, source);
    if (node == nullptr) {
      out.push_back(diagnose(source, {}, 0, "there is no item " + piece + " in that list"));
      return;
    }
  }
  *node = value_of(join(pieces, pieces.size()), source, out);
}

/// What is wrong with a path that is not known.
std::string unknown_path(const std::vector<std::string>& pieces) {
  size_t known = 0;
  while (known < pieces.size() && find_key(join(pieces, known + 1)) != nullptr) ++known;
  const std::string parent = join(pieces, known);
  return "unknown key '" + join(pieces, pieces.size()) + "'" +
         suggestion(pieces[known], names_under(parent));
}

/// @return the variable of every key of the table, as a person would write it.
std::vector<std::string> all_variables() {
  std::vector<std::string> out;
  for (const Key& key : all_keys()) {
    if (key.type == Type::section || key.path.find('[') != key.path.npos) continue;
    std::string name(kPrefix);
    for (char c : key.path)
      if (c == '.')
        name += "__";
      else
        name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    out.push_back(std::move(name));
  }
  return out;
}

}  // namespace

Environment process_environment() {
  Environment out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const size_t mark = text.find('=');
    if (mark != text.npos) out.emplace(text.substr(0, mark), text.substr(mark + 1));
  }
  return out;
}

std::vector<std::string> apply_environment(Node& root, const Environment& environment,
                                           Diagnostics& diagnostics) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix)) continue;
    if (std::ranges::find(kOtherVariables, name) != std::end(kOtherVariables)) continue;
    const auto pieces = split(lower(name.substr(kPrefix.size())), "__");
    if (!is_known(join(pieces, pieces.size()))) {
      unknown.push_back(name);
      continue;
    }
    const auto source =
        std::make_shared<Source>(Source{Source::Kind::environment, "env " + name, value});
    put(root, pieces, source, diagnostics);
  }
  return unknown;
}

void apply_sets(Node& root, const std::vector<std::string>& sets, Diagnostics& diagnostics) {
  for (const std::string& set : sets) {
    const size_t mark = set.find('=');
    const std::string path = set.substr(0, mark);
    const std::string value = mark == set.npos ? "" : set.substr(mark + 1);
    const auto source =
        std::make_shared<Source>(Source{Source::Kind::command_line, "--set " + path, value});
    const auto pieces = split(path, ".");
    if (mark == set.npos)
      diagnostics.push_back(diagnose(source, {}, 0, "expected KEY=VALUE, such as log.level=debug"));
    else if (!is_known(path))
      diagnostics.push_back(diagnose(source, {}, 0, unknown_path(pieces)));
    else
      put(root, pieces, source, diagnostics);
  }
}

Diagnostic unknown_variable(const std::string& name) {
  Diagnostic out;
  out.severity = Diagnostic::Severity::warning;
  out.file = "env " + name;
  out.message = "this variable is not configuration and changes nothing";
  if (const std::string best = nearest(name, all_variables()); !best.empty())
    out.message += "; did you mean '" + best + "'?";
  return out;
}

}  // namespace dovetail::config
