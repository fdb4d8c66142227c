#pragma once
// A YAML document as a tree of our own that knows where each value stands.
//
// Refused, with a position: duplicate keys, anchors, aliases, merge keys, tags, several documents,
// keys that are not plain scalars, quotes that do not close in their line, bytes that are not
// UTF-8, more than 1 MiB, 32 levels or 20000 values. Scalars stay text: their type is the schema's
// business, so that `010` is never 8 and `on` is never true.

#include <string>
#include <string_view>
#include <vector>

#include "kernel/host/config/diagnostic.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::config {

inline constexpr size_t kDocumentBytesMax = 1 << 20;
inline constexpr size_t kDocumentDepthMax = 32;
inline constexpr size_t kDocumentNodesMax = 20000;

struct Member;

struct Node {
  enum class Kind { null, scalar, map, list };
  Kind kind = Kind::null;
  bool quoted = false;  ///< scalar in quotes
  bool flow = false;    ///< map or list in braces
  bool secret = false;  ///< came through ${env:} or ${file:}, or the schema says so: never shown
  std::string text;     ///< of a scalar
  Position at;
  SourcePtr source;  ///< null: a default of the schema
  std::vector<Member> members;
  std::vector<Node> items;

  static Node scalar(std::string text);
  static Node map();

  /// @return the value of a key of a map, or null.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  /// @return the number of bytes that the value takes in its line, for the caret; 1 for maps and
  /// lists.
  size_t width() const;
};

struct Member {
  std::string key;
  Position key_at;
  Node value;
};

/// An error or a warning at a node's value. A secret value is not shown.
Diagnostic error_at(const Node& node, std::string message);
/// An error at a key of a map.
Diagnostic error_at_key(const Member& member, std::string message);

/// Parses one document. Never throws; what is wrong is added to `diagnostics`.
/// @return the root, as far as it could be read. An empty document gives an empty map.
Node parse_document(const SourcePtr& source, Diagnostics& diagnostics);

/// Reads a file of at most `bytes_max`. Fails with not_found, resource_exhausted or unavailable.
Expected<std::string> read_text_file(const std::string& path, size_t bytes_max);

}  // namespace dovetail::config
