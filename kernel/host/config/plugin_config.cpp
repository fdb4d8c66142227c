#include "kernel/host/config/plugin_config.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <optional>
#include <regex>

#include "kernel/host/config/json_schema.hpp"
#include "kernel/host/config/nearest.hpp"
#include "kernel/host/config/scalar.hpp"

namespace dovetail::config {
namespace {

namespace json = boost::json;

/// Decimal integers of either sign, without leading zeros.
std::optional<json::value> integer_of(const std::string& text) {
  const bool negative = text.starts_with('-');
  auto digits = parse_integer(std::string_view(text).substr(negative ? 1 : 0));
  if (!digits) return {};
  int64_t value = 0;  // as a JSON parser does: unsigned only where signed has no room
  const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
  if (done.ec == std::errc()) return json::value(value);
  if (negative) return {};
  return json::value(*digits);
}

std::optional<json::value> number_of(const std::string& text) {
  static const std::regex kNumber("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  if (text.size() > 64 || !std::regex_match(text, kNumber)) return {};
  if (auto whole = integer_of(text)) return whole;
  double value = 0;
  const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
  if (done.ec != std::errc()) return {};
  return json::value(value);
}

std::optional<json::value> boolean_of(const std::string& text) {
  auto value = parse_boolean(text);
  if (!value) return {};
  return json::value(*value);
}

/// @return the scalar as that type of JSON Schema, if it is one.
std::optional<json::value> scalar_as(std::string_view type, const Node& node) {
  if (type == "string") return json::value(json::string(node.text));
  if (type == "integer") return integer_of(node.text);
  if (type == "number") return number_of(node.text);
  if (type == "boolean") return boolean_of(node.text);
  return {};
}

/// The types that a schema allows, "string" last, since every scalar is one.
std::vector<std::string> types_of(const json::object& schema) {
  const json::value* type = schema.if_contains("type");
  if (type == nullptr) return {};
  if (type->is_string()) return {std::string(type->get_string())};
  std::vector<std::string> out;
  for (const bool strings : {false, true})
    for (const json::value& each : type->get_array())
      if ((each.get_string() == "string") == strings) out.emplace_back(each.get_string());
  return out;
}

/// A schema without a type: quoted is a string, plain is what it looks like.
json::value untyped(const Node& node) {
  if (!node.quoted) {
    if (auto value = boolean_of(node.text)) return *value;
    if (auto value = number_of(node.text)) return *value;
  }
  return json::string(node.text);
}

int compare_numbers(const json::value& a, const json::value& b) {
  if (a.is_uint64() && b.is_uint64())
    return a.get_uint64() < b.get_uint64() ? -1 : a.get_uint64() > b.get_uint64();
  const double x = a.to_number<double>(), y = b.to_number<double>();
  return x < y ? -1 : x > y;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : std::string(separator)) + word;
  return out;
}

class Checker {
 public:
  explicit Checker(Diagnostics& out) : out_(out) {}

  json::value value(const Node& node, const json::object& schema, const std::string& path) {
    const auto types = types_of(schema);
    json::value out;
    if (node.kind == Node::Kind::scalar)
      out = scalar(node, types, path);
    else if (node.kind == Node::Kind::null)
      wrong(node, path, "a value", "nothing");
    else if (!allows(types, node.kind == Node::Kind::map ? "object" : "array"))
      wrong(node, path, joined(types, " or "), node.kind == Node::Kind::map ? "a map" : "a list");
    else
      out = node.kind == Node::Kind::map ? json::value(map(node, schema, path))
                                         : list(node, schema, path);
    if (!out.is_null()) check_bounds(out, node, schema, path);
    return out;
  }

  json::object map(const Node& node, const json::object& schema, const std::string& path) {
    json::object out;
    const json::object* properties = object_at(schema, "properties");
    for (const Member& member : node.members) {
      const std::string child = path.empty() ? member.key : path + "." + member.key;
      if (const json::object* known = properties ? object_at(*properties, member.key) : nullptr)
        out[member.key] = value(member.value, *known, child);
      else
        extra(member, schema, properties, child, out);
    }
    if (properties != nullptr) fill_defaults(*properties, out);
    report_missing(node, schema, path, out);
    return out;
  }

 private:
  static const json::object* object_at(const json::object& in, std::string_view name) {
    const json::value* found = in.if_contains(name);
    return found == nullptr ? nullptr : found->if_object();
  }
  static bool allows(const std::vector<std::string>& types, std::string_view type) {
    return types.empty() || std::ranges::find(types, type) != types.end();
  }
  void wrong(const Node& node, const std::string& path, const std::string& expected,
             const std::string& found) {
    out_.push_back(
        error_at(node, path + ": expected " + expected + (node.secret ? "" : ", found " + found)));
  }
  static std::string quoted(const Node& node) { return "'" + node.text.substr(0, 100) + "'"; }

  json::value scalar(const Node& node, const std::vector<std::string>& types,
                     const std::string& path) {
    if (types.empty()) return untyped(node);
    if (node.quoted && std::ranges::find(types, "string") != types.end())
      return json::string(node.text);
    for (const std::string& type : types)
      if (auto value = scalar_as(type, node)) return *value;
    wrong(node, path, joined(types, " or "), quoted(node));
    return nullptr;
  }

