#pragma once
// The terminal, shared by log lines and one live line below them.
//
// If standard output is a terminal, the live line is rewritten in place, and a log line erases it,
// prints itself and lets it come again. Nothing else writes while a Console with a live line lives.

#include <mutex>
#include <string>

namespace dovetail::cli {

class Console {
 public:
  Console();
  /// Erases the live line.
  ~Console();

  /// True if there is a terminal to rewrite a line on.
  bool is_live() const { return is_live_; }
  /// True if colours may be used: a terminal, and NO_COLOR is not set.
  bool has_colour() const { return has_colour_; }

  /// Prints text, whole lines, to standard output.
  void print(const std::string& text);
  /// Prints one log line, newline included, to standard error.
  void log(const std::string& line);
  /// Sets the live line; without a terminal nothing happens.
  void set_live(const std::string& line);

 private:
  void write(int descriptor, const std::string& text);

  const bool is_live_;
  const bool has_colour_;
  std::mutex mutex_;
  std::string live_;
};

}  // namespace dovetail::cli
