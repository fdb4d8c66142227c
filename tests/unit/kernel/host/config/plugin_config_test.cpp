#include "kernel/host/config/plugin_config.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["urls"],
  "properties": {
    "urls": { "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^https?://" } },
    "threads": { "type": "integer", "minimum": 1, "maximum": 64, "default": 4 },
    "mode": { "type": "string", "enum": ["fast", "slow"], "default": "fast", "description": "how" },
    "ratio": { "type": "number" },
    "deep": { "type": "object", "properties": { "on": { "type": "boolean", "default": true } } },
    "name": { "type": "string", "maxLength": 4 },
    "either": { "type": ["string", "integer"] }
  }})";

/// The verdict on plugins.l1.config as written: the JSON, or the report.
std::string judged(const std::string& config, const char* schema = kSchema,
                   const Overrides& overrides = {}) {
  const std::string text = kLeast.substr(0, kLeast.find("  l1")) +
                           "  l1: { use: l1/x, config: " + config + " }\n" +
                           kLeast.substr(kLeast.find("  da"));
  const LoadedConfig loaded = loaded_from(text, overrides);
  auto out = validate_plugin_config(loaded.settings.plugins.l1.config,
                                    boost::json::parse(schema).as_object());
  return out ? boost::json::serialize(*out) : out.error().text;
}

