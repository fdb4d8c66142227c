#pragma once
// The one table of all configuration keys. Validation, defaults, `config print`, `config schema`,
// `config diff`, the documentation and the JSON Schema for editors all read it; nothing about a key
// is said anywhere else.
//
// Reload classes (README.md): live - taken up by a running node at once; drain - taken up at the
// next batch, after the work in flight is done; restart - when the process starts again; genesis -
// part of the chain's identity, fixed with its first block.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dovetail::config {

enum class Type {
  section,      ///< a map whose keys are rows of the table
  records,      ///< a list of such maps
  text,         ///< any string
  texts,        ///< a list of strings
  integer,      ///< decimal, minimum to maximum
  wide,         ///< decimal, up to 2^256 - 1
  boolean,      ///< true or false
  choice,       ///< one of `choices`
  address,      ///< 0x and 40 hex digits
  listen,       ///< host:port
  path,         ///< of a file or folder
  paths,        ///< a list of paths
  secret,       ///< a string that no file may hold: ${env:} or ${file:} only
  secret_key,   ///< as secret, 0x and 64 hex digits
  name,         ///< letters, digits and _ - .
  plugin_name,  ///< kind/name, vendor:kind/name or file:/path
  opaque        ///< a map that the plugin's own manifest describes
};

enum class Reload { live, drain, restart, genesis };

enum class Presence {
  defaulted,  ///< absent means `value`; a section's own keys decide
  required,
  optional  ///< absent means absent
};

/// A default that begins so is completed with the effective data_dir.
inline constexpr std::string_view kDataDirMark = "${data_dir}";

struct Key {
  std::string_view
      path;  ///< names joined by '.'; [] after a list's name stands for each of its items
  Type type = Type::section;
  Presence presence = Presence::defaulted;
  std::string_view value = "";  ///< the default, as a person would write it
  Reload reload = Reload::restart;
  uint64_t minimum = 0;
  uint64_t maximum = std::numeric_limits<uint64_t>::max();
  std::string_view choices = "";  ///< separated by spaces
  bool one_or_list = false;       ///< of records: a single map stands for a list of one
  std::string_view doc = "";

  /// @return the last name of the path.
  std::string_view name() const;
  bool is_secret() const { return type == Type::secret || type == Type::secret_key; }
  bool is_list() const {
    return type == Type::records || type == Type::texts || type == Type::paths;
  }
};

/// @return all keys; a section stands before its keys.
std::span<const Key> all_keys();
/// @return the row of a path, or null. "plugins.prover[].use" and "plugins.prover.0.use" find the
/// same row.
const Key* find_key(std::string_view path);
/// @return the rows right under a section or an item of records ("" for the top level), in the
/// table's order.
std::vector<const Key*> keys_under(std::string_view path);
/// @return the names of keys_under.
std::vector<std::string> names_under(std::string_view path);
/// @return the row that decides how a change of this path is taken up: its own, or that of the
/// opaque map it is in.
const Key* governing_key(std::string_view path);

std::string_view to_string(Reload reload);
/// @return the pieces between the separators.
std::vector<std::string> split(std::string_view text, std::string_view separator);

}  // namespace dovetail::config
