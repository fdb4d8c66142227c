#pragma once
// Why a plugin is refused, in words: the step, what it expected and found, and what helps to see
// why.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/cpp/error.hpp"

namespace dovetail::plugin {

/// The steps of a load, in order. Also a label of the refusals' metric.
enum class Stage : uint8_t {
  resolve,
  copy,
  manifest,
  lock,
  config,
  rehearse,
  load,
  create,
  self_test,
  compatible,
  canary,
  stop,
};

std::string_view stage_name(Stage stage);

/// What is known of the plugin when it is refused; empty fields are left out of the text.
struct RefusalContext {
  std::string use;
  std::filesystem::path path;
  std::string file_machine;
  std::vector<std::string> needed;  ///< libraries that it links
  std::vector<std::filesystem::path> shadowed;
};

/// @return the cause's status and a text of several lines: the cause, then path, architecture,
/// missing library, other copies that this one shadows, and the remedy.
Failure refusal(Stage stage, const RefusalContext& context, const Failure& cause);

}  // namespace dovetail::plugin
