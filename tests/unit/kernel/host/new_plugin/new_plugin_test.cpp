#include "kernel/host/new_plugin/new_plugin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace dovetail::host {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const fs::path kTemplates = DOVETAIL_TEMPLATE_DIR;

class NewPlugin : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "new_plugin_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string content(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path folder_;
};

TEST_F(NewPlugin, writes_a_folder_without_placeholders_for_every_kind) {
  for (const std::string kind : {"fee_oracle", "compressor", "da"}) {
    const fs::path into = folder_ / "deep" / kind;
    const auto written = write_new_plugin(kTemplates, kind, "acme2", into);
    ASSERT_TRUE(written) << written.error().text;
    for (const char* file :
         {"CMakeLists.txt", "manifest.json", "README.md", "plugin.cpp", "test.cpp"}) {
      EXPECT_THAT(content(into / file),
                  HasSubstr(file == std::string("test.cpp") ? "plugin" : "acme2"));
      EXPECT_THAT(content(into / file), Not(HasSubstr("@"))) << kind << "/" << file;
    }
    EXPECT_THAT(content(into / "manifest.json"), HasSubstr("\"" + kind + "/acme2\""));
  }
}

TEST_F(NewPlugin, names_the_kinds_that_have_templates_when_another_is_asked_for) {
  for (const std::string kind : {"prover", "common", "../fee_oracle", "", "."}) {
    const auto written = write_new_plugin(kTemplates, kind, "acme", folder_ / "x");
    ASSERT_FALSE(written) << kind;
    EXPECT_EQ(written.error().status, Status::unsupported);
    EXPECT_THAT(written.error().text, HasSubstr("compressor, da, fee_oracle"));
    EXPECT_FALSE(fs::exists(folder_ / "x"));
  }
}

TEST_F(NewPlugin, refuses_names_that_are_no_identifiers) {
  for (const std::string& name :
       {std::string(), std::string("Acme"), std::string("2a"), std::string("a-b"),
        std::string("a/b"), std::string("_a"), std::string(40, 'a')}) {
    const auto written = write_new_plugin(kTemplates, "da", name, folder_ / "x");
    ASSERT_FALSE(written) << name;
    EXPECT_EQ(written.error().status, Status::invalid_argument);
  }
  EXPECT_TRUE(write_new_plugin(kTemplates, "da", std::string(39, 'a'), folder_ / "x"));
}

TEST_F(NewPlugin, leaves_an_existing_folder_alone) {
  const auto written = write_new_plugin(kTemplates, "da", "acme", folder_);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().status, Status::conflict);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(NewPlugin, says_so_when_no_templates_are_there) {
  const auto written = write_new_plugin(folder_ / "nowhere", "da", "acme", folder_ / "x");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().text, HasSubstr("is the SDK installed?"));
}

TEST_F(NewPlugin, leaves_nothing_behind_when_a_file_cannot_be_read) {
  fs::create_directories(folder_ / "templates/common/inner");
  fs::create_directories(folder_ / "templates/da");
  const auto written = write_new_plugin(folder_ / "templates", "da", "acme", folder_ / "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().status, Status::unavailable);
  EXPECT_FALSE(fs::exists(folder_ / "x"));
}

}  // namespace
}  // namespace dovetail::host