  json::array list(const Node& node, const json::object& schema, const std::string& path) {
    static const json::object kAny;
    const json::object* items = object_at(schema, "items");
    json::array out;
    for (size_t i = 0; i < node.items.size(); ++i)
      out.push_back(
          value(node.items[i], items ? *items : kAny, path + "[" + std::to_string(i) + "]"));
    return out;
  }

  void extra(const Member& member, const json::object& schema, const json::object* properties,
             const std::string& path, json::object& out) {
    static const json::object kAny;
    const json::value* rule = schema.if_contains("additionalProperties");
    const bool open =
        rule == nullptr ? properties == nullptr : rule->is_object() || rule->get_bool();
    if (open) {
      out[member.key] =
          value(member.value, rule && rule->is_object() ? rule->get_object() : kAny, path);
      return;
    }
    std::vector<std::string> known;
    if (properties != nullptr)
      for (const auto& [name, each] : *properties) known.emplace_back(name);
    out_.push_back(
        error_at_key(member, "unknown key '" + path + "'" + suggestion(member.key, known)));
  }

  static void fill_defaults(const json::object& properties, json::object& out) {
    for (const auto& [name, schema] : properties) {
      const json::value* value = schema.get_object().if_contains("default");
      if (value != nullptr && !out.contains(name)) out[name] = *value;
    }
  }

  void report_missing(const Node& node, const json::object& schema, const std::string& path,
                      const json::object& out) {
    const json::value* required = schema.if_contains("required");
    if (required == nullptr) return;
    for (const json::value& name : required->get_array()) {
      const std::string key(name.get_string());
      if (!out.contains(key))
        out_.push_back(
            error_at(node, "missing key '" + (path.empty() ? key : path + "." + key) + "'"));
    }
  }

  void check_bounds(const json::value& value, const Node& node, const json::object& schema,
                    const std::string& path) {
    const auto rule = [&](std::string_view name) { return schema.if_contains(name); };
    if (const auto* choices = rule("enum");
        choices && std::ranges::find(choices->get_array(), value) == choices->get_array().end())
      wrong(node, path, "one of " + json::serialize(*choices), quoted(node));
    if (value.is_number()) {
      if (const auto* least = rule("minimum"); least && compare_numbers(value, *least) < 0)
        wrong(node, path, "at least " + json::serialize(*least), quoted(node));
      if (const auto* most = rule("maximum"); most && compare_numbers(value, *most) > 0)
        wrong(node, path, "at most " + json::serialize(*most), quoted(node));
    }
    if (value.is_string()) check_text(std::string(value.get_string()), node, schema, path);
    if (value.is_array())
      check_count(value.get_array().size(), "minItems", "maxItems", " items", node, schema, path);
  }

  void check_text(const std::string& text, const Node& node, const json::object& schema,
                  const std::string& path) {
    const auto characters = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
    check_count(static_cast<uint64_t>(characters), "minLength", "maxLength", " characters", node,
                schema, path);
    const json::value* pattern = schema.if_contains("pattern");
    if (pattern != nullptr && !matches(text, pattern->get_string().c_str()))
      wrong(node, path, "a text that matches " + json::serialize(*pattern), quoted(node));
  }
  void check_count(uint64_t count, std::string_view least, std::string_view most,
                   const std::string& what, const Node& node, const json::object& schema,
                   const std::string& path) {
    const json::value *low = schema.if_contains(least), *high = schema.if_contains(most);
    if (low != nullptr && count < low->to_number<uint64_t>())
      wrong(node, path, "at least " + json::serialize(*low) + what, std::to_string(count));
    if (high != nullptr && count > high->to_number<uint64_t>())
      wrong(node, path, "at most " + json::serialize(*high) + what, std::to_string(count));
  }
  /// Bounded: std::regex recurses on its input, so a long text never matches.
  static bool matches(const std::string& text, const char* pattern) {
    constexpr size_t kTextMax = 4096;
    try {
      return text.size() <= kTextMax &&
             std::regex_search(text, std::regex(pattern, std::regex::ECMAScript));
    } catch (const std::regex_error&) {
      return false;
    }
  }

  Diagnostics& out_;
};

}  // namespace

Expected<boost::json::object> validate_plugin_config(const Node& config,
                                                     const boost::json::object& schema,
                                                     Diagnostics* diagnostics) {
  if (auto checked = check_config_schema(schema); !checked) return checked.error();
  Node map = config;
  if (map.kind == Node::Kind::null) map.kind = Node::Kind::map;
  Diagnostics found;
  json::value out = Checker(found).value(map, schema, "config");
  if (diagnostics != nullptr) *diagnostics = found;
  if (has_errors(found)) return Failure(Status::invalid_argument, render(found));
  if (!out.is_object()) return Failure(Status::invalid_argument, "config: expected a map of keys");
  return std::move(out.get_object());
}

Expected<boost::json::object> validate_plugin_config(const boost::json::object& config,
                                                     const boost::json::object& schema) {
  return validate_plugin_config(from_json(config), schema, nullptr);
}

}  // namespace dovetail::config
