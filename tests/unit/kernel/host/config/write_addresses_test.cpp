#include "kernel/host/config/write_addresses.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

using testing::HasSubstr;

Contracts example() {
  Contracts out;
  out.bridgehub.bytes[19] = 0x11;
  out.chain.bytes[19] = 0x22;
  out.rollup_validator.bytes[19] = 0x33;
  out.validium_validator.bytes[19] = 0x44;
  out.deployed_at_block = 55;
  return out;
}

const std::string kZeros = "0x00000000000000000000000000000000000000";
const std::string kLines = "    bridgehub: \"" + kZeros + "11\"\n    chain: \"" + kZeros +
                           "22\"\n    rollup_validator: \"" + kZeros +
                           "33\"\n    validium_validator: \"" + kZeros +
                           "44\"\n    deployed_at_block: 55\n";

std::string edited(const std::string& text) {
  auto out = with_addresses("x.yaml", text, example());
  return out ? *out : out.error().text;
}

TEST(write_addresses, adds_the_section_where_there_is_none) {
  EXPECT_EQ(edited("a: 1 # one"), "a: 1 # one\n\nsettler:\n  contracts:\n" + kLines);
  EXPECT_EQ(edited("settler: # how\n  # who\n  poll_ms: 5 # five\n\n# end\n"),
            "settler: # how\n  # who\n  contracts:\n" + kLines + "  poll_ms: 5 # five\n\n# end\n");
  EXPECT_EQ(edited("settler: # how\n  # poll_ms: 5\nb: 2\n"),
            "settler: # how\n  contracts:\n" + kLines + "  # poll_ms: 5\nb: 2\n");
}

TEST(write_addresses, changes_the_values_that_are_there) {
  EXPECT_EQ(edited("settler:\n  contracts: # deployed\n    chain: " + kZeros +
                   "99 # ours\n  poll_ms: 5\n"),
            "settler:\n  contracts: # deployed\n    bridgehub: \"" + kZeros +
                "11\"\n    rollup_validator: \"" + kZeros + "33\"\n    validium_validator: \"" +
                kZeros + "44\"\n    deployed_at_block: 55\n    chain: \"" + kZeros +
                "22\" # ours\n  poll_ms: 5\n");
  EXPECT_EQ(edited(edited("a: 1\n")), edited("a: 1\n"));
}

TEST(write_addresses, edits_what_stands_in_braces) {
  for (const char* text :
       {"settler: { poll_ms: 50 } # x\n", "settler: {} # x\n", "settler: { contracts: {} } # x\n",
        "settler: { contracts: { deployed_at_block: 7 }, poll_ms: 50 } # x\n",
        "settler:\n  contracts: {}\n", "settler:\n  contracts:\n  poll_ms: 50\n"}) {
    const std::string out = edited(text);
    EXPECT_EQ(loaded_from(kLeast + out).settings.settler.contracts, example()) << out;
    EXPECT_EQ(out.find("# x") != out.npos, std::string(text).find("# x") != std::string::npos);
    EXPECT_EQ(out.find("poll_ms: 50") != out.npos,
              std::string(text).find("poll_ms: 50") != std::string::npos);
  }
}

TEST(write_addresses, gives_up_on_what_it_cannot_edit_safely) {
  EXPECT_THAT(edited("settler:\n  contracts:\n    chain:\n"), HasSubstr("put this there by hand"));
  EXPECT_THAT(edited("a: |+\n  kept lines\n"), HasSubstr("put this there by hand"));
  EXPECT_THAT(edited("settler: 5\n"), HasSubstr("put this there by hand"));
  EXPECT_THAT(edited("a: 1\na: 2\n"), HasSubstr("stands twice"));
}

TEST(write_addresses, replaces_the_file_and_keeps_its_mode) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "write_addresses";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "x.yaml").string();
  std::ofstream(path) << kLeast << "# end\n";
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  auto done = write_addresses(path, example());
  ASSERT_TRUE(done) << done.error().text;
  auto loaded = load_config(path, {});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(loaded->settings.settler.contracts, example());
  struct stat now{};
  ASSERT_EQ(::stat(path.c_str(), &now), 0);
  EXPECT_EQ(now.st_mode & 0777, 0640u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  EXPECT_EQ(write_addresses((folder / "none.yaml").string(), example()).error().status,
            Status::not_found);
}

}  // namespace
}  // namespace dovetail::config
