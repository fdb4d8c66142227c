#pragma once
// What is wrong with a configuration, and where: file:line:col, the source line and a caret under
// the culprit.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dovetail::config {

/// A text that configuration came from. Shared by every node that was read from it.
struct Source {
  enum class Kind { file, environment, command_line };
  Kind kind = Kind::file;
  std::string name;  ///< the file's path as given, "env DOVETAIL_A__B" or "--set a.b"
  std::string text;
};
using SourcePtr = std::shared_ptr<const Source>;

/// Line and column count from 1, columns in bytes. Line 0 means no position.
struct Position {
  size_t line = 0;
  size_t column = 0;
};

struct Diagnostic {
  enum class Severity { error, warning };
  Severity severity = Severity::error;
  std::string file;  ///< Source::name
  Position at;
  size_t width = 1;     ///< bytes to underline
  std::string message;  ///< what was expected, what was found, what to do
  std::string
      source_line;   ///< secrets already removed, cut to a window; empty if there is none to show
  size_t caret = 0;  ///< where in source_line to point, from 0

  /// @return "file:line:col: error: message", the source line and a line with the caret; no newline
  /// at the end.
  std::string render() const;
};
using Diagnostics = std::vector<Diagnostic>;

/// What a secret is shown as.
inline constexpr std::string_view kRedacted = "<redacted>";

/// @param source       may be null: the diagnostic then has no position
/// @param hide_value   true where the line holds a secret from this position on
Diagnostic diagnose(const SourcePtr& source, Position at, size_t width, std::string message,
                    bool hide_value = false);

/// @return every diagnostic rendered, a newline after each; past the first 100 only their count.
std::string render(const Diagnostics& diagnostics);
/// @return true if any is an error.
bool has_errors(const Diagnostics& diagnostics);

}  // namespace dovetail::config
