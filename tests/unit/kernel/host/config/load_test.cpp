#include "kernel/host/config/load.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(load, fills_defaults_when_only_the_required_is_given) {
  const LoadedConfig config = loaded_from(kLeast);
  const Settings& s = config.settings;
  EXPECT_EQ(s.chain.id, 270u);
  EXPECT_EQ(s.data_dir, "./data");
  EXPECT_EQ(s.admin.socket, "./data/admin.sock");
  EXPECT_EQ(s.rpc.listen, (Listen{"127.0.0.1", 3050}));
  EXPECT_EQ(s.rpc.cors_origins, std::vector<std::string>{"*"});
  EXPECT_EQ(s.sequencer.block_time_ms, 250u);
  EXPECT_EQ(s.sequencer.base_fee_min, U256(100000000));
  EXPECT_EQ(s.log.level, LogLevel::info);
  EXPECT_FALSE(s.settler.contracts);
  EXPECT_FALSE(s.plugins.bridge);
  EXPECT_TRUE(s.plugins.prover.empty());
  EXPECT_EQ(s.plugins.l1.name, "l1");
  EXPECT_EQ(to_checksum(s.chain.fee_collector), "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720");
}

TEST(load, points_at_a_misspelt_key_and_names_the_nearest) {
  EXPECT_EQ(
      report_of(kLeast + "sequencer:\n  block_tme_ms: 250\n"),
      "x.yaml:8:3: error: unknown key 'sequencer.block_tme_ms'; did you mean 'block_time_ms'?\n"
      "   8 |   block_tme_ms: 250\n"
      "     |   ^~~~~~~~~~~~\n");
}

TEST(load, lists_the_known_keys_when_none_is_near) {
  EXPECT_THAT(report_of(kLeast + "backlog: { zzzzzzzz: 1 }\n"),
              HasSubstr("; known here: batches_max\n"));
}

TEST(load, points_at_a_wrong_type) {
  EXPECT_EQ(report_of(kLeast + "settler:\n  development_key: on\n"),
            "x.yaml:8:20: error: settler.development_key: expected true or false, found 'on'\n"
            "   8 |   development_key: on\n"
            "     |                    ^~\n");
  EXPECT_THAT(
      report_of(kLeast + "rpc: { batch_max: 010 }\n"),
      HasSubstr("x.yaml:7:19: error: rpc.batch_max: expected a decimal integer, found '010'"));
  EXPECT_THAT(report_of(kLeast + "rpc: { batch_max: [1] }\n"),
              HasSubstr("expected a value, found a list"));
  EXPECT_THAT(report_of(kLeast + "rpc: 5\n"), HasSubstr("rpc: expected a map of keys, found '5'"));
  EXPECT_THAT(report_of(kLeast + "rpc: { cors_origins: a }\n"),
              HasSubstr("expected a list, found 'a'"));
  EXPECT_THAT(report_of(kLeast + "rpc:\n  batch_max:\n"),
              HasSubstr("found nothing; remove the key"));
}

TEST(load, reports_every_error_and_not_only_the_first) {
  Diagnostics found;
  EXPECT_FALSE(
      load_config_text("x.yaml", "chain: { id: 0 }\nlog: { level: inf }\nfoo: 1\n", {}, &found));
  std::string all = render(found);
  EXPECT_THAT(all, HasSubstr("expected 1 to 281474976710655, found '0'"));
  EXPECT_THAT(all, HasSubstr("found 'inf'; did you mean 'info'?"));
  EXPECT_THAT(all, HasSubstr("unknown key 'foo'"));
  EXPECT_THAT(all, HasSubstr("missing key 'plugins'"));
  EXPECT_THAT(all, HasSubstr("missing key 'chain.fee_collector'"));
  EXPECT_EQ(found.size(), 5u);
}

