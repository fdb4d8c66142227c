#pragma once
// The manifest of a plugin: what it is and what it needs, in the ELF section .dovetail, read
// without loading the library.
//
// Section: "DVTM", format version (u32 LE, 1), size of the JSON (u32 LE), JSON. Bytes after it are
// padding.

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "kernel/host/plugin/kind.hpp"
#include "sdk/base/bytes.hpp"

namespace dovetail::plugin {

struct Manifest {
  std::string id;  ///< "<kind>/<name>"
  Kind kind = Kind::l1;
  std::string name;     ///< as in id
  std::string version;  ///< MAJOR.MINOR.PATCH with an optional suffix
  std::string description;
  std::string license;  ///< SPDX
  std::string stability;
  std::vector<std::string> provides;
  std::vector<std::string> requires_;
  std::vector<std::string>
      exclusive;  ///< what only one instance may own: "port", "directory", "device"
  boost::json::object config_schema;  ///< JSON Schema
  uint32_t abi_min = 0;
  uint32_t abi_max = 0;
  Hash256 headers;  ///< of the ABI headers that it was compiled with
  std::string built_with;
};

/// @param section  content of .dovetail. Fails with corrupt (frame, JSON) or invalid_argument (a
/// field), naming the field.
Expected<Manifest> parse_manifest(ByteView section);
/// The manifest of a whole library. Also fails with corrupt on a file that is no sound ELF library
/// of this machine.
Expected<Manifest> read_manifest(ByteView library);

}  // namespace dovetail::plugin
