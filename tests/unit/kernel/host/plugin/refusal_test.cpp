// Every bad plugin is refused with a text that names the cause; the process lives on and the old
// generation serves.

#include "kernel/host/plugin/refusal.hpp"

#include <elf.h>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Case {
  const char* plugin;
  const char* stage;
  const char* text;  ///< of it, one of the alternatives that | separates: sanitizers end a crash in
                     ///< their own way
};

/// A slot that serves sound_1, and the attempt to swap a bad one in.
struct Refused : testing::TestWithParam<Case> {
  World world;
  std::unique_ptr<Registry> registry;

  void SetUp() override {
    world.options.rehearsal.timeout = std::chrono::seconds(4);
    registry = world.registry();
    const auto installed = registry->install(choice_of("sound_1"));
    ASSERT_TRUE(installed) << installed.error().text;
  }
  std::string swap_to(const PluginChoice& choice) {
    auto report = registry->swap(choice);
    return report ? "" : report.error().text;
  }
  std::string swap_to_bytes(const Bytes& bytes) {
    const auto path = world.dir.write("patched.so", bytes);
    return swap_to({Kind::fee_oracle, "file:" + path.string(), "", {}});
  }
  double refusals(const std::string& stage) const {
    return world.metric("dovetail_plugins_refusals_total",
                        {{"kind", "fee_oracle"}, {"stage", stage}});
  }
};

testing::Matcher<std::string> one_of(std::string_view alternatives) {
  testing::Matcher<std::string> out = testing::Not(testing::_);
  while (!alternatives.empty()) {
    const size_t end = std::min(alternatives.find('|'), alternatives.size());
    out = testing::AnyOf(out, HasSubstr(std::string(alternatives.substr(0, end))));
    alternatives.remove_prefix(std::min(end + 1, alternatives.size()));
  }
  return out;
}

