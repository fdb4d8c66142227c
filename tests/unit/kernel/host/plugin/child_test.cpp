// The child process: what it gets, what is captured, and that it always ends.

#include "kernel/host/plugin/child.hpp"

#include <signal.h>
#include <sys/wait.h>

#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

ChildEnd run_shell(const std::string& script,
                   std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
  auto end =
      run_child({.command = {"/bin/sh", "-c", script}, .input = "the input\n", .timeout = timeout});
  EXPECT_TRUE(end) << end.error().text;
  return end ? *end : ChildEnd{};
}

TEST(child, is_given_its_input_and_its_words_are_kept_apart) {
  const ChildEnd end = run_shell("read line; echo \"$line\" >&3; echo out; echo err >&2; exit 7");
  EXPECT_FALSE(end.timed_out);
  EXPECT_EQ(WEXITSTATUS(end.wait_status), 7);
  EXPECT_EQ(end.result, "the input\n");
  EXPECT_EQ(end.output, "out\nerr\n");
}

TEST(child, gets_a_clean_environment_and_four_descriptors) {
  ::setenv("SECRET_OF_THE_TEST", "x", 1);
  const ChildEnd end = run_shell("env; echo /proc/self/fd/*");
  EXPECT_THAT(end.output, HasSubstr("PATH="));
  EXPECT_THAT(end.output, testing::Not(HasSubstr("SECRET_OF_THE_TEST")));
  EXPECT_THAT(end.output, testing::Not(HasSubstr("/fd/5")));  // 4 is the glob's own
}

TEST(child, is_killed_at_the_deadline_with_its_descendants) {
  const ChildEnd end = run_shell("sleep 1000 & echo $! >&3; wait", std::chrono::milliseconds(300));
  EXPECT_TRUE(end.timed_out);
  const pid_t descendant = std::stoi(end.result);
  while (::kill(descendant, 0) == 0) {
    std::ifstream state("/proc/" + std::to_string(descendant) + "/stat");
    std::string text;
    std::getline(state, text);
    if (text.find(") Z ") != text.npos) break;  // killed, and left to init
  }
}

TEST(child, does_not_wait_for_descendants_that_hold_the_pipes) {
  const ChildEnd end = run_shell("sleep 1000 & echo done >&3");
  EXPECT_FALSE(end.timed_out);
  EXPECT_EQ(end.result, "done\n");
}

TEST(child, is_ended_when_it_writes_too_much) {
  const ChildEnd end = run_shell("while true; do echo 0123456789 >&3; done");
  EXPECT_FALSE(end.timed_out);
  EXPECT_EQ(end.result.size(), ChildSpec().result_size_max);
}

TEST(child, is_killed_at_the_deadline_though_it_prints_without_pause) {
  const ChildEnd end =
      run_shell("cat /dev/zero & cat /dev/zero & cat /dev/zero", std::chrono::milliseconds(300));
  EXPECT_TRUE(end.timed_out);
  EXPECT_EQ(end.output.size(), ChildSpec().output_size_max);
}

TEST(child, keeps_the_tail_of_its_output) {
  const ChildEnd end = run_shell("i=0; while [ $i -lt 1000 ]; do echo line $i; i=$((i+1)); done");
  EXPECT_EQ(end.output.size(), ChildSpec().output_size_max);
  EXPECT_THAT(end.output, testing::EndsWith("line 999\n"));
}

TEST(child, that_cannot_be_started_is_named) {
  auto end = run_child({.command = {"/nonexistent/program"}, .timeout = std::chrono::seconds(1)});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().status, Status::unavailable);
  EXPECT_THAT(end.error().text, HasSubstr("could not start /nonexistent/program"));
}

}  // namespace
}  // namespace dovetail::plugin::test
