// The configurations that we ship: they load, they are complete, and they differ by what they say
// they do.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <regex>

#include "kernel/host/config/diff.hpp"
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

/// The keys of a text by their paths, commented ones too, with what stands behind them in their
/// line.
std::map<std::string, std::string> keys_of(const std::string& text) {
  static const std::regex kKey("^( *)([a-z][a-z0-9_]*):(.*)$"), kItem("^ *- [{].*$"),
      kInner("([a-z][a-z0-9_]*):");
  std::map<std::string, std::string> out;
  std::vector<std::pair<size_t, std::string>> open;  // indent and path of the sections around
  for (std::string line : split(text, "\n")) {
    if (const size_t mark = line.find_first_not_of(' ');
        line.substr(mark == line.npos ? 0 : mark, 2) == "# ")
      line.erase(mark, 2);
    std::smatch match;
    std::string path, rest;
    if (std::regex_match(line, match, kKey)) {
      const size_t indent = match[1].length();
      while (!open.empty() && open.back().first >= indent) open.pop_back();
      path = (open.empty() ? "" : open.back().second + ".") + match[2].str();
      open.emplace_back(indent, path);
      rest = match[3];
      out[path] = rest.substr(0, rest.find("  #"));
    } else if (std::regex_match(line, kItem) && !open.empty()) {
      path = open.back().second;
      rest = line;
    }
    for (std::sregex_iterator each(rest.begin(), rest.end(), kInner), end; each != end; ++each)
      out[path + "." + (*each)[1].str()] = "";
  }
  return out;
}

std::string shipped_text(const std::string& name) {
  auto text = read_text_file(std::string(DOVETAIL_CONFIGS) + "/" + name, kDocumentBytesMax);
  EXPECT_TRUE(text);
  return text ? *text : "";
}

TEST_P(Shipped, lists_every_key) {
  const std::string text = shipped_text(GetParam());
  const auto keys = keys_of(text);
  for (const Key& key : all_keys()) {
    std::string path(key.path);
    if (const size_t list = path.find("[]"); list != path.npos) path.erase(list, 2);
    const bool in_plugin =
        path.starts_with("plugins.") && (key.name() == "name" || key.name() == "config");
    EXPECT_TRUE(keys.contains(path) || in_plugin) << path;
  }
}

/// A commented key shows its default, so a changed default fails here until the files follow.
TEST_P(Shipped, shows_the_defaults_of_commented_keys) {
  const auto loaded = load_config(placed(GetParam()), kOverrides);
  ASSERT_TRUE(loaded) << loaded.error().text;
  size_t compared = 0;
  for (const auto& [path, rest] : keys_of(shipped_text(GetParam()))) {
    const Key* key = find_key(path);
    if (key == nullptr || key->type == Type::section || key->presence != Presence::defaulted)
      continue;
    const Node* node = &loaded->effective;
    for (const std::string& piece : split(path, "."))
      node = node == nullptr ? nullptr : node->find(piece);
    if (node == nullptr || node->source || key->type == Type::opaque) continue;
    std::string expected(key->value);
    if (expected.starts_with(kDataDirMark)) expected.replace(0, kDataDirMark.size(), "./data");
    EXPECT_EQ(rest.substr(0, rest.find_last_not_of(' ') + 1), " " + expected) << path;
    ++compared;
  }
  EXPECT_GE(compared, 30u);
}

INSTANTIATE_TEST_SUITE_P(configs, Shipped,
                         testing::Values("dev.yaml", "rollup.yaml", "validium.yaml"));

TEST(shipped, dev_settles_with_the_development_key) {
  auto loaded = load_config(placed("dev.yaml"), {});
  ASSERT_TRUE(loaded) << loaded.error().text;
  EXPECT_TRUE(loaded->settings.settler.development_key);
  EXPECT_TRUE(loaded->settings.chain.development_accounts);
  EXPECT_EQ(loaded->settings.chain.id, 270u);
}

TEST(shipped, validium_differs_from_rollup_by_its_da_plugin) {
  auto rollup = load_config(placed("rollup.yaml"), kOverrides);
  auto validium = load_config(placed("validium.yaml"), kOverrides);
  ASSERT_TRUE(rollup && validium);
  std::vector<std::string> paths;
  for (const Change& change : diff(*rollup, *validium)) paths.push_back(change.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"chain.id", "chain.name", "plugins.da.use"}));
}

TEST(shipped, survives_damaged_bytes) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::string whole = shipped_text("rollup.yaml");
  constexpr std::string_view kSigns = "{}[]:,#&*!|>'\"%@`-?\n \t~<$\\x0";
  for (int round = 0; round < 300; ++round) {
    std::string text = whole;
    for (int i = 0; i < 1 + round % 8; ++i) {
      const size_t at = random() % text.size();
      if (random() % 3 == 0)
        text.erase(at, random() % 40);
      else
        text[at] =
            random() % 4 == 0 ? static_cast<char>(random()) : kSigns[random() % kSigns.size()];
    }
    auto loaded = load_config_text("x.yaml", text, kOverrides);
    if (!loaded) EXPECT_THAT(loaded.error().text, testing::HasSubstr("error: ")) << text;
  }
}

}  // namespace
}  // namespace dovetail::config