TEST(plugin_config, fills_the_defaults_of_the_manifest) {
  EXPECT_EQ(judged("{ urls: [\"http://a\"] }"),
            R"({"urls":["http://a"],"threads":4,"mode":"fast"})");
  EXPECT_EQ(judged("{ urls: [\"http://a\"], deep: {} }"),
            R"({"urls":["http://a"],"deep":{"on":true},"threads":4,"mode":"fast"})");
}

TEST(plugin_config, types_scalars_by_the_schema) {
  EXPECT_THAT(judged("{ urls: [http://a], threads: 2, name: 8080, ratio: -1.5, either: 7 }"),
              HasSubstr(R"("threads":2,"name":"8080","ratio":-1.5E0,"either":7)"));
  EXPECT_THAT(judged("{ urls: [http://a], either: x }"), HasSubstr(R"("either":"x")"));
}

TEST(plugin_config, points_at_an_unknown_key) {
  EXPECT_EQ(judged("{ urls: [http://a], thread: 2 }"),
            "x.yaml:3:48: error: unknown key 'config.thread'; did you mean 'threads'?\n"
            "   3 |   l1: { use: l1/x, config: { urls: [http://a], thread: 2 } }\n"
            "     |                                                ^~~~~~\n");
}

TEST(plugin_config, refuses_what_breaks_a_rule) {
  EXPECT_THAT(judged("{}"), HasSubstr("missing key 'config.urls'"));
  EXPECT_THAT(judged("{ urls: }"), HasSubstr("config.urls: expected a value, found nothing"));
  EXPECT_THAT(judged("{ urls: [] }"), HasSubstr("at least 1 items, found 0"));
  EXPECT_THAT(judged("{ urls: [ftp://a] }"),
              HasSubstr("config.urls[0]: expected a text that matches"));
  EXPECT_THAT(judged("{ urls: http://a }"),
              HasSubstr("config.urls: expected array, found 'http://a'"));
  EXPECT_THAT(judged("{ urls: [http://a], threads: 0 }"),
              HasSubstr("config.threads: expected at least 1, found '0'"));
  EXPECT_THAT(judged("{ urls: [http://a], threads: 65 }"), HasSubstr("expected at most 64"));
  EXPECT_THAT(judged("{ urls: [http://a], threads: 010 }"),
              HasSubstr("expected integer, found '010'"));
  EXPECT_THAT(judged("{ urls: [http://a], mode: fats }"),
              HasSubstr(R"(expected one of ["fast","slow"])"));
  EXPECT_THAT(judged("{ urls: [http://a], deep: { on: yes } }"),
              HasSubstr("config.deep.on: expected boolean"));
  EXPECT_THAT(judged("{ urls: [http://a], deep: { of: true } }"),
              HasSubstr("unknown key 'config.deep.of'"));
  EXPECT_THAT(judged("{ urls: [http://a], name: abcde }"), HasSubstr("at most 4 characters"));
  EXPECT_THAT(judged("{ urls: [http://a], ratio: 0x1 }"), HasSubstr("expected number"));
}

TEST(plugin_config, passes_secrets_on_and_does_not_show_them) {
  const Overrides overrides{.environment = {{"U", "http://hunter2"}, {"T", "hunter2"}}};
  EXPECT_THAT(judged("{ urls: [\"${env:U}\"] }", kSchema, overrides),
              HasSubstr(R"("urls":["http://hunter2"])"));
  const std::string report =
      judged("{ urls: [http://a], threads: \"${env:T}\" }", kSchema, overrides);
  EXPECT_THAT(report, HasSubstr("config.threads: expected integer\n"));
  EXPECT_THAT(report, Not(HasSubstr("hunter2")));
}

TEST(plugin_config, takes_any_key_where_the_schema_says_so) {
  EXPECT_EQ(judged("{ a: 1, b: \"1\", c: true }", "{}"), R"({"a":1,"b":"1","c":true})");
  EXPECT_EQ(judged("{ a: 1 }", R"({"properties":{},"additionalProperties":{"type":"string"}})"),
            R"({"a":"1"})");
}

TEST(plugin_config, points_at_use_when_config_is_not_written) {
  const LoadedConfig loaded = loaded_from(kLeast);
  auto out = validate_plugin_config(loaded.settings.plugins.l1.config,
                                    boost::json::parse(kSchema).as_object());
  ASSERT_FALSE(out);
  EXPECT_THAT(out.error().text, HasSubstr("x.yaml:3:14: error: missing key 'config.urls'"));
}

TEST(plugin_config, judges_json_alike) {
  const auto schema = boost::json::parse(kSchema).as_object();
  const auto judged = [&](const char* config) {
    auto out = validate_plugin_config(boost::json::parse(config).as_object(), schema);
    return out ? boost::json::serialize(*out) : out.error().text;
  };
  EXPECT_EQ(judged(R"({"urls":["http://a"],"ratio":0.5,"deep":{"on":false}})"),
            R"({"urls":["http://a"],"ratio":5E-1,"deep":{"on":false},"threads":4,"mode":"fast"})");
  EXPECT_EQ(judged(R"({"urls":["http://a"],"threads":0})"),
            "error: config.threads: expected at least 1, found '0'\n");
}

TEST(plugin_config, judged_twice_stays_the_same) {
  const auto schema = boost::json::parse(R"({"type": "object", "properties": {
      "price": {"type": ["integer", "string"], "default": "1000000"},
      "share": {"type": "number", "default": 0.25}}})")
                          .as_object();
  const auto once = validate_plugin_config(boost::json::object(), schema);
  ASSERT_TRUE(once) << once.error().text;
  const auto twice = validate_plugin_config(*once, schema);
  ASSERT_TRUE(twice) << twice.error().text;
  EXPECT_EQ(*once, *twice);
}

TEST(plugin_config, refuses_schemas_that_it_does_not_understand) {
  const auto status = [](const char* schema) {
    auto done = check_config_schema(boost::json::parse(schema).as_object());
    return done ? Status::ok : done.error().status;
  };
  EXPECT_EQ(status(kSchema), Status::ok);
  EXPECT_EQ(status(R"({"oneOf": []})"), Status::unsupported);
  EXPECT_EQ(status(R"({"properties": {"a": {"$ref": "#"}}})"), Status::unsupported);
  EXPECT_EQ(status(R"({"type": "text"})"), Status::corrupt);
  EXPECT_EQ(status(R"({"type": []})"), Status::corrupt);
  EXPECT_EQ(status(R"({"properties": {"a": 1}})"), Status::corrupt);
  EXPECT_EQ(status(R"({"pattern": "("})"), Status::corrupt);
  EXPECT_EQ(status(R"({"minLength": -1})"), Status::corrupt);
  EXPECT_EQ(status(R"({"required": "a"})"), Status::corrupt);
  EXPECT_EQ(status(R"({"enum": []})"), Status::corrupt);
  EXPECT_EQ(status(R"({"x-unit": 1})"), Status::ok);
}

}  // namespace
}  // namespace dovetail::config