TEST(load, names_what_is_missing_at_its_section) {
  EXPECT_THAT(report_of("chain:\n  name: a\n"),
              HasSubstr("x.yaml:1:1: error: missing key 'chain.id'"));
}

TEST(load, takes_an_empty_section_for_its_defaults) {
  EXPECT_EQ(loaded_from(kLeast + "rpc:\n  # batch_max: 5\n").settings.rpc.batch_max, 1000u);
}

TEST(load, substitutes_the_environment) {
  const Overrides overrides{.environment = {{"ID", "7"}, {"EMPTY", ""}}};
  const std::string rest = kLeast.substr(kLeast.find("plugins"));
  const auto id = [&](const std::string& text) {
    return loaded_from("chain: { id: \"" + text + "\", development_accounts: true }\n" + rest,
                       overrides)
        .settings.chain.id;
  };
  EXPECT_EQ(id("${env:ID}"), 7u);
  EXPECT_EQ(id("1${env:ID}2"), 172u);
  EXPECT_EQ(id("${env:NONE:-9}"), 9u);
  EXPECT_EQ(id("${env:EMPTY:-8}"), 8u);
}

TEST(load, points_at_a_variable_that_is_not_set) {
  EXPECT_THAT(report_of(kLeast + "chain2: \"${env:NONE}\"\n"),
              HasSubstr("x.yaml:7:9: error: the environment variable 'NONE' is not set"));
  EXPECT_THAT(report_of(kLeast + "data_dir: \"${env:NONE\"\n"), HasSubstr("without '}'"));
  EXPECT_THAT(report_of(kLeast + "data_dir: \"${home}\"\n"), HasSubstr("found '${home}'"));
}

TEST(load, leaves_an_escaped_reference) {
  EXPECT_EQ(loaded_from(kLeast + "data_dir: \"$${env:X}\"\n").settings.data_dir, "${env:X}");
}

TEST(load, substitutes_files_beside_the_configuration) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "config_files";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "password") << "s3cret\n";
  const std::string text =
      kLeast + "settler: { keystore: key.json, password: \"${file:password}\" }\n";
  auto loaded = load_config_text((folder / "x.yaml").string(), text, {});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(loaded->settings.settler.password, "s3cret");
  EXPECT_EQ(loaded->settings.settler.keystore, (folder / "key.json").string());
  EXPECT_THAT(report_of(kLeast + "data_dir: \"${file:/nowhere/x}\"\n"),
              HasSubstr("cannot open '/nowhere/x'"));
}

TEST(load, refuses_a_secret_in_the_file_without_showing_it) {
  const std::string key = "0x" + std::string(64, '1');
  const std::string report = report_of(kLeast + "settler: { private_key: " + key + " }\n");
  EXPECT_THAT(report,
              HasSubstr("x.yaml:7:25: error: settler.private_key: a secret is not written here"));
  EXPECT_THAT(report, Not(HasSubstr("1111")));
  EXPECT_THAT(report_of(kLeast + "settler: { password: hunter2, keystore: a }\n"),
              Not(HasSubstr("hunter2")));
  EXPECT_THAT(report_of(kLeast, {.sets = {"settler.private_key=" + key}}), Not(HasSubstr("1111")));
}

TEST(load, does_not_show_a_malformed_secret) {
  const Overrides overrides{.environment = {{"KEY", "0xhunter2"}}};
  const std::string report =
      report_of(kLeast + "settler: { private_key: \"${env:KEY}\" }\n", overrides);
  EXPECT_THAT(report, HasSubstr("settler.private_key: expected 0x and 64 hex digits"));
  EXPECT_THAT(report, Not(HasSubstr("hunter2")));
}

TEST(load, lets_set_win_over_environment_over_file_over_default) {
  const std::string text = kLeast + "rpc: { batch_max: 2 }\n";
  Overrides overrides;
  EXPECT_EQ(loaded_from(text).settings.rpc.batch_max, 2u);
  overrides.environment["DOVETAIL_RPC__BATCH_MAX"] = "3";
  EXPECT_EQ(loaded_from(text, overrides).settings.rpc.batch_max, 3u);
  overrides.sets = {"rpc.batch_max=4"};
  EXPECT_EQ(loaded_from(text, overrides).settings.rpc.batch_max, 4u);
}

