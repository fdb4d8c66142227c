#pragma once
// The rehearsal: a plugin is loaded, created and self-tested in a child process first, with limits,
// so that a crash, a hang or an exit in its initialisers or in create does not take the node with
// it.
//
// Protocol: the child is `program… <library>`; it reads one JSON object from its standard input
// (kind, name, config, chain id, limits, what the host expects) and writes JSON lines to descriptor
// 3, one before each step and one at the end. What the plugin prints goes to a pipe whose tail is
// quoted in a refusal.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kernel/host/plugin/choice.hpp"
#include "kernel/host/plugin/load.hpp"

namespace dovetail::plugin {

struct RehearsalOptions {
  /// The child's command line but for the library: {"/usr/bin/dovetail", "plugin", "rehearse"}. The
  /// default is this program itself.
  std::vector<std::string> program;
  std::chrono::milliseconds timeout{
      10'000};  ///< wall clock; then SIGKILL to the child's process group
  uint64_t address_space_bytes =
      uint64_t{4} << 30;  ///< 0: unlimited, for drivers that reserve much. Off in sanitizer builds
};

/// full also creates and self-tests; negotiate leaves out what an exclusive plugin may not do
/// twice.
enum class RehearsalDepth : uint8_t { negotiate, full };

/// Fails with the text of the step that failed: a refusal as load_library and create_instance give
/// it, "crashed with SIGSEGV in create", "did not finish create within 10 s", "ended with exit
/// status 3 in load" and the like.
Expected<void> rehearse(const RehearsalOptions& options, const std::filesystem::path& library,
                        const HostAbi& abi, const PluginChoice& choice, uint64_t chain_id,
                        RehearsalDepth depth);

/// @return false in sanitizer builds, whose shadow memory no limit can hold.
bool rehearsal_limits_memory();

/// The child. argv: … <library>. @return its exit status; 0 even for a refusal that was reported.
int rehearse_main(int argc, char** argv);

}  // namespace dovetail::plugin
