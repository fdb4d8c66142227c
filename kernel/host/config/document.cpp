#include "kernel/host/config/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace dovetail::config {
namespace {

Position position_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {1, 1};
  return {static_cast<size_t>(mark.line) + 1, static_cast<size_t>(mark.column) + 1};
}

/// Ends the parse at an error past which the tree makes no sense. Caught in parse_document.
struct Refused {
  Position at;
  std::string message;
};

/// Builds the tree from yaml-cpp's events. Open maps and lists are a stack; a map's pending key
/// waits for its value.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourcePtr& source, Diagnostics& out) : source_(source), out_(out) {
    for (std::string_view rest = source->text;;) {
      const size_t end = rest.find('\n');
      lines_.push_back(rest.substr(0, end));
      if (end == rest.npos) break;
      rest.remove_prefix(end + 1);
    }
  }

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    refuse_anchor(mark, name);
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor_id(mark, anchor);
    add(make(Node::Kind::null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{position_of(mark), "aliases (*name) are not supported: repeat the value"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor_id(mark, anchor);
    refuse_tag(mark, tag);
    refuse_open_quote(position_of(mark));
    Node node = make(Node::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Node::Kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Node::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    bool has_key = false;
    Member pending;
  };

  Node make(Node::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > kDocumentNodesMax)
      throw Refused{position_of(mark),
                    "more than " + std::to_string(kDocumentNodesMax) + " values"};
    Node node;
    node.kind = kind;
    node.at = position_of(mark);
    node.source = source_;
    return node;
  }
  void refuse_anchor(const YAML::Mark& mark, const std::string&) { refuse_anchor_id(mark, 1); }
  void refuse_anchor_id(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      throw Refused{position_of(mark), "anchors (&name) are not supported: repeat the value"};
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      throw Refused{position_of(mark), "tags (" + tag + ") are not supported: remove it"};
  }
  /// yaml-cpp 0.7 closes an open quote at the end of the file by itself, swallowing all keys in
  /// between.
  void refuse_open_quote(Position at) {
    if (at.line > lines_.size() || at.column > lines_[at.line - 1].size()) return;
    const std::string_view line = lines_[at.line - 1].substr(at.column - 1);
    const char quote = line.front();
    if (quote != '"' && quote != '\'') return;
    for (size_t i = 1; i < line.size(); ++i) {
      if (line[i] == quote) return;
      if (line[i] == '\\' && quote == '"') ++i;
    }
    throw Refused{at, "this quote is not closed in its line"};
  }
  void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    refuse_anchor_id(mark, anchor);
    refuse_tag(mark, tag);
    if (expects_key()) throw Refused{position_of(mark), "expected a key, found a map or a list"};
    if (stack_.size() >= kDocumentDepthMax)
      throw Refused{position_of(mark),
                    "nested deeper than " + std::to_string(kDocumentDepthMax) + " levels"};
    Open frame;
    frame.node = make(kind, mark);
    frame.node.flow = style == YAML::EmitterStyle::Flow;
    stack_.push_back(std::move(frame));
  }
  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }
  bool expects_key() const {
    return !stack_.empty() && stack_.back().node.kind == Node::Kind::map && !stack_.back().has_key;
  }
  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
    } else if (stack_.back().node.kind == Node::Kind::list) {
      stack_.back().node.items.push_back(std::move(node));
    } else if (stack_.back().has_key) {
      add_value(stack_.back(), std::move(node));
    } else {
      add_key(stack_.back(), node);
    }
  }
  void add_key(Open& frame, const Node& key) {
    if (key.kind != Node::Kind::scalar) throw Refused{key.at, "expected a key, found nothing"};
    if (key.text == "<<" && !key.quoted)
      throw Refused{key.at, "merge keys (<<) are not supported: repeat the values"};
    frame.has_key = true;
    frame.pending.key = key.text;
    frame.pending.key_at = key.at;
    for (const Member& member : frame.node.members) {
      if (member.key != key.text) continue;
      out_.push_back(diagnose(source_, key.at, key.width(),
                              "key '" + key.text +
                                  "' stands twice in this map; the first is in line " +
                                  std::to_string(member.key_at.line) + ": remove one"));
    }
  }
  void add_value(Open& frame, Node value) {
    frame.has_key = false;
    frame.pending.value = std::move(value);
    frame.node.members.push_back(std::move(frame.pending));
    frame.pending = {};
  }

  const SourcePtr& source_;
  Diagnostics& out_;
  Node root_;
  std::vector<Open> stack_;
  std::vector<std::string_view> lines_;
  size_t nodes_ = 0;
};

