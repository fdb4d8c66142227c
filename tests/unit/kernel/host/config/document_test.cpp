#include "kernel/host/config/document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dovetail::config {
namespace {

using testing::HasSubstr;

Node parse(const std::string& text, Diagnostics& out) {
  return parse_document(std::make_shared<Source>(Source{{}, "x.yaml", text}), out);
}

std::string report_of(const std::string& text) {
  Diagnostics out;
  parse(text, out);
  return render(out);
}

TEST(document, knows_where_values_stand) {
  Diagnostics out;
  const Node root = parse("a: 1\nb:\n  c: \"two\"\n  d: [3, 4]\n", out);
  EXPECT_EQ(render(out), "");
  const Node& c = *root.find("b")->find("c");
  EXPECT_EQ(c.text, "two");
  EXPECT_TRUE(c.quoted);
  EXPECT_EQ(c.at.line, 3u);
  EXPECT_EQ(c.at.column, 6u);
  EXPECT_EQ(root.find("b")->find("d")->items[1].at.column, 10u);
  EXPECT_EQ(root.find("b")->members[0].key_at.column, 3u);
}

TEST(document, keeps_scalars_as_text) {
  Diagnostics out;
  const Node root = parse("a: 010\nb: on\n", out);
  EXPECT_EQ(root.find("a")->text, "010");
  EXPECT_EQ(root.find("b")->text, "on");
}

TEST(document, refuses_duplicate_keys) {
  EXPECT_EQ(
      report_of("a: 1\nb: 2\na: 3\n"),
      "x.yaml:3:1: error: key 'a' stands twice in this map; the first is in line 1: remove one\n"
      "   3 | a: 3\n"
      "     | ^\n");
}

TEST(document, refuses_anchors_aliases_merge_keys_and_tags) {
  EXPECT_THAT(report_of("a: &x 1\nb: 2\n"), HasSubstr("x.yaml:1:4: error: anchors"));
  EXPECT_THAT(report_of("a: &x { c: 1 }\n"), HasSubstr("anchors"));
  EXPECT_THAT(report_of("<<: { c: 1 }\n"), HasSubstr("x.yaml:1:1: error: merge keys"));
  EXPECT_THAT(report_of("a: !!str 1\n"), HasSubstr("tags"));
  EXPECT_THAT(report_of("a: !include x\n"), HasSubstr("tags"));
  EXPECT_THAT(report_of("a: *x\n"), HasSubstr("error: "));
}

TEST(document, refuses_a_second_document) {
  EXPECT_THAT(report_of("a: 1\n---\nb: 2\n"), HasSubstr("one document"));
}

TEST(document, refuses_keys_that_are_not_scalars) {
  EXPECT_THAT(report_of("? [a, b]\n: 1\n"), HasSubstr("expected a key"));
}

TEST(document, says_where_the_yaml_is_broken) {
  EXPECT_THAT(report_of("a: [1, 2\nb: 3\n"), HasSubstr("x.yaml:2:"));
  EXPECT_THAT(report_of("a: \"open\nb: 1\n"),
              HasSubstr("x.yaml:1:4: error: this quote is not closed"));
  EXPECT_THAT(report_of("a: 'open\n"), HasSubstr("this quote is not closed"));
  EXPECT_EQ(report_of("a: \"an \\\" inside\"\nb: 'it''s'\n"), "");
}

TEST(document, refuses_bytes_that_are_not_utf8) {
  EXPECT_EQ(report_of("a: 1\nb: \xff\n"),
            "x.yaml:2:4: error: byte 255 is not UTF-8 text; save the file as UTF-8\n");
  EXPECT_THAT(report_of("a: \xed\xa0\x80\n"), HasSubstr("not UTF-8"));  // a surrogate
  EXPECT_THAT(report_of("a: \xc0\xaf\n"), HasSubstr("not UTF-8"));      // an overlong slash
  EXPECT_THAT(report_of(std::string("a: \0\n", 5)), HasSubstr("not UTF-8"));
  EXPECT_EQ(report_of("a: Gr\xc3\xbc\xc3\x9f"
                      "e \xf0\x9f\x8c\x8d\n"),
            "");
}

TEST(document, bounds_the_depth) {
  EXPECT_EQ(report_of(std::string(32, '[') + std::string(32, ']')), "");
  EXPECT_THAT(report_of(std::string(33, '[') + std::string(33, ']')), HasSubstr("deeper than 32"));
  EXPECT_THAT(report_of(std::string(200000, '[')), HasSubstr("error: "));
}

TEST(document, bounds_the_size) {
  EXPECT_EQ(report_of("a: " + std::string(kDocumentBytesMax - 3, 'x')), "");
  EXPECT_THAT(report_of("a: " + std::string(kDocumentBytesMax - 2, 'x')),
              HasSubstr("at most 1 MiB"));
}

TEST(document, bounds_the_number_of_values) {
  std::string text = "[1";
  for (size_t i = 0; i < kDocumentNodesMax; ++i) text += ",1";
  EXPECT_THAT(report_of(text + "]"), HasSubstr("more than 20000 values"));
}

TEST(document, underlines_by_characters_and_keeps_tabs) {
  const auto source = std::make_shared<Source>(Source{{}, "x", "\xc3\xbc:\tabc\n"});
  EXPECT_EQ(diagnose(source, {1, 5}, 3, "m").render(),
            "x:1:5: error: m\n   1 | \xc3\xbc:\tabc\n     |   \t^~~");
}

TEST(document, shows_a_part_of_a_long_line) {
  const auto source = std::make_shared<Source>(
      Source{{}, "x", std::string(500, 'x') + "bcd" + std::string(500, 'y')});
  EXPECT_EQ(diagnose(source, {1, 501}, 3, "m").render(),
            "x:1:501: error: m\n   1 | ... " + std::string(60, 'x') + "bcd" +
                std::string(117, 'y') + "\n     | " + std::string(64, ' ') + "^~~");
}

TEST(document, shows_no_private_key_of_a_line) {
  const std::string key(64, 'a');
  const auto source = std::make_shared<Source>(Source{{}, "x", "privte_key: 0x" + key});
  EXPECT_EQ(diagnose(source, {1, 1}, 10, "m").source_line, "privte_key: 0x<redacted>");
}

}  // namespace
}  // namespace dovetail::config
