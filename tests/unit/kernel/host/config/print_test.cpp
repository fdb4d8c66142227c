#include "kernel/host/config/print.hpp"

#include <gmock/gmock.h>

#include "kernel/host/config/yaml_text.hpp"
#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(print, shows_each_value_with_its_origin) {
  const Overrides overrides{.sets = {"log.level=debug"},
                            .environment = {{"DOVETAIL_RPC__BATCH_MAX", "3"}}};
  const std::string out = print(loaded_from(kLeast, overrides));
  EXPECT_THAT(out,
              HasSubstr("chain:\n  id: 270                                       # x.yaml:1\n"));
  EXPECT_THAT(out,
              HasSubstr("  level: debug                                  # --set log.level\n"));
  EXPECT_THAT(
      out,
      HasSubstr("  batch_max: 3                                  # env DOVETAIL_RPC__BATCH_MAX\n"));
  EXPECT_THAT(out, HasSubstr("  body_bytes_max: 5242880                       # default\n"));
  EXPECT_THAT(out, HasSubstr("  cors_origins: [\"*\"]                           # default\n"));
}

TEST(print, shows_no_secret) {
  const Overrides overrides{
      .environment = {{"P", "hunter2"}, {"DOVETAIL_SETTLER__PASSWORD", "hunter3"}}};
  const std::string text =
      kLeast +
      "  prover: { use: prover/cpu, config: { token: \"a${env:P}\", list: [\"${env:P}\"] } }\n"
      "settler: { keystore: k, password: x }\n";
  const std::string out = print(loaded_from(text, overrides));
  EXPECT_THAT(out, Not(HasSubstr("hunter")));
  EXPECT_THAT(out, HasSubstr("password: \"<redacted>\""));
  EXPECT_THAT(out, HasSubstr("token: \"<redacted>\""));
  EXPECT_THAT(out, HasSubstr("list: [\"<redacted>\"]"));
}

TEST(print, is_a_configuration_that_holds_the_same) {
  const std::string text =
      kLeast +
      "  prover:\n    - { use: prover/cpu, config: { a: 010, b: [1, \"2\"], c: { d: on } } }\n"
      "    - { use: prover/opencl, name: two }\n"
      "data_dir: \"a b\\n#\"\n";
  const std::string once = print(loaded_from(text));
  const LoadedConfig again = loaded_from(once);
  EXPECT_EQ(again.settings.data_dir, "a b\n#");
  EXPECT_EQ(again.settings.plugins.prover.at(0).config.find("b")->items.at(1).text, "2");
  const auto without_comments = [](std::string all) {
    std::string out;
    for (size_t at = 0, end; (end = all.find('\n', at)) != all.npos; at = end + 1)
      out += all.substr(at, all.find("  #", at) - at) + "\n";
    return out;
  };
  EXPECT_EQ(without_comments(print(again)), without_comments(once));
}

TEST(yaml_text, quotes_what_yaml_would_take_for_something_else) {
  EXPECT_EQ(quoted_if_needed("l1/ethereum"), "l1/ethereum");
  EXPECT_EQ(quoted_if_needed("./data"), "./data");
  for (const char* text :
       {"on", "True", "null", "12", "0x1f", "", "~", "a b", "a: b", "-", "*", "{", "[", "a#"})
    EXPECT_EQ(quoted_if_needed(text), std::string("\"") + text + "\"") << text;
  EXPECT_EQ(quoted_if_needed("a\"\\\n\x01"), "\"a\\\"\\\\\\n\\x01\"");
}

}  // namespace
}  // namespace dovetail::config