TEST(load, takes_lists_and_plugin_keys_as_overrides) {
  const Overrides overrides{
      .sets = {"rpc.cors_origins=[a, b]", "plugins.l1.config.urls=[\"http://x\"]",
               "plugins.prover={ use: prover/cpu }", "plugins.prover.0.name=one"},
      .environment = {{"DOVETAIL_DATA_DIR", "/d"}, {"DOVETAIL_PLUGINS__DA__USE", "da/validium"}}};
  const Settings s = loaded_from(kLeast, overrides).settings;
  EXPECT_EQ(s.rpc.cors_origins, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(s.plugins.l1.config.find("urls")->items[0].text, "http://x");
  EXPECT_EQ(s.plugins.prover.at(0).name, "one");
  EXPECT_EQ(s.admin.socket, "/d/admin.sock");
  EXPECT_EQ(s.plugins.da.use, "da/validium");
}

TEST(load, takes_a_bracket_for_text_where_the_key_takes_a_scalar) {
  EXPECT_EQ(loaded_from(kLeast, {.sets = {"rpc.listen=[::1]:80"}}).settings.rpc.listen,
            (Listen{"::1", 80}));
  EXPECT_THAT(report_of(kLeast, {.sets = {"rpc.cors_origins=[a"}}),
              HasSubstr("--set rpc.cors_origins:1:"));
  EXPECT_THAT(report_of(kLeast, {.sets = {"rpc.cors_origins=a"}}),
              HasSubstr("expected a list, found 'a'"));
}

TEST(load, points_into_an_override) {
  EXPECT_EQ(report_of(kLeast, {.environment = {{"DOVETAIL_RPC__LISTEN", "here"}}}),
            "env DOVETAIL_RPC__LISTEN:1:1: error: rpc.listen: expected host:port, such as "
            "127.0.0.1:3050 or "
            "[::1]:3050, found 'here'\n   1 | here\n     | ^~~~\n");
  EXPECT_EQ(report_of(kLeast, {.sets = {"rpc.lisen=x"}}),
            "--set rpc.lisen: error: unknown key 'rpc.lisen'; did you mean 'listen'?\n");
  EXPECT_THAT(report_of(kLeast, {.sets = {"rpc.listen"}}), HasSubstr("expected KEY=VALUE"));
  EXPECT_THAT(report_of(kLeast, {.sets = {"plugins.prover.3.name=x"}}),
              HasSubstr("there is no item 3"));
}

TEST(load, warns_of_unknown_variables_only) {
  const Overrides overrides{.environment = {{"DOVETAIL_RPC__LISTN", "x"},
                                            {"DOVETAIL_FIXTURES", "x"},
                                            {"DOVETAIL_MINE", "5"},
                                            {"PATH", "/bin"}}};
  const LoadedConfig config =
      loaded_from(kLeast + "backlog: { batches_max: \"${env:DOVETAIL_MINE}\" }\n", overrides);
  ASSERT_EQ(config.warnings.size(), 1u);
  EXPECT_EQ(config.warnings[0].render(),
            "env DOVETAIL_RPC__LISTN: warning: this variable is not configuration and "
            "changes nothing; did you mean 'DOVETAIL_RPC__LISTEN'?");
}

TEST(load, takes_one_prover_or_a_list) {
  const auto one = loaded_from(kLeast + "  prover: { use: prover/cpu }\n").settings;
  ASSERT_EQ(one.plugins.prover.size(), 1u);
  EXPECT_EQ(one.plugins.prover[0].name, "prover");
  const auto two = loaded_from(kLeast +
                               "  prover:\n    - { use: prover/cpu }\n"
                               "    - { use: \"file:/o/fast.so\", name: fast }\n")
                       .settings;
  ASSERT_EQ(two.plugins.prover.size(), 2u);
  EXPECT_EQ(two.plugins.prover[1].name, "fast");
  EXPECT_EQ(two.plugins.all().size(), 6u);
}

TEST(load, wants_each_prover_to_have_a_name_of_its_own) {
  EXPECT_THAT(report_of(kLeast + "  prover: [{ use: prover/cpu }, { use: prover/opencl }]\n"),
              HasSubstr("x.yaml:7:40: error: two provers are named 'prover', as one without a name "
                        "is: give each its own name"));
  EXPECT_THAT(
      report_of(kLeast + "  prover: [{ use: prover/a, name: n }, { use: prover/b, name: n }]\n"),
      HasSubstr("two provers are named 'n': give each"));
}

TEST(load, refuses_a_plugin_of_another_kind) {
  EXPECT_THAT(report_of(kLeast + "  bridge: { use: da/rollup }\n"),
              HasSubstr("takes plugins of the kind bridge"));
  for (const char* use : {"shared", "bridge/", "/x", "a:b:bridge/x", "file:x.so", "bridge/a/b"})
    EXPECT_THAT(report_of(kLeast + "  bridge: { use: \"" + use + "\" }\n"),
                HasSubstr("expected bridge/NAME"))
        << use;
  const auto loaded = loaded_from(kLeast + "  bridge: { use: \"acme:bridge/x\" }\n");
  EXPECT_EQ(loaded.settings.plugins.bridge->use, "acme:bridge/x");
}

TEST(load, refuses_slot_names_that_are_not_one_word) {
  for (const char* name : {"", "a b", "a/b", "\xc3\xbc"})
    EXPECT_THAT(report_of(kLeast + "  bridge: { use: bridge/x, name: \"" + name + "\" }\n"),
                HasSubstr("plugins.bridge.name: expected letters, digits"))
        << name;
}

TEST(load, wants_exactly_one_settler_key) {
  EXPECT_THAT(
      report_of(kLeast +
                "settler: { keystore: a, password: \"${env:P:-x}\", development_key: true }\n"),
      HasSubstr("found two"));
  EXPECT_THAT(report_of(kLeast + "settler: { keystore: a }\n"),
              HasSubstr("needs settler.password"));
}

TEST(load, wants_a_batch_to_hold_a_block) {
  EXPECT_THAT(report_of(kLeast + "batch: { gas_max: 30000 }\n"),
              HasSubstr("a batch must hold a full block"));
}

TEST(load, wants_all_contracts_or_none) {
  EXPECT_THAT(report_of(kLeast + "settler:\n  contracts: { deployed_at_block: 3 }\n"),
              HasSubstr("x.yaml:8:3: error: missing key 'settler.contracts.bridgehub'"));
}

TEST(load, reads_prefunded_accounts) {
  const std::string account = "0x00000000000000000000000000000000000000aa";
  const std::string rest = kLeast.substr(kLeast.find("plugins"));
  const std::string text =
      "chain:\n  id: 1\n  development_accounts: true\n  prefund:\n    - { address: " + account +
      ", balance: 1000000000000000000000000 }\n" + rest;
  const auto settings = loaded_from(text).settings;
  ASSERT_EQ(settings.chain.prefund.size(), 1u);
  EXPECT_EQ(settings.chain.prefund[0].address.bytes[19], 0xaa);
  EXPECT_FALSE(settings.chain.prefund[0].balance.fits_u64());
}

TEST(load, says_when_the_file_is_not_there) {
  auto loaded = load_config("/nowhere/x.yaml", {});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().status, Status::not_found);
  EXPECT_THAT(loaded.error().text, HasSubstr("cannot open '/nowhere/x.yaml'"));
}

}  // namespace
}  // namespace dovetail::config
