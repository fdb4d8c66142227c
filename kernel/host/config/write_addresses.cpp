#include "kernel/host/config/write_addresses.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kernel/host/config/schema.hpp"

namespace dovetail::config {
namespace {

struct Entry {
  std::string key;
  std::string value;  // as YAML
};

std::vector<Entry> entries_of(const Contracts& contracts) {
  const auto text = [](const Address& address) { return '"' + to_checksum(address) + '"'; };
  return {{"bridgehub", text(contracts.bridgehub)},
          {"chain", text(contracts.chain)},
          {"rollup_validator", text(contracts.rollup_validator)},
          {"validium_validator", text(contracts.validium_validator)},
          {"deployed_at_block", std::to_string(contracts.deployed_at_block)}};
}

std::string in_braces(const std::vector<Entry>& entries) {
  std::string out = "{ ";
  for (const Entry& entry : entries)
    out += (out.size() > 2 ? ", " : "") + entry.key + ": " + entry.value;
  return out + " }";
}

std::string in_lines(const std::vector<Entry>& entries, size_t indent) {
  std::string out;
  for (const Entry& entry : entries)
    out += std::string(indent, ' ') + entry.key + ": " + entry.value + "\n";
  return out;
}

/// A text and edits of it by the positions of its first parse. Each edit is followed by a new
/// parse.
class Editor {
 public:
  explicit Editor(std::string text) : text_(std::move(text)) {
    if (!text_.empty() && !text_.ends_with('\n')) text_ += '\n';
  }

  const std::string& text() const { return text_; }

  Node parse() const {
    Diagnostics ignored;
    return parse_document(std::make_shared<Source>(Source{{}, "", text_}), ignored);
  }
  size_t line_start(size_t line) const {
    size_t offset = 0;
    for (; line > 1; --line) offset = std::min(text_.find('\n', offset), text_.size() - 1) + 1;
    return offset;
  }
  size_t offset_of(Position at) const { return line_start(at.line) + at.column - 1; }
  void insert_before_line(size_t line, const std::string& lines) {
    text_.insert(line_start(line), lines);
  }
  void insert_at(Position at, const std::string& piece) { text_.insert(offset_of(at), piece); }
  void replace(const Node& scalar, const std::string& value) {
    text_.replace(offset_of(scalar.at), scalar.width(), value);
  }
  void append(const std::string& lines) { text_ += lines; }

