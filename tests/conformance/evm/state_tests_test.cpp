// The official state tests for Prague and Osaka, as far as the fixtures are at hand:
// $DOVETAIL_FIXTURES, or shared/fixtures beside the checkout.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>

#include "tests/conformance/evm/runner.hpp"

namespace dovetail::zkevm::conformance {
namespace {

std::string fixtures_folder() {
  const char* folder = std::getenv("DOVETAIL_FIXTURES");
  return std::string(folder != nullptr ? folder : DOVETAIL_DEFAULT_FIXTURES);
}

TEST(state_tests, every_case_of_types_0_to_2_ends_as_the_fixtures_say) {
  const std::string folder = fixtures_folder() + "/evm/eest-v5.4.0/state_tests";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no fixtures at " << folder;
  constexpr size_t kThreads = 2, kArenaSize = size_t{1} << 30;
  std::vector<std::future<Summary>> parts;
  for (size_t i = 0; i < kThreads; ++i)
    parts.push_back(std::async(std::launch::async, run_folder, folder, i, kThreads, kArenaSize));
  Summary summary;
  for (auto& part : parts) summary.add(part.get());
  std::cout << summary.text();
  EXPECT_TRUE(summary.failures.empty());
  EXPECT_GT(summary.passed, 0u);
}

}  // namespace
}  // namespace dovetail::zkevm::conformance