TEST_P(Refused, leaves_the_old_generation_serving_and_says_why) {
  const Case& bad = GetParam();
  const std::string text = swap_to(choice_of(bad.plugin));
  EXPECT_THAT(text, HasSubstr("refused (" + std::string(bad.stage) + ")"));
  EXPECT_THAT(text, one_of(bad.text));
  EXPECT_THAT(text, HasSubstr("path: " + plugin_path(bad.plugin).string()));
  EXPECT_THAT(text, HasSubstr("architecture: "));
  EXPECT_THAT(text, HasSubstr("remedy: "));
  EXPECT_EQ(source_of(*registry), "1.0.0");
  EXPECT_EQ(refusals(bad.stage), 1);
  EXPECT_EQ(registry->generations().size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    plugin, Refused,
    testing::Values(
        Case{"crash_in_load", "rehearse",
             "it crashed with SIGSEGV in load|exit status 1 in load|exit status 66 in load"},
        Case{"exit_in_load", "rehearse",
             "it ended the process with exit status 0 in load|exit status 66 in load"},
        Case{"throw_in_load", "rehearse", "thrown in load"},
        Case{"no_entry", "rehearse", "expected an exported symbol dovetail_plugin, found none"},
        Case{"no_manifest", "manifest", "found no such section"},
        Case{"bad_magic", "rehearse",
             "expected the magic DOVTAIL1 in dovetail_plugin, found 0x314c494154564f45"},
        Case{"short_entry", "rehearse", "expected dovetail_plugin of at least 88 bytes, found 80"},
        Case{"null_create", "rehearse", "found a null one"},
        Case{"other_abi", "rehearse", "the manifest says ABI 1 to 1, the entry 2 to 2"},
        Case{"other_headers", "manifest",
             "the plugin was compiled with other headers: expected 0x"},
        Case{"lying_kind", "manifest",
             "expected a plugin of kind fee_oracle, found compressor/lying_kind"},
        Case{"crash_in_create", "rehearse",
             "it crashed with SIGSEGV in create|exit status 1 in create|exit status 66 in create"},
        Case{"hang_in_create", "rehearse", "it did not finish create within 4 s"},
        Case{"throw_in_create", "rehearse", "thrown in create"},
        Case{"fail_in_create", "rehearse", "expected a url in config, found none"},
        Case{"null_instance", "rehearse", "expected an instance with status OK, found NULL"},
        Case{"no_interface", "rehearse",
             "expected the interface dovetail.fee_oracle/1, found none"},
        Case{"short_interface", "rehearse",
             "expected dovetail.fee_oracle/1 with a struct_size of at least 16, found 8"},
        Case{"null_slot", "rehearse",
             "expected dovetail.fee_oracle/1 with every function, found a null one at byte 8"},
        Case{"fail_self_test", "rehearse", "expected 4, found 5"},
        Case{"crash_in_destroy", "rehearse",
             "it crashed with SIGSEGV in destroy|exit status 1 in destroy|exit status 66 in "
             "destroy"},
        Case{"forged_result", "rehearse",
             "it wrote to a descriptor that is not its own in create"}),
    [](const auto& info) { return info.param.plugin; });

TEST_F(Refused, when_the_file_is_cut_off) {
  Bytes bytes = plugin_bytes("sound_2");
  bytes.resize(bytes.size() / 2);
  EXPECT_THAT(swap_to_bytes(bytes), HasSubstr("ELF file is cut off"));
  EXPECT_EQ(source_of(*registry), "1.0.0");
  EXPECT_EQ(refusals("manifest"), 1);
}

TEST_F(Refused, when_it_is_for_another_machine) {
  Bytes bytes = plugin_bytes("sound_2");
  bytes[offsetof(Elf64_Ehdr, e_machine)] = EM_386;
  bytes[offsetof(Elf64_Ehdr, e_machine) + 1] = 0;
  const std::string text = swap_to_bytes(bytes);
  EXPECT_THAT(text, HasSubstr("found one for i386"));
  EXPECT_THAT(text, HasSubstr("architecture: i386, this machine is "));
}

TEST_F(Refused, when_the_manifest_names_another_abi_before_any_code_runs) {
  Bytes bytes = patched(plugin_bytes("crash_in_load"), "\"max\" : 1", "\"max\" : 9");
  bytes = patched(std::move(bytes), "\"min\" : 1", "\"min\" : 8");
  EXPECT_THAT(swap_to_bytes(bytes),
              HasSubstr("expected a plugin for ABI version 1, found one for 8 to 9"));
}

TEST_F(Refused, when_it_requires_a_service_that_the_host_lacks) {
  EXPECT_THAT(
      swap_to(choice_of("demanding")),
      HasSubstr("expected to require services of this host alone, found com.example.oven/1"));
}

TEST_F(Refused, when_a_library_that_it_needs_is_missing) {
  Bytes bytes = plugin_bytes("sound_2");
  std::string text(text_of(bytes));
  const size_t at = text.find("libc.so.6");
  ASSERT_NE(at, text.npos);
  text.replace(at, 9, "libz.so.?");
  const std::string fault = swap_to_bytes(to_bytes(view_of(text)));
  EXPECT_THAT(fault, HasSubstr("libz.so.?: cannot open shared object file"));
  EXPECT_THAT(fault, HasSubstr("missing library: libz.so.?"));
}

TEST_F(Refused, when_its_rehearsal_needs_more_memory_than_it_may) {
  if (!rehearsal_limits_memory()) GTEST_SKIP() << "sanitizers reserve terabytes";
  world.options.rehearsal.address_space_bytes = uint64_t{1} << 29;
  auto limited = world.registry();
  const auto refused = limited->install(choice_of("greedy"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("no gigabyte of memory"));
  world.options.rehearsal.address_space_bytes = 0;
  auto unlimited = world.registry();
  const auto installed = unlimited->install(choice_of("greedy"));
  EXPECT_TRUE(installed) << installed.error().text;
}

TEST_F(Refused, when_no_rehearsal_can_be_held) {
  world.options.rehearsal.program = {"/nonexistent/dovetail"};
  auto other = world.registry();
  const auto refused = other->install(choice_of("sound_1"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text,
              HasSubstr("refused (rehearse): could not start /nonexistent/dovetail"));
}

TEST_F(Refused, when_the_name_leads_nowhere) {
  EXPECT_THAT(swap_to({Kind::fee_oracle, "fee_oracle/absent", "", {}}),
              HasSubstr("plugin fee_oracle/absent refused (resolve): no plugin"));
  EXPECT_EQ(refusals("resolve"), 1);
}

TEST_F(Refused, when_the_file_holds_another_id_than_its_name) {
  world.dir.write("fee_oracle/fast.so", plugin_bytes("sound_2"));
  world.options.search.dirs = {world.dir.path()};
  auto other = world.registry();
  const auto installed = other->install({Kind::fee_oracle, "fee_oracle/fast", "", {}});
  ASSERT_FALSE(installed);
  EXPECT_THAT(installed.error().text,
              HasSubstr("expected a plugin with id fee_oracle/fast, found fee_oracle/sound"));
}

TEST_F(Refused, when_the_configuration_is_not_valid) {
  world.options.hooks.validate = [](const Manifest&,
                                    const PluginChoice&) -> Expected<boost::json::object> {
    return Failure(Status::invalid_argument, "unknown key 'urk', did you mean 'url'?");
  };
  auto other = world.registry();
  const auto installed = other->install(choice_of("sound_1"));
  ASSERT_FALSE(installed);
  EXPECT_THAT(installed.error().text, HasSubstr("refused (config): unknown key 'urk'"));
}

TEST(refusal, names_the_copies_that_a_file_shadows) {
  const RefusalContext context{
      .use = "prover/cpu", .path = "/a/cpu.so", .shadowed = {"/b/cpu.so", "/c/cpu.so"}};
  const Failure failure = refusal(Stage::load, context, {Status::corrupt, "why"});
  EXPECT_EQ(failure.status, Status::corrupt);
  EXPECT_THAT(failure.text, HasSubstr("plugin prover/cpu refused (load): why"));
  EXPECT_THAT(failure.text, HasSubstr("shadows: /b/cpu.so, /c/cpu.so"));
}

}  // namespace
}  // namespace dovetail::plugin::test