 private:
  std::string text_;
};

const Member* member_of(const Node& map, std::string_view key) {
  for (const Member& member : map.members)
    if (member.key == key) return &member;
  return nullptr;
}

bool has_block_members(const Node& map) {
  return !map.flow && !map.members.empty();
}

/// A flow map that holds something, or not: what is inserted behind its brace needs a comma, or
/// not.
std::string behind_brace(const Node& map, const std::string& piece) {
  return " " + piece + (map.members.empty() ? " " : ",");
}

Position after_brace(const Node& map) {
  return {map.at.line, map.at.column + 1};
}

/// Adds settler.contracts where there is none.
void add_section(Editor& editor, const std::vector<Entry>& entries) {
  const Node root = editor.parse();
  const Member* settler = member_of(root, "settler");
  const auto block = [&](size_t indent) {
    return std::string(indent, ' ') + "contracts:\n" + in_lines(entries, indent + 2);
  };
  if (settler == nullptr) return editor.append("\nsettler:\n" + block(2));
  const Node& map = settler->value;
  if (has_block_members(map))
    return editor.insert_before_line(map.members[0].key_at.line,
                                     block(map.members[0].key_at.column - 1));
  if (map.kind == Node::Kind::map)
    return editor.insert_at(after_brace(map),
                            behind_brace(map, "contracts: " + in_braces(entries)));
  editor.insert_before_line(settler->key_at.line + 1, block(settler->key_at.column + 1));
}

/// Sets one key of the section that is there.
void set_entry(Editor& editor, const Entry& entry) {
  const Node root = editor.parse();
  const Node& settler = *root.find("settler");
  const Member& section = *member_of(settler, "contracts");
  const Node& map = section.value;
  if (const Node* present = map.find(entry.key)) return editor.replace(*present, entry.value);
  if (has_block_members(map)) {
    const Position first = map.members[0].key_at;
    return editor.insert_before_line(first.line, in_lines({entry}, first.column - 1));
  }
  if (map.kind == Node::Kind::map)
    return editor.insert_at(after_brace(map), behind_brace(map, entry.key + ": " + entry.value));
  editor.insert_before_line(section.key_at.line + 1, in_lines({entry}, section.key_at.column + 1));
}

/// Does everything of `a` stand unchanged in `b`, except below settler.contracts?
bool stands_in(const Node& a, const Node& b, const std::string& path) {
  if (path == "settler.contracts") return true;
  const bool becomes_map = path == "settler" && a.kind == Node::Kind::null;
  if ((!becomes_map && a.kind != b.kind) || a.text != b.text) return false;
  if (a.items.size() != b.items.size()) return false;
  for (size_t i = 0; i < a.items.size(); ++i)
    if (!stands_in(a.items[i], b.items[i], path + "[]")) return false;
  for (const Member& member : a.members) {
    const Node* other = b.find(member.key);
    const std::string child = path.empty() ? member.key : path + "." + member.key;
    if (other == nullptr || !stands_in(member.value, *other, child)) return false;
  }
  return true;
}

bool holds(const Node& root, const std::vector<Entry>& entries) {
  const Node* settler = root.find("settler");
  const Node* map = settler == nullptr ? nullptr : settler->find("contracts");
  for (const Entry& entry : entries) {
    const Node* value = map == nullptr ? nullptr : map->find(entry.key);
    if (value == nullptr || (value->quoted ? '"' + value->text + '"' : value->text) != entry.value)
      return false;
  }
  return true;
}

Failure system_failure(const std::string& what, const std::string& path) {
  return {Status::unavailable, "cannot " + what + " '" + path + "': " + std::strerror(errno)};
}

Expected<void> write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_failure("write", path);
    text.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(file) != 0) return system_failure("write", path);
  return {};
}

Expected<void> sync_folder(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == path.npos ? "." : path.substr(0, slash + 1);
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return system_failure("open", folder);
  const bool done = ::fsync(file) == 0;
  ::close(file);
  return done ? Expected<void>() : system_failure("write", folder);
}

Expected<void> replace_file(const std::string& path, std::string_view text) {
  struct stat old{};
  if (::stat(path.c_str(), &old) != 0) return system_failure("read", path);
  std::string temporary = path + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0) return system_failure("create a file beside", path);
  Expected<void> done = write_all(file, text, temporary);
  if (done && ::fchmod(file, old.st_mode & 07777) != 0)
    done = system_failure("set the mode of", temporary);
  ::close(file);
  if (done && ::rename(temporary.c_str(), path.c_str()) != 0)
    done = system_failure("replace", path);
  if (!done) ::unlink(temporary.c_str());
  return done ? sync_folder(path) : done;
}

}  // namespace

Expected<std::string> with_addresses(const std::string& name, const std::string& text,
                                     const Contracts& contracts) {
  const auto source = std::make_shared<Source>(Source{Source::Kind::file, name, text});
  Diagnostics found;
  const Node before = parse_document(source, found);
  if (has_errors(found)) return Failure(Status::invalid_argument, render(found));
  const auto entries = entries_of(contracts);
  Editor editor(text);
  const Node* settler = before.find("settler");
  if (settler == nullptr || settler->find("contracts") == nullptr)
    add_section(editor, entries);
  else
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) set_entry(editor, *entry);
  const Node after = editor.parse();
  if (!holds(after, entries) || !stands_in(before, after, ""))
    return Failure(Status::invalid_argument,
                   name +
                       ": settler.contracts cannot be edited safely as it is written; "
                       "put this there by hand:\n  contracts:\n" +
                       in_lines(entries, 4));
  return editor.text();
}

Expected<void> write_addresses(const std::string& config_file, const Contracts& contracts) {
  auto text = read_text_file(config_file, kDocumentBytesMax);
  if (!text) return text.error();
  auto edited = with_addresses(config_file, *text, contracts);
  if (!edited) return edited.error();
  return replace_file(config_file, *edited);
}

}  // namespace dovetail::config
