#include "kernel/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace dovetail::cli {
namespace {

constexpr const char* kEraseLine = "\r\033[K";

bool colour_is_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool is_dumb = terminal != nullptr && std::string(terminal) == "dumb";
  return (no_colour == nullptr || *no_colour == '\0') && !is_dumb;
}

size_t terminal_width() {
  winsize size{};
  const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : 80;
}

/// Terminals that are closed lose text; the node goes on.
void write_all(int descriptor, const std::string& text) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t wrote = ::write(descriptor, text.data() + done, text.size() - done);
    if (wrote <= 0) return;
    done += static_cast<size_t>(wrote);
  }
}

}  // namespace

Console::Console()
    : is_live_(::isatty(STDOUT_FILENO) == 1), has_colour_(is_live_ && colour_is_wanted()) {}

Console::~Console() {
  if (!live_.empty()) write_all(STDOUT_FILENO, kEraseLine);
}

void Console::write(int descriptor, const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!live_.empty()) write_all(STDOUT_FILENO, kEraseLine);
  write_all(descriptor, text);
  write_all(STDOUT_FILENO, live_);
}

void Console::print(const std::string& text) {
  write(STDOUT_FILENO, text);
}
void Console::log(const std::string& line) {
  write(STDERR_FILENO, line);
}

void Console::set_live(const std::string& line) {
  if (!is_live_) return;
  const std::lock_guard lock(mutex_);
  live_ = line.substr(0, terminal_width() - 1);
  if (has_colour_ && live_.size() < line.size()) live_ += "\033[0m";
  write_all(STDOUT_FILENO, kEraseLine + live_);
}

}  // namespace dovetail::cli
