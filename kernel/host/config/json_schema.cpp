#include "kernel/host/config/json_schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "kernel/host/config/scalar.hpp"
#include "kernel/host/config/schema.hpp"

namespace dovetail::config {
namespace {

namespace json = boost::json;

json::object pattern(std::string_view regex) {
  return {{"type", "string"}, {"pattern", regex}};
}

/// A value of that shape, or a reference that brings one.
json::object or_reference(json::object shape) {
  return {
      {"anyOf", json::array{std::move(shape), json::object{{"$ref", "#/definitions/reference"}}}}};
}

/// As a JSON parser has it: unsigned only where signed has no room.
json::value number(uint64_t value) {
  if (value <= uint64_t(std::numeric_limits<int64_t>::max())) return static_cast<int64_t>(value);
  return value;
}

json::object integer_shape(const Key& key) {
  json::object out{{"type", "integer"}, {"minimum", number(key.minimum)}};
  if (key.maximum != std::numeric_limits<uint64_t>::max()) out["maximum"] = number(key.maximum);
  return out;
}

json::object choice_shape(const Key& key) {
  json::array choices;
  for (const std::string& choice : split(key.choices, " ")) choices.emplace_back(choice);
  return {{"type", "string"}, {"enum", std::move(choices)}};
}

json::object plugin_shape(const Key& key) {
  std::string slot = split(key.path, ".")[1];
  slot = slot.substr(0, slot.find('['));
  return pattern("^(([A-Za-z0-9_.-]+:)?" + slot + "/[A-Za-z0-9_.-]+|file:/.+)$");
}

json::object section_shape(std::string_view path);

json::object list_shape(json::object items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json::object records_shape(const Key& key) {
  json::object item = section_shape(std::string(key.path) + "[]");
  if (!key.one_or_list) return list_shape(std::move(item));
  json::object list = list_shape(item);
  return {{"anyOf", json::array{std::move(item), std::move(list)}}};
}

json::object shape_of(const Key& key) {
  switch (key.type) {
    case Type::section:
      return section_shape(key.path);
    case Type::records:
      return records_shape(key);
    case Type::texts:
    case Type::paths:
      return list_shape({{"type", "string"}});
    case Type::integer:
      return or_reference(integer_shape(key));
    case Type::wide:
      return {{"anyOf", json::array{json::object{{"type", "integer"}, {"minimum", 0}},
                                    pattern("^[1-9][0-9]*$"),
                                    json::object{{"$ref", "#/definitions/reference"}}}}};
    case Type::boolean:
      return or_reference({{"type", "boolean"}});
    case Type::choice:
      return or_reference(choice_shape(key));
    case Type::address:
      return or_reference(pattern("^0x[0-9a-fA-F]{40}$"));
    case Type::listen:
      return or_reference(pattern("^([0-9.]+|localhost|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}$"));
    case Type::name:
      return or_reference(pattern("^[A-Za-z0-9_.-]+$"));
    case Type::plugin_name:
      return or_reference(plugin_shape(key));
    case Type::secret:
    case Type::secret_key:
      return {{"$ref", "#/definitions/reference"}};
    case Type::opaque:
      return {{"type", json::array{"object", "null"}}};
    case Type::text:
    case Type::path:
      return {{"type", "string"}};
  }
  return {};
}

json::value default_of(const Key& key) {
  Diagnostics none;
  if (key.type == Type::text || key.type == Type::path || key.type == Type::listen)
    return json::string(key.value);
  return to_json(
      parse_document(std::make_shared<Source>(Source{{}, "", std::string(key.value)}), none));
}

json::object section_shape(std::string_view path) {
  json::object properties;
  json::array required;
  for (const Key* key : keys_under(path)) {
    json::object shape = shape_of(*key);
    // draft-07 ignores what stands beside $ref, so a bare reference is wrapped.
    if (shape.contains("$ref")) shape = {{"allOf", json::array{std::move(shape)}}};
    shape["description"] = key->doc;
    if (key->type != Type::section) shape["x-reload"] = to_string(key->reload);
    if (!key->value.empty() && !key->value.starts_with(kDataDirMark))
      shape["default"] = default_of(*key);
    properties[key->name()] = std::move(shape);
    if (key->presence == Presence::required) required.emplace_back(key->name());
  }
  json::object out{
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (required.empty())
    out["type"] = json::array{"object", "null"};
  else
    out["required"] = std::move(required);
  return out;
}

json::value plain_to_json(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  if (auto whole = parse_integer(text)) return number(*whole);
  if (auto wide = parse_wide(text)) return std::strtod(text.c_str(), nullptr);
  return json::string(text);
}

}  // namespace

boost::json::object json_schema() {
  json::object out{{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "Dovetail configuration"}};
  out["definitions"] = json::object{{"reference", pattern("\\$\\{(env|file):[^}]+\\}")}};
  for (auto& [name, value] : section_shape("")) out[name] = std::move(value);
  return out;
}

boost::json::value to_json(const Node& node) {
  if (node.kind == Node::Kind::null) return nullptr;
  if (node.kind == Node::Kind::scalar)
    return node.quoted ? json::string(node.text) : plain_to_json(node.text);
  if (node.kind == Node::Kind::list) {
    json::array out;
    for (const Node& item : node.items) out.push_back(to_json(item));
    return out;
  }
  json::object out;
  for (const Member& member : node.members) out[member.key] = to_json(member.value);
  return out;
}

Node from_json(const boost::json::value& value) {
  Node out;
  if (const json::object* object = value.if_object()) {
    out.kind = Node::Kind::map;
    for (const auto& [key, member] : *object)
      out.members.push_back({std::string(key), {}, from_json(member)});
  } else if (const json::array* array = value.if_array()) {
    out.kind = Node::Kind::list;
    for (const json::value& item : *array) out.items.push_back(from_json(item));
  } else if (!value.is_null()) {
    const json::string* text = value.if_string();
    out = Node::scalar(text ? std::string(*text) : json::serialize(value));
    out.quoted = text != nullptr;
  }
  return out;
}

}  // namespace dovetail::config
