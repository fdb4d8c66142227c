#include "kernel/host/plugin/elf.hpp"

#include <elf.h>

#include <cstring>
#include <optional>

namespace dovetail::plugin {
namespace {

#if defined(__x86_64__)
constexpr uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t kMachine = EM_AARCH64;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr uint16_t kMachine = EM_RISCV;
#else
#error "name this machine's ELF number here"
#endif

constexpr size_t kNeededMax = 1000;

Failure corrupt(std::string text) {
  return {Status::corrupt, std::move(text)};
}

std::string name_of(uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86_64";
    case EM_AARCH64:
      return "aarch64";
    case EM_RISCV:
      return "riscv";
    case EM_386:
      return "i386";
    case EM_ARM:
      return "arm";
    default:
      return "machine " + std::to_string(machine);
  }
}

/// The bytes [offset, offset + size), if they lie in the file.
std::optional<ByteView> slice(ByteView file, uint64_t offset, uint64_t size) {
  if (offset > file.size() || size > file.size() - offset) return std::nullopt;
  return file.subspan(offset, size);
}

/// Row index of a table of T at offset. The caller has checked that the table lies in the file.
template <class T>
T row(ByteView table, size_t index) {
  T out;
  std::memcpy(&out, table.data() + index * sizeof(T), sizeof(T));
  return out;
}

/// The terminated string at offset of a string table.
std::optional<std::string> string_at(ByteView strings, uint64_t offset) {
  if (offset >= strings.size()) return std::nullopt;
  const auto* begin = reinterpret_cast<const char*>(strings.data()) + offset;
  const size_t limit = strings.size() - offset;
  const size_t size = strnlen(begin, limit);
  if (size == limit) return std::nullopt;
  return std::string(begin, size);
}

Expected<Elf64_Ehdr> read_header(ByteView file) {
  if (file.size() < sizeof(Elf64_Ehdr) || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
    return corrupt("expected an ELF shared library, found " + std::to_string(file.size()) +
                   " bytes that do not begin with an ELF header");
  const auto header = row<Elf64_Ehdr>(file, 0);
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
    return Failure(Status::unsupported, "expected a 64-bit little-endian ELF file, found class " +
                                            std::to_string(header.e_ident[EI_CLASS]) + ", data " +
                                            std::to_string(header.e_ident[EI_DATA]));
  if (header.e_machine != kMachine)
    return Failure(Status::unsupported, "expected a library for " + name_of(kMachine) +
                                            ", found one for " + name_of(header.e_machine) +
                                            "; build it for this machine");
  if (header.e_type != ET_DYN)
    return Failure(Status::unsupported, "expected a shared library (ELF type 3), found ELF type " +
                                            std::to_string(header.e_type));
  if (header.e_version != EV_CURRENT || header.e_ehsize != sizeof(Elf64_Ehdr))
    return corrupt("ELF header with an unknown version or size");
  return header;
}

/// A table of the header, all of it in the file.
Expected<ByteView> read_table(ByteView file, const char* what, uint64_t offset, uint64_t count,
                              size_t entry_size, size_t expected_entry_size) {
  if (count == 0 || entry_size != expected_entry_size)
    return corrupt(std::string("ELF file without a sound ") + what + " table");
  const auto table = slice(file, offset, count * entry_size);
  if (!table)
    return corrupt(std::string("ELF file is cut off: its ") + what + " table ends at byte " +
                   std::to_string(offset) + " + " + std::to_string(count * entry_size) +
                   ", the file at " + std::to_string(file.size()));
  return *table;
}

Expected<void> check_segment(ByteView file, const Elf64_Phdr& segment) {
  if (!slice(file, segment.p_offset, segment.p_filesz))
    return corrupt("ELF file is cut off: a segment of " + std::to_string(segment.p_filesz) +
                   " bytes at " + std::to_string(segment.p_offset) + " leaves the file of " +
                   std::to_string(file.size()));
  if (segment.p_type != PT_LOAD) return {};
  if (segment.p_memsz < segment.p_filesz || segment.p_vaddr + segment.p_memsz < segment.p_vaddr)
    return corrupt("ELF file with a segment larger in the file than in memory");
  const bool power_of_two = (segment.p_align & (segment.p_align - 1)) == 0;
  if (!power_of_two ||
      (segment.p_align > 1 && (segment.p_vaddr - segment.p_offset) % segment.p_align))
    return corrupt("ELF file with a misaligned segment");
  return {};
}

struct Segments {
  std::vector<Elf64_Phdr> load;
  std::optional<Elf64_Phdr> dynamic;
};

Expected<Segments> read_segments(ByteView file, const Elf64_Ehdr& header) {
  auto table = read_table(file, "program header", header.e_phoff, header.e_phnum,
                          header.e_phentsize, sizeof(Elf64_Phdr));
  if (!table) return table.error();
  Segments out;
  for (size_t i = 0; i < header.e_phnum; ++i) {
    const auto segment = row<Elf64_Phdr>(*table, i);
    if (auto sound = check_segment(file, segment); !sound) return sound.error();
    if (segment.p_type == PT_LOAD) out.load.push_back(segment);
    if (segment.p_type == PT_DYNAMIC) out.dynamic = segment;
  }
  if (out.load.empty() || !out.dynamic)
    return corrupt("ELF file without a loadable or dynamic segment");
  return out;
}

Expected<std::vector<ElfSection>> read_sections(ByteView file, const Elf64_Ehdr& header) {
  auto table = read_table(file, "section", header.e_shoff, header.e_shnum, header.e_shentsize,
                          sizeof(Elf64_Shdr));
  if (!table) return table.error();
  if (header.e_shstrndx >= header.e_shnum) return corrupt("ELF file without section names");
  const auto names_row = row<Elf64_Shdr>(*table, header.e_shstrndx);
  const auto names = slice(file, names_row.sh_offset, names_row.sh_size);
  if (!names) return corrupt("ELF file is cut off: its section names leave the file");
  std::vector<ElfSection> out;
  for (size_t i = 0; i < header.e_shnum; ++i) {
    const auto section = row<Elf64_Shdr>(*table, i);
    auto name = string_at(*names, section.sh_name);
    const bool in_file = section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL;
    const auto bytes = in_file ? slice(file, section.sh_offset, section.sh_size) : ByteView{};
    if (!name || !bytes)
      return corrupt("ELF file is cut off: section " + std::to_string(i) + " leaves the file");
    out.push_back({std::move(*name), *bytes});
  }
  return out;
}

/// The file's bytes from a virtual address to the end of its segment.
std::optional<ByteView> at_address(ByteView file, const std::vector<Elf64_Phdr>& load,
                                   uint64_t address) {
  for (const auto& segment : load)
    if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz)
      return file.subspan(segment.p_offset + (address - segment.p_vaddr),
                          segment.p_filesz - (address - segment.p_vaddr));
  return std::nullopt;
}

Expected<std::vector<std::string>> read_needed(ByteView file, const Segments& segments) {
  const auto table = file.subspan(segments.dynamic->p_offset, segments.dynamic->p_filesz);
  std::optional<uint64_t> strings_address;
  std::vector<uint64_t> offsets;
  for (size_t i = 0; i < table.size() / sizeof(Elf64_Dyn); ++i) {
    const auto entry = row<Elf64_Dyn>(table, i);
    if (entry.d_tag == DT_NULL) break;
    if (entry.d_tag == DT_STRTAB) strings_address = entry.d_un.d_ptr;
    if (entry.d_tag == DT_NEEDED) offsets.push_back(entry.d_un.d_val);
  }
  if (!strings_address || offsets.size() > kNeededMax)
    return corrupt("ELF file with a malformed dynamic section");
  const auto strings = at_address(file, segments.load, *strings_address);
  if (!strings) return corrupt("ELF file whose dynamic strings lie outside its segments");
  std::vector<std::string> out;
  for (uint64_t offset : offsets) {
    auto name = string_at(*strings, offset);
    if (!name) return corrupt("ELF file with a library name outside its strings");
    out.push_back(std::move(*name));
  }
  return out;
}

}  // namespace

const ElfSection* ElfFile::find(std::string_view name) const {
  for (const auto& section : sections)
    if (section.name == name) return &section;
  return nullptr;
}

Expected<ElfFile> parse_elf(ByteView file) {
  auto header = read_header(file);
  if (!header) return header.error();
  auto segments = read_segments(file, *header);
  if (!segments) return segments.error();
  auto sections = read_sections(file, *header);
  if (!sections) return sections.error();
  auto needed = read_needed(file, *segments);
  if (!needed) return needed.error();
  return ElfFile{std::move(*sections), std::move(*needed)};
}

std::string machine_name() {
  return name_of(kMachine);
}

std::string machine_name(ByteView file) {
  const bool elf =
      file.size() >= sizeof(Elf64_Ehdr) && std::memcmp(file.data(), ELFMAG, SELFMAG) == 0;
  return elf ? name_of(row<Elf64_Ehdr>(file, 0).e_machine) : "unknown";
}

}  // namespace dovetail::plugin