/// @return the bytes of the UTF-8 character at the front, or 0 if they are none that a
/// configuration may hold. Source: RFC 3629, section 4; YAML 1.2, 5.1 (control characters but tab,
/// line feed and carriage return are out).
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0; };
  const uint8_t first = byte(0);
  if (first < 0x80)
    return (first >= 0x20 && first != 0x7F) || first == '\t' || first == '\n' || first == '\r';
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  const uint8_t second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return length;
}

bool check_text(const SourcePtr& source, Diagnostics& out) {
  std::string_view text = source->text;
  if (text.size() > kDocumentBytesMax) {
    out.push_back(diagnose(
        source, {}, 0, "expected at most 1 MiB, found " + std::to_string(text.size()) + " bytes"));
    return false;
  }
  Position at{1, 1};
  while (!text.empty()) {
    const size_t length = utf8_length(text);
    if (length == 0) {
      Diagnostic wrong = diagnose(source, at, 1,
                                  "byte " + std::to_string(static_cast<uint8_t>(text.front())) +
                                      " is not UTF-8 text; save the file as UTF-8");
      wrong.source_line.clear();
      out.push_back(std::move(wrong));
      return false;
    }
    at = text.front() == '\n' ? Position{at.line + 1, 1} : Position{at.line, at.column + length};
    text.remove_prefix(length);
  }
  return true;
}

Node parse_checked(const SourcePtr& source, Diagnostics& out) {
  std::istringstream stream(source->text);
  YAML::Parser parser(stream);
  TreeBuilder builder(source, out);
  parser.HandleNextDocument(builder);
  Node root = builder.take();
  TreeBuilder second(source, out);
  if (parser.HandleNextDocument(second))
    throw Refused{second.take().at, "expected one document, found a second one after '---'"};
  return root;
}

}  // namespace

Node Node::scalar(std::string text) {
  Node node;
  node.kind = Kind::scalar;
  node.text = std::move(text);
  return node;
}

Node Node::map() {
  Node node;
  node.kind = Kind::map;
  return node;
}

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

size_t Node::width() const {
  if (kind != Kind::scalar || text.find('\n') != text.npos) return 1;
  return text.size() + (quoted ? 2 : 0);
}

Diagnostic error_at(const Node& node, std::string message) {
  return diagnose(node.source, node.at, node.width(), std::move(message), node.secret);
}

Diagnostic error_at_key(const Member& member, std::string message) {
  return diagnose(member.value.source, member.key_at, member.key.size(), std::move(message));
}

Node parse_document(const SourcePtr& source, Diagnostics& diagnostics) {
  Node root;
  if (!check_text(source, diagnostics)) return Node::map();
  try {
    root = parse_checked(source, diagnostics);
  } catch (const Refused& refused) {
    diagnostics.push_back(diagnose(source, refused.at, 1, refused.message));
  } catch (const YAML::Exception& error) {
    diagnostics.push_back(diagnose(source, position_of(error.mark), 1, "not YAML: " + error.msg));
  } catch (const std::exception& error) {
    diagnostics.push_back(diagnose(source, {}, 0, std::string("not YAML: ") + error.what()));
  }
  if (root.kind == Node::Kind::null) {
    root.kind = Node::Kind::map;
    root.source = source;
    root.at = {1, 1};
  }
  return root;
}

Expected<std::string> read_text_file(const std::string& path, size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const int error = errno;
    return Failure(error == ENOENT ? Status::not_found : Status::unavailable,
                   "cannot open '" + path + "': " + std::strerror(error));
  }
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return Failure(Status::unavailable, "cannot read '" + path + "'");
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > bytes_max)
    return Failure(Status::resource_exhausted, "'" + path + "' is larger than " +
                                                   std::to_string(bytes_max) +
                                                   " bytes; is it the right file?");
  return text;
}

}  // namespace dovetail::config
