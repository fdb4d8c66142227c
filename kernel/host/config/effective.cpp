#include "kernel/host/config/effective.hpp"

#include <algorithm>

#include "kernel/host/config/agreement.hpp"
#include "kernel/host/config/nearest.hpp"
#include "kernel/host/config/scalar.hpp"
#include "kernel/host/config/schema.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::config {
namespace {

std::string kind_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "'" + node.text.substr(0, 100) + "'";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::list:
      return "a list";
  }
  return "";
}

/// @return what was expected instead, or "" if the text is a value of the key's type and range.
std::string wrong_integer(const Key& key, const std::string& text) {
  auto value = parse_integer(text);
  if (!value) return value.error().text;
  if (*value >= key.minimum && *value <= key.maximum) return "";
  const bool bounded = key.maximum != std::numeric_limits<uint64_t>::max();
  return "expected " + std::to_string(key.minimum) +
         (bounded ? " to " + std::to_string(key.maximum) : " or more") + ", found '" + text + "'";
}

std::string wrong_choice(const Key& key, const std::string& text) {
  const auto choices = split(key.choices, " ");
  if (std::ranges::find(choices, text) != choices.end()) return "";
  std::string all;
  for (const std::string& choice : choices) all += (all.empty() ? "" : ", ") + choice;
  const std::string best = nearest(text, choices);
  return "expected one of " + all + ", found '" + text.substr(0, 100) + "'" +
         (best.empty() ? "" : "; did you mean '" + best + "'?");
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

/// kind/name, vendor:kind/name or file:/path; the kind is the slot's.
std::string wrong_plugin(const Key& key, std::string_view text) {
  std::string slot = split(key.path, ".")[1];
  slot = slot.substr(0, slot.find('['));
  const std::string expected = "expected " + slot + "/NAME, VENDOR:" + slot +
                               "/NAME or file:/PATH.so, found '" +
                               std::string(text.substr(0, 200)) + "'";
  if (text.starts_with("file:")) {
    const bool absolute = text.substr(5).starts_with('/') && text.size() > 6;
    return absolute ? "" : expected + " (the path must be absolute)";
  }
  if (const size_t colon = text.find(':'); colon != text.npos) {
    if (!is_name(text.substr(0, colon))) return expected;
    text.remove_prefix(colon + 1);
  }
  const size_t slash = text.find('/');
  if (slash == text.npos || !is_name(text.substr(slash + 1))) return expected;
  if (text.substr(0, slash) != slot)
    return expected + " (this slot takes plugins of the kind " + slot + ")";
  return "";
}

template <class T>
std::string reason(const Expected<T>& value) {
  return value ? "" : value.error().text;
}

std::string wrong_text(const Key& key, const std::string& text) {
  switch (key.type) {
    case Type::integer:
      return wrong_integer(key, text);
    case Type::wide:
      return reason(parse_wide(text));
    case Type::boolean:
      return reason(parse_boolean(text));
    case Type::address:
      return reason(parse_address(text));
    case Type::listen:
      return reason(parse_listen(text));
    case Type::choice:
      return wrong_choice(key, text);
    case Type::name:
      return is_name(text)
                 ? ""
                 : "expected letters, digits and _ - . alone, found '" + text.substr(0, 100) + "'";
    case Type::plugin_name:
      return wrong_plugin(key, text);
    case Type::path:
    case Type::paths:
      return text.empty() ? "expected a path, found nothing" : "";
    case Type::secret_key:
      return fixed_from_hex<32>(text) ? "" : "expected 0x and 64 hex digits";
    default:
      return "";
  }
}

/// A secret written out in the file, or where other users' process lists show it.
bool is_exposed(const Key& key, const Node& node) {
  return key.is_secret() && !node.secret && node.source &&
         node.source->kind != Source::Kind::environment;
}

/// Where to point when a key is missing: the key of the section that lacks it.
struct Place {
  SourcePtr source;
  Position at;
  size_t width = 1;
};

class Judge {
 public:
  explicit Judge(Diagnostics& out) : out_(out) {}

  Node section(const Node& in, const std::string& path, const Place& place) {
    Node out = Node::map();
    out.source = in.source;
    out.at = in.at;
    if (in.kind != Node::Kind::map && in.kind != Node::Kind::null) {
      add(in, path + ": expected a map of keys, found " + kind_of(in));
      return out;
    }
    report_unknown(in, path);
    for (const Key* key : keys_under(path)) {
      const std::string name(key->name());
      const std::string child = path.empty() ? name : path + "." + name;
      const auto member = std::ranges::find(in.members, name, &Member::key);
      if (member != in.members.end())
        out.members.push_back({name, member->key_at, value(*key, child, *member)});
      else if (key->presence == Presence::required)
        report_missing(*key, child, place);
      else if (key->presence == Presence::defaulted)
        out.members.push_back({name, {}, default_value(*key, child, place)});
      if (child == "data_dir") data_dir_ = out.members.back().value.text;
    }
    return out;
  }

 private:
  void add(const Node& node, std::string message) {
    out_.push_back(error_at(node, std::move(message)));
  }

  void report_unknown(const Node& in, const std::string& path) {
    const auto known = names_under(path);
    for (const Member& member : in.members) {
      if (std::ranges::find(known, member.key) != known.end()) continue;
      const std::string full = path.empty() ? member.key : path + "." + member.key;
      out_.push_back(
          error_at_key(member, "unknown key '" + full + "'" + suggestion(member.key, known)));
    }
  }
  void report_missing(const Key& key, const std::string& path, const Place& place) {
    out_.push_back(diagnose(place.source, place.at, place.width,
                            "missing key '" + path + "': " + std::string(key.doc)));
  }

  Node default_value(const Key& key, const std::string& path, const Place& place) {
    if (key.type == Type::section) return section(Node::map(), path, place);
    if (key.is_list() || key.type == Type::opaque) return default_tree(key);
    std::string text(key.value);
    if (text.starts_with(kDataDirMark)) text = data_dir_ + text.substr(kDataDirMark.size());
    return Node::scalar(std::move(text));
  }
  static Node default_tree(const Key& key) {
    Diagnostics none;
    Node node = parse_document(
        std::make_shared<Source>(Source{{}, "default", std::string(key.value)}), none);
    node.source = nullptr;
    for (Node& item : node.items) item.source = nullptr;
    return node;
  }

  Node value(const Key& key, const std::string& path, const Member& member) {
    const Node& in = member.value;
    switch (key.type) {
      case Type::section:
        return section(in, path, {in.source, member.key_at, member.key.size()});
      case Type::records:
        return records(key, path, member);
      case Type::texts:
      case Type::paths:
        return list(key, path, in);
      case Type::opaque:
        return opaque(path, in);
      default:
        return scalar(key, path, in);
    }
  }

  Node records(const Key& key, const std::string& path, const Member& member) {
    Node in = member.value;
    if (key.one_or_list && in.kind == Node::Kind::map) {
      Node one = std::move(in);
      in = Node{};
      in.kind = Node::Kind::list;
      in.source = one.source;
      in.at = one.at;
      in.items.push_back(std::move(one));
    }
    if (in.kind != Node::Kind::list) {
      add(in, path + ": expected a list, found " + kind_of(in));
      return in;
    }
    for (size_t i = 0; i < in.items.size(); ++i) {
      const Node item = in.items[i];
      in.items[i] = section(item, path + "[" + std::to_string(i) + "]", {item.source, item.at, 1});
    }
    return in;
  }

  Node list(const Key& key, const std::string& path, const Node& in) {
    if (in.kind != Node::Kind::list) {
      add(in, path + ": expected a list, found " + kind_of(in));
      return in;
    }
    Node out = in;
    for (size_t i = 0; i < in.items.size(); ++i)
      out.items[i] = scalar(key, path + "[" + std::to_string(i) + "]", in.items[i]);
    return out;
  }

  Node opaque(const std::string& path, const Node& in) {
    Node out = in;
    if (in.kind == Node::Kind::null)
      out.kind = Node::Kind::map;
    else if (in.kind != Node::Kind::map)
      add(in, path + ": expected a map of keys, found " + kind_of(in));
    return out;
  }

  Node scalar(const Key& key, const std::string& path, const Node& in) {
    Node out = in;
    if (in.kind != Node::Kind::scalar) {
      add(in, path + ": expected a value, found " + kind_of(in) +
                  (in.kind == Node::Kind::null ? "; remove the key to keep the default" : ""));
      return out;
    }
    out.secret = in.secret || key.is_secret();
    if (is_exposed(key, in)) {
      add(out, path +
                   ": a secret is not written here, where others can read it; write ${env:NAME} or "
                   "${file:PATH}");
      return out;
    }
    std::string wrong = wrong_text(key, in.text);
    if (out.secret) wrong = wrong.substr(0, wrong.find(", found"));
    if (!wrong.empty()) add(out, path + ": " + wrong);
    return out;
  }

  Diagnostics& out_;
  std::string data_dir_;
};

}  // namespace

Node make_effective(const Node& root, Diagnostics& diagnostics) {
  Node out = Judge(diagnostics).section(root, "", {root.source, {1, 1}, 1});
  check_agreement(out, diagnostics);
  return out;
}

}  // namespace dovetail::config
