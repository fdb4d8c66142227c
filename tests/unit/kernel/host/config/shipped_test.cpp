// The configurations that we ship: they load, they are complete, and they differ by what they say they do.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernel/host/config/load.hpp"
#include "kernel/host/config/schema.hpp"
#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

class Shipped : public testing::TestWithParam<const char*> {};

/// The shipped file in a folder of its own, with the password file that it names.
std::string placed(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "shipped";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(std::string(DOVETAIL_CONFIGS) + "/" + name, folder / name,
                             std::filesystem::copy_options::overwrite_existing);
  std::ofstream(folder / "operator.password") << "password\n";
  return (folder / name).string();
}

const Overrides kOverrides{
    .environment = {{"L1_URL", "http://127.0.0.1:8545"},
                    {"FEE_COLLECTOR", "0x00000000000000000000000000000000000000aa"}}};

TEST_P(Shipped, loads_without_a_warning) {
  auto loaded = load_config(placed(GetParam()), kOverrides);
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_EQ(render(loaded->warnings), "");
}

TEST_P(Shipped, lists_every_key) {
  auto text = read_text_file(std::string(DOVETAIL_CONFIGS) + "/" + GetParam(), kDocumentBytesMax);
  ASSERT_TRUE(text);
  for (const Key& key : all_keys()) {
    const std::string name(key.name());
    EXPECT_THAT(*text, testing::ContainsRegex("(^|[\n {#])" + name + ":")) << key.path;
  }
}

INSTANTIATE_TEST_SUITE_P(configs, Shipped, testing::Values("dev.yaml", "rollup.yaml", "validium.yaml"));

TEST(shipped, dev_settles_with_the_development_key) {
  auto loaded = load_config(placed("dev.yaml"), {});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_TRUE(loaded->settings.settler.development_key);
  EXPECT_TRUE(loaded->settings.chain.development_accounts);
  EXPECT_EQ(loaded->settings.chain.id, 270u);
}

}  // namespace
}  // namespace dovetail::config
