#pragma once
// Reads the outside of an ELF shared library from untrusted bytes, without running or mapping it.
//
// Every offset and size is checked before use, so that damaged files give an error; what passes has
// the class, byte order and machine of this program, and all its segments lie inside the file.
// dlopen checks none of that and crashes. Source: System V ABI, chapters 4 and 5; elf(5).

#include <string>
#include <vector>

#include "sdk/base/bytes.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::plugin {

struct ElfSection {
  std::string name;
  ByteView bytes;  ///< empty for a section without content in the file
};

/// Borrows the bytes that it was read from.
struct ElfFile {
  std::vector<ElfSection> sections;
  std::vector<std::string> needed;  ///< DT_NEEDED: the libraries that it links, in order

  /// @return the first section with this name, or null.
  const ElfSection* find(std::string_view name) const;
};

/// Fails with corrupt (not ELF, cut off, out of bounds) or unsupported (another class, machine,
/// type).
Expected<ElfFile> parse_elf(ByteView file);

/// @return the name of the machine for which this program was built: "x86_64".
std::string machine_name();
/// @return the machine that the file says it is for, or "unknown" if it is no ELF file.
std::string machine_name(ByteView file);

}  // namespace dovetail::plugin
