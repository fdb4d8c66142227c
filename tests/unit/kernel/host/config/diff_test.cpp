#include "kernel/host/config/diff.hpp"

#include <gmock/gmock.h>

#include "tests/unit/kernel/host/config/example.hpp"

namespace dovetail::config {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string described(const std::string& before, const std::string& after,
                      const Overrides& one = {}, const Overrides& two = {}) {
  return describe(diff(loaded_from(before, one), loaded_from(after, two)));
}

TEST(diff, is_empty_when_only_the_writing_differs) {
  EXPECT_EQ(described(kLeast, kLeast + "log: { level: info }  # the default\n"), "");
}

TEST(diff, names_the_reload_class_of_each_change) {
  EXPECT_EQ(described(kLeast, kLeast + "  prover: { use: prover/cpu, config: { threads: 2 } }\n"
                                       "log: { level: debug }\n"),
            "live    log.level: info -> debug\n"
            "drain   plugins.prover: [] -> (absent)\n"
            "drain   plugins.prover[0].use: (absent) -> prover/cpu\n"
            "drain   plugins.prover[0].config.threads: (absent) -> 2\n"
            "\n"
            "A reload would take up at once: log.level\n"
            "A reload would take up at the next batch, after the work in flight: plugins.prover, "
            "plugins.prover[0].use, plugins.prover[0].config.threads\n");
}

TEST(diff, refuses_a_change_of_genesis) {
  EXPECT_THAT(described(kLeast, kLeast, {}, {.sets = {"chain.id=271"}}),
              HasSubstr("genesis chain.id: 270 -> 271\n\nA reload would be refused"));
}

TEST(diff, refuses_a_change_that_needs_a_restart) {
  EXPECT_EQ(described(kLeast, kLeast, {}, {.sets = {"rpc.batch_max=10", "log.level=debug"}}),
            "live    log.level: info -> debug\n"
            "restart rpc.batch_max: 1000 -> 10\n"
            "\n"
            "A reload would be refused, and nothing changed: restart the node for: "
            "rpc.batch_max\n");
}

TEST(diff, sees_a_changed_secret_and_does_not_show_it) {
  const std::string text = kLeast + "settler: { keystore: k, password: \"${env:P}\" }\n";
  const std::string out = described(text, text, {.environment = {{"P", "hunter1"}}},
                                    {.environment = {{"P", "hunter2"}}});
  EXPECT_THAT(out, HasSubstr("settler.password: \"<redacted>\" -> \"<redacted>\""));
  EXPECT_THAT(out, Not(HasSubstr("hunter")));
}

TEST(diff, sees_a_changed_list) {
  EXPECT_THAT(described(kLeast, kLeast, {.sets = {"rpc.cors_origins=[a, b]"}},
                        {.sets = {"rpc.cors_origins=[a]"}}),
              HasSubstr("restart rpc.cors_origins: [a, b] -> [a]\n"));
}

}  // namespace
}  // namespace dovetail::config
