// The search path: order, shadows, vendors, and names that lead nowhere.

#include "kernel/host/plugin/search.hpp"

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

struct Search : testing::Test {
  TempDir dir;
  SearchPath search = search_path({dir.path() / "own"}, dir.path() / "prefix/bin/dovetail");

  fs::path put(const std::string& name) { return dir.write(name, view_of("x")); }
  std::string fault_of(std::string_view use) {
    auto found = resolve(search, Kind::prover, use);
    return found ? "" : found.error().text;
  }
};

TEST_F(Search, takes_the_configured_directory_first_and_names_what_it_shadows) {
  const auto own = put("own/prover/cpu.so");
  const auto build = put("prefix/plugins/prover/cpu.so");
  const auto installed = put("prefix/lib/dovetail/plugins/prover/cpu.so");
  auto found = resolve(search, Kind::prover, "prover/cpu");
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->path, own);
  EXPECT_THAT(found->shadowed, testing::ElementsAre(build, installed));
}

TEST_F(Search, finds_vendors_under_their_own_directory) {
  const auto theirs = put("own/acme/prover/fast.so");
  auto found = resolve(search, Kind::prover, "acme:prover/fast");
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->path, theirs);
  EXPECT_THAT(fault_of("prover/fast"), HasSubstr("no plugin 'prover/fast'"));
}

TEST_F(Search, takes_a_file_by_its_absolute_path) {
  const auto file = put("elsewhere/fast.so");
  EXPECT_EQ(resolve(search, Kind::prover, "file:" + file.string())->path, file);
  EXPECT_THAT(fault_of("file:fast.so"), HasSubstr("absolute path"));
  EXPECT_THAT(fault_of("file:" + (dir.path() / "no.so").string()), HasSubstr("found no file"));
}

TEST_F(Search, lists_every_place_when_nothing_is_found) {
  const std::string fault = fault_of("prover/cpu");
  for (const char* place : {"own/prover/cpu.so", "prefix/plugins/prover/cpu.so",
                            "prefix/lib/dovetail/plugins/prover/cpu.so"})
    EXPECT_THAT(fault, HasSubstr((dir.path() / place).string()));
}

TEST_F(Search, refuses_malformed_names_and_other_kinds) {
  for (const char* use : {"", "prover", "prover/", "/cpu", "prover/../cpu", "prover/a/b",
                          ":prover/cpu", "../x:prover/cpu", "prover/CPU"})
    EXPECT_THAT(fault_of(use), HasSubstr("expected use:")) << use;
  EXPECT_THAT(fault_of("da/rollup"),
              HasSubstr("expected a plugin of kind prover, found 'da/rollup'"));
}

TEST_F(Search, lists_all_plugins_with_their_shadows) {
  put("own/prover/cpu.so");
  put("prefix/plugins/prover/cpu.so");
  put("prefix/plugins/da/rollup.so");
  put("own/acme/prover/fast.so");
  put("own/prover/readme.txt");
  std::vector<std::string> uses;
  std::vector<size_t> shadows;
  for (const auto& found : list_plugins(search)) {
    uses.push_back(found.use);
    shadows.push_back(found.files.shadowed.size());
  }
  EXPECT_THAT(uses, testing::ElementsAre("acme:prover/fast", "da/rollup", "prover/cpu"));
  EXPECT_THAT(shadows, testing::ElementsAre(0, 0, 1));
}

}  // namespace
}  // namespace dovetail::plugin::test
