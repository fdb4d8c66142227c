// The manifest's frame and each of its fields.

#include "kernel/host/plugin/manifest.hpp"

#include <boost/json.hpp>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

namespace json = boost::json;

json::object sound() {
  return {{"id", "fee_oracle/sound"},
          {"kind", "fee_oracle"},
          {"version", "1.2.3-rc1"},
          {"description", "d"},
          {"license", "MIT"},
          {"stability", "beta"},
          {"provides", {"dovetail.fee_oracle/1"}},
          {"requires", {"dovetail.l1/1"}},
          {"exclusive", {"port"}},
          {"config_schema", {{"type", "object"}}},
          {"abi", {{"min", 1}, {"max", 2}, {"headers", std::string(64, 'a')}}},
          {"built_with", "clang"}};
}

Bytes framed(std::string_view text, uint32_t format = 1) {
  Bytes out = to_bytes(view_of("DVTM"));
  out.resize(12);
  store_le32(out.data() + 4, format);
  store_le32(out.data() + 8, static_cast<uint32_t>(text.size()));
  out.insert(out.end(), text.begin(), text.end());
  return out;
}

std::string fault_of(const Bytes& section) {
  auto manifest = parse_manifest(section);
  return manifest ? "" : manifest.error().text;
}

std::string fault_with(std::string_view key, const json::value& value) {
  json::object changed = sound();
  if (value.is_null())
    changed.erase(key);
  else
    changed[key] = value;
  return fault_of(framed(json::serialize(changed)));
}

TEST(manifest, reads_every_field) {
  auto manifest = parse_manifest(framed(json::serialize(sound()) + "   "));
  ASSERT_TRUE(manifest) << manifest.error().text;
  EXPECT_EQ(manifest->id, "fee_oracle/sound");
  EXPECT_EQ(manifest->kind, Kind::fee_oracle);
  EXPECT_EQ(manifest->name, "sound");
  EXPECT_EQ(manifest->version, "1.2.3-rc1");
  EXPECT_EQ(manifest->stability, "beta");
  EXPECT_THAT(manifest->requires_, testing::ElementsAre("dovetail.l1/1"));
  EXPECT_THAT(manifest->exclusive, testing::ElementsAre("port"));
  EXPECT_EQ(manifest->abi_min, 1u);
  EXPECT_EQ(manifest->abi_max, 2u);
  EXPECT_EQ(manifest->headers[31], 0xaa);
  EXPECT_EQ(manifest->config_schema.at("type"), "object");
}

TEST(manifest, reads_what_the_build_put_into_a_plugin) {
  auto manifest = read_manifest(plugin_bytes("sound_2"));
  ASSERT_TRUE(manifest) << manifest.error().text;
  EXPECT_EQ(manifest->id, "fee_oracle/sound");
  EXPECT_EQ(manifest->version, "2.0.0");
  EXPECT_EQ(manifest->headers, HostAbi().headers);
}

TEST(manifest, refuses_a_broken_frame) {
  const std::string text = json::serialize(sound());
  Bytes other_magic = framed(text), too_long = framed(text);
  other_magic[0] = 'd';
  store_le32(too_long.data() + 8, static_cast<uint32_t>(text.size()) + 1);
  EXPECT_THAT(fault_of({}), HasSubstr("begins with DVTM, found 0 bytes"));
  EXPECT_THAT(fault_of(other_magic), HasSubstr("begins with DVTM"));
  EXPECT_THAT(fault_of(framed(text, 2)), HasSubstr("format 1, found format 2"));
  EXPECT_THAT(fault_of(too_long), HasSubstr("bytes, found"));
  EXPECT_THAT(fault_of(framed("{")), HasSubstr("JSON object"));
  EXPECT_THAT(fault_of(framed("[]")), HasSubstr("JSON object"));
}

TEST(manifest, refuses_each_field_that_is_missing) {
  for (const auto& field : sound())
    EXPECT_THAT(fault_with(field.key(), nullptr), HasSubstr("'" + std::string(field.key()) + "'"));
}

TEST(manifest, names_the_field_that_is_wrong) {
  EXPECT_THAT(fault_with("kind", "oracle"), HasSubstr("expected a kind of plugin (l1, da"));
  EXPECT_THAT(fault_with("id", "fee_oracle/Sound"), HasSubstr("a-z, 0-9 and _"));
  EXPECT_THAT(fault_with("id", "da/sound"), HasSubstr("'fee_oracle/sound', found 'da/sound'"));
  EXPECT_THAT(fault_with("id", "sound"), HasSubstr("'id'"));
  EXPECT_THAT(fault_with("version", "1.2"), HasSubstr("MAJOR.MINOR.PATCH"));
  EXPECT_THAT(fault_with("version", "1.2.3x"), HasSubstr("MAJOR.MINOR.PATCH"));
  EXPECT_THAT(fault_with("stability", "good"), HasSubstr("draft, beta or stable"));
  EXPECT_THAT(fault_with("provides", json::array{"x"}),
              HasSubstr("'dovetail.fee_oracle/1' in the list"));
  EXPECT_THAT(fault_with("requires", json::array{1}), HasSubstr("a list of texts, found [1]"));
  EXPECT_THAT(fault_with("config_schema", "x"), HasSubstr("an object"));
  EXPECT_THAT(fault_with("abi", {{"min", 2}, {"max", 1}, {"headers", std::string(64, 'a')}}),
              HasSubstr("1 to max, found 2 to 1"));
  EXPECT_THAT(fault_with("abi", {{"min", 0}, {"max", 1}, {"headers", std::string(64, 'a')}}),
              HasSubstr("found 0 to 1"));
  EXPECT_THAT(fault_with("abi", {{"min", -1}, {"max", 1}, {"headers", std::string(64, 'a')}}),
              HasSubstr("abi.min"));
  EXPECT_THAT(fault_with("abi", {{"min", 1}, {"max", 1}, {"headers", "ab"}}),
              HasSubstr("64 hex digits"));
}

TEST(manifest, says_what_to_do_about_a_library_without_one) {
  auto manifest = read_manifest(plugin_bytes("no_manifest"));
  ASSERT_FALSE(manifest);
  EXPECT_THAT(manifest.error().text,
              HasSubstr("found no such section; build the plugin with dovetail_plugin()"));
}

}  // namespace
}  // namespace dovetail::plugin::test
