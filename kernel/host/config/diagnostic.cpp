#include "kernel/host/config/diagnostic.hpp"

#include <algorithm>

#include "sdk/base/hex.hpp"

namespace dovetail::config {
namespace {

constexpr size_t kShownMax = 100;
constexpr size_t kCaretMax = 120;  // bytes before the caret; of a longer line a part is shown
constexpr size_t kRestMax = 120;   // bytes behind it

std::string_view line_of(std::string_view text, size_t line) {
  for (; line > 1; --line) {
    const size_t end = text.find('\n');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// A private key in a line that is shown for another reason stays out of logs: 64 hex digits and
/// more are replaced.
std::string without_keys(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    size_t digits = 0;
    while (digits < line.size() && hex_digit(line[digits]) >= 0) ++digits;
    if (digits >= 64)
      out += kRedacted;
    else
      out += line.substr(0, digits);
    line.remove_prefix(digits);
    if (line.empty()) break;
    out += line.front();
    line.remove_prefix(1);
  }
  return out;
}

/// @return the first offset from `offset` on that begins a UTF-8 character, or the text's size.
size_t start_of_character(std::string_view text, size_t offset) {
  while (offset < text.size() && (text[offset] & 0xC0) == 0x80) ++offset;
  return std::min(offset, text.size());
}

/// Blanks as wide as the text: tabs stay, and the bytes that continue a UTF-8 character take no
/// room.
std::string blanks(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c == '\t')
      out += c;
    else if ((c & 0xC0) != 0x80)
      out += ' ';
  return out;
}

}  // namespace

std::string Diagnostic::render() const {
  std::string out = file;
  if (at.line != 0) out += ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  if (!out.empty()) out += ": ";
  out += severity == Severity::error ? "error: " : "warning: ";
  out += message;
  if (at.line == 0 || source_line.empty()) return out;
  std::string number = std::to_string(at.line);
  if (number.size() < 4) number.insert(0, 4 - number.size(), ' ');
  const size_t before = std::min(caret, source_line.size());
  out += "\n" + number + " | " + source_line;
  out +=
      "\n" + std::string(number.size(), ' ') + " | " + blanks(source_line.substr(0, before)) + "^";
  const size_t rest = std::min(width, source_line.size() - before);
  const std::string under = blanks(std::string_view(source_line).substr(before, rest));
  if (under.size() > 1) out += std::string(under.size() - 1, '~');
  return out;
}

Diagnostic diagnose(const SourcePtr& source, Position at, size_t width, std::string message,
                    bool hide_value) {
  Diagnostic out;
  out.message = std::move(message);
  if (!source) return out;
  out.file = source->name;
  out.at = at;
  out.width = width;
  std::string_view line = line_of(source->text, at.line);
  size_t column = std::min(at.column - (at.column > 0), line.size());
  std::string lead;
  if (column > kCaretMax) {
    const size_t cut = start_of_character(line, column - kCaretMax / 2);
    lead = "... ";
    line.remove_prefix(cut);
    column -= cut;
  }
  const std::string before = without_keys(line.substr(0, column));
  out.caret = lead.size() + before.size();
  if (hide_value) out.width = kRedacted.size();
  const std::string_view rest =
      line.substr(column, start_of_character(line.substr(column), kRestMax));
  out.source_line = lead + before + (hide_value ? std::string(kRedacted) : without_keys(rest));
  return out;
}

std::string render(const Diagnostics& diagnostics) {
  std::string out;
  for (size_t i = 0; i < std::min(diagnostics.size(), kShownMax); ++i)
    out += diagnostics[i].render() + "\n";
  if (diagnostics.size() > kShownMax)
    out += "and " + std::to_string(diagnostics.size() - kShownMax) + " more\n";
  return out;
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Diagnostic::Severity::error; });
}

}  // namespace dovetail::config
