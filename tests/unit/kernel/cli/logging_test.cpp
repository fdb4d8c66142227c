#include "kernel/cli/logging.hpp"

#include <gtest/gtest.h>

namespace dovetail::cli {
namespace {

constexpr const char* kNow = "2026-01-02T03:04:05.678Z";

std::string record(config::LogFormat format, std::string_view message) {
  return format_record(format, spdlog::level::warn, message, kNow);
}

TEST(logging, text_indents_further_lines) {
  EXPECT_EQ(record(config::LogFormat::text, "one\ntwo"),
            "2026-01-02T03:04:05.678Z warning  one\n    two");
}

TEST(logging, text_holds_nothing_that_steers_a_terminal) {
  EXPECT_EQ(record(config::LogFormat::text, "a\x1b[2J\x07\x7f\r\tb"),
            "2026-01-02T03:04:05.678Z warning  a?[2J???\tb");
}

TEST(logging, records_of_tools_are_one_line) {
  EXPECT_EQ(record(config::LogFormat::logfmt, "one\ntwo \"x\""),
            R"(ts=2026-01-02T03:04:05.678Z level=warning msg="one\ntwo \"x\"")");
  EXPECT_EQ(record(config::LogFormat::json, "one\ntwo"),
            R"({"ts":"2026-01-02T03:04:05.678Z","level":"warning","msg":"one\ntwo"})");
}

}  // namespace
}  // namespace dovetail::cli
