// check_config_schema: is a manifest's schema one that validate_plugin_config understands?

#include <algorithm>
#include <boost/json/array.hpp>
#include <regex>

#include "kernel/host/config/plugin_config.hpp"

namespace dovetail::config {
namespace {

namespace json = boost::json;

constexpr size_t kSchemaDepthMax = 16;
constexpr size_t kPatternSizeMax = 256;
constexpr std::string_view kTypes[] = {"object", "array", "string", "integer", "number", "boolean"};
constexpr std::string_view kSilent[] = {"title",   "description", "examples",
                                        "$schema", "$id",         "default"};

bool is_type(const json::value& value) {
  return value.is_string() &&
         std::ranges::find(kTypes, std::string_view(value.get_string())) != std::end(kTypes);
}

bool is_type_or_list(const json::value& value) {
  if (!value.is_array()) return is_type(value);
  return !value.get_array().empty() && std::ranges::all_of(value.get_array(), is_type);
}

bool is_name_list(const json::value& value) {
  return value.is_array() && std::ranges::all_of(value.get_array(), [](const json::value& name) {
           return name.is_string();
         });
}

bool is_pattern(const json::value& value) {
  if (!value.is_string() || value.get_string().size() > kPatternSizeMax) return false;
  try {
    (void)std::regex(value.get_string().c_str(), std::regex::ECMAScript);
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

bool is_count(const json::value& value) {
  return value.is_uint64() || (value.is_int64() && value.get_int64() >= 0);
}

struct Keyword {
  std::string_view name;
  bool (*is_valid)(const json::value&);
  std::string_view expected;
};
constexpr Keyword kKeywords[] = {
    {"type", is_type_or_list, "a type's name or a list of them"},
    {"required", is_name_list, "a list of names"},
    {"enum", [](const json::value& v) { return v.is_array() && !v.get_array().empty(); },
     "a list of values"},
    {"minimum", [](const json::value& v) { return v.is_number(); }, "a number"},
    {"maximum", [](const json::value& v) { return v.is_number(); }, "a number"},
    {"minLength", is_count, "a count"},
    {"maxLength", is_count, "a count"},
    {"minItems", is_count, "a count"},
    {"maxItems", is_count, "a count"},
    {"pattern", is_pattern, "an ECMAScript regular expression of at most 256 bytes"},
};

Failure failure(Status status, const std::string& where, const std::string& text) {
  return {status, "the manifest's config_schema, at '" + where + "': " + text};
}

Expected<void> check(const json::value& value, const std::string& where, size_t depth);

Expected<void> check_properties(const json::value& value, const std::string& where, size_t depth) {
  if (!value.is_object()) return failure(Status::corrupt, where, "expected an object of schemas");
  for (const auto& [name, schema] : value.get_object())
    if (auto done = check(schema, where + "/" + std::string(name), depth + 1); !done) return done;
  return {};
}

Expected<void> check_keyword(std::string_view name, const json::value& value,
                             const std::string& where, size_t depth) {
  if (std::ranges::find(kSilent, name) != std::end(kSilent) || name.starts_with("x-")) return {};
  if (name == "properties") return check_properties(value, where, depth);
  if (name == "items") return check(value, where, depth + 1);
  if (name == "additionalProperties")
    return value.is_bool() ? Expected<void>() : check(value, where, depth + 1);
  const auto* known = std::ranges::find(kKeywords, name, &Keyword::name);
  if (known == std::end(kKeywords))
    return failure(Status::unsupported, where,
                   "this keyword is not in the subset that the host understands");
  if (!known->is_valid(value))
    return failure(Status::corrupt, where, "expected " + std::string(known->expected));
  return {};
}

Expected<void> check(const json::value& value, const std::string& where, size_t depth) {
  if (!value.is_object()) return failure(Status::corrupt, where, "expected an object");
  if (depth > kSchemaDepthMax)
    return failure(Status::unsupported, where, "nested deeper than 16 schemas");
  for (const auto& [name, keyword] : value.get_object())
    if (auto done = check_keyword(name, keyword, where + "/" + std::string(name), depth); !done)
      return done;
  return {};
}

}  // namespace

Expected<void> check_config_schema(const boost::json::object& schema) {
  return check(schema, "", 0);
}

}  // namespace dovetail::config
