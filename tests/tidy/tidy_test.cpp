// The layer check itself: each kind of breach is found.

#include <gtest/gtest.h>

#include <fstream>

#include "tests/tidy/layers.hpp"

namespace dovetail::tidy {
namespace {

namespace fs = std::filesystem;

class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "tidy_test.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~Tree() { fs::remove_all(root_); }
  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  const fs::path& root() const { return root_; }

 private:
  fs::path root_;
};

Layers layers_of(const std::string& text) {
  Tree tree;
  tree.write("layers.txt", text);
  return read_layers(tree.root() / "layers.txt");
}

TEST(tidy, accepts_a_declared_include) {
  Tree tree;
  tree.write("kernel/state/a.cpp", "#include \"sdk/base/bytes.hpp\"\n");
  tree.write("sdk/base/bytes.hpp", "");
  const Layers layers = layers_of("sdk/base [F]:\nkernel/state : sdk/base\n");
  EXPECT_TRUE(check_declarations(layers).empty());
  EXPECT_TRUE(check_includes(layers, tree.root(), "kernel/state/a.cpp").empty());
}

TEST(tidy, finds_an_include_that_is_not_declared) {
  Tree tree;
  tree.write("kernel/state/a.cpp", "#include \"sdk/base/bytes.hpp\"\n");
  tree.write("sdk/base/bytes.hpp", "");
  EXPECT_EQ(check_includes(layers_of("sdk/base [F]:\nkernel/state :\n"), tree.root(),
                           "kernel/state/a.cpp")
                .size(),
            1u);
}

TEST(tidy, finds_an_include_that_is_not_a_full_path) {
  Tree tree;
  tree.write("kernel/state/a.cpp", "#include \"a.hpp\"\n");
  EXPECT_EQ(check_includes(layers_of("kernel/state :\n"), tree.root(), "kernel/state/a.cpp").size(),
            1u);
}

TEST(tidy, finds_a_cpp_header_in_the_abi) {
  Tree tree;
  tree.write("sdk/abi/a.h", "#include <vector>\n");
  EXPECT_EQ(check_includes(layers_of("sdk/abi :\n"), tree.root(), "sdk/abi/a.h").size(), 1u);
}

TEST(tidy, finds_a_file_of_no_library) {
  Tree tree;
  tree.write("kernel/stray/a.cpp", "");
  EXPECT_EQ(check_includes(layers_of("kernel/state :\n"), tree.root(), "kernel/stray/a.cpp").size(),
            1u);
}

TEST(tidy, finds_an_include_of_tests) {
  Tree tree;
  tree.write("kernel/state/a.cpp", "#include \"tests/x.hpp\"\n");
  tree.write("tests/x.hpp", "");
  EXPECT_EQ(check_includes(layers_of("kernel/state :\n"), tree.root(), "kernel/state/a.cpp").size(),
            1u);
}

TEST(tidy, finds_declarations_against_the_architecture) {
  const char* const kBreaches[] = {
      "sdk/base :\nkernel/zkevm/evm [F]: sdk/base\n",            // [F] on hosted
      "kernel/host :\nsdk/cpp : kernel/host\n",                  // sdk on kernel
      "plugins/da/rollup :\nkernel/node : plugins/da/rollup\n",  // kernel on plugins
      "kernel/node :\nplugins/da/rollup : kernel/node\n",        // plugins on kernel
      "plugins/l1/ethereum :\nplugins/da/rollup : plugins/l1/ethereum\n",
      "kernel/rpc :\nkernel/node : kernel/rpc\n",
      "kernel/node :\nkernel/host/plugin : kernel/node\n",
      "kernel/state : kernel/nowhere\n",
  };
  for (const char* text : kBreaches)
    EXPECT_EQ(check_declarations(layers_of(text)).size(), 1u) << text;
}

}  // namespace
}  // namespace dovetail::tidy
