// The ELF reader on a real library, and on every way of damaging it.

#include "kernel/host/plugin/elf.hpp"

#include <elf.h>

#include <random>

#include "kernel/host/plugin/manifest.hpp"
#include "tests/unit/kernel/host/plugin/fixture.hpp"

namespace dovetail::plugin::test {
namespace {

/// Reads all that can be read; the sanitizers see what it touches.
size_t read_all_of(ByteView file) {
  size_t sum = 0;
  if (auto elf = parse_elf(file))
    for (const auto& section : elf->sections)
      for (uint8_t byte : section.bytes) sum += byte;
  if (auto manifest = read_manifest(file)) sum += manifest->id.size();
  return sum;
}

std::string fault_of(ByteView file) {
  auto elf = parse_elf(file);
  return elf ? "" : elf.error().text;
}

TEST(elf, finds_the_manifest_and_the_libraries_of_a_plugin) {
  const Bytes file = plugin_bytes("sound_1");
  auto elf = parse_elf(file);
  ASSERT_TRUE(elf) << elf.error().text;
  const auto* section = elf->find(".dovetail");
  ASSERT_NE(section, nullptr);
  EXPECT_EQ(text_of(section->bytes.first(4)), "DVTM");
  EXPECT_EQ(elf->find(".absent"), nullptr);
  EXPECT_THAT(elf->needed, testing::Contains(HasSubstr("libc.so")));
}

TEST(elf, refuses_every_truncation) {
  const Bytes file = plugin_bytes("sound_1");
  for (size_t size = 0; size < file.size(); size += size < 4096 ? 1 : 37) {
    const Bytes cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_FALSE(parse_elf(cut)) << size;
  }
}

TEST(elf, survives_random_mutations) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const Bytes file = plugin_bytes("sound_1");
  size_t refused_count = 0;
  for (int round = 0; round < 5000; ++round) {
    Bytes damaged = file;
    // Half of the rounds hit the headers and the section table, where offsets are.
    const size_t table = round % 2 == 0 ? 4096 : file.size();
    for (int i = 0; i < 8; ++i) {
      const size_t at = random() % table;
      damaged[i % 2 ? at : file.size() - 1 - at] = static_cast<uint8_t>(random());
    }
    read_all_of(damaged);
    refused_count += parse_elf(damaged) ? 0 : 1;
  }
  EXPECT_GT(refused_count, 0u);
}

TEST(elf, says_which_machine_was_expected) {
  Bytes file = plugin_bytes("sound_1");
  file[offsetof(Elf64_Ehdr, e_machine)] = EM_S390;
  file[offsetof(Elf64_Ehdr, e_machine) + 1] = 0;
  EXPECT_THAT(fault_of(file),
              HasSubstr("expected a library for " + machine_name() + ", found one for machine 22"));
}

TEST(elf, refuses_another_class_type_or_magic) {
  const Bytes file = plugin_bytes("sound_1");
  Bytes narrow = file, program = file, text = file;
  narrow[EI_CLASS] = ELFCLASS32;
  program[offsetof(Elf64_Ehdr, e_type)] = ET_EXEC;
  text[0] = '#';
  EXPECT_THAT(fault_of(narrow), HasSubstr("64-bit"));
  EXPECT_THAT(fault_of(program), HasSubstr("ELF type 2"));
  EXPECT_THAT(fault_of(text), HasSubstr("do not begin with an ELF header"));
}

/// Every program header of this type, for a test to damage.
template <class Change>
Bytes with_segments(uint32_t type, Change change) {
  Bytes file = plugin_bytes("sound_1");
  const size_t first_segment = load_le64(file.data() + offsetof(Elf64_Ehdr, e_phoff));
  for (size_t i = 0; i < load_le32(file.data() + offsetof(Elf64_Ehdr, e_phnum)) % 65536; ++i) {
    uint8_t* segment = file.data() + first_segment + i * sizeof(Elf64_Phdr);
    if (load_le32(segment) == type) change(segment);
  }
  return file;
}

TEST(elf, refuses_a_segment_outside_the_file) {
  const Bytes file = with_segments(PT_LOAD, [](uint8_t* segment) {
    store_le64(segment + offsetof(Elf64_Phdr, p_filesz), uint64_t{0} - 1);
  });
  EXPECT_THAT(fault_of(file), HasSubstr("leaves the file"));
}

TEST(elf, refuses_a_segment_that_memory_cannot_hold) {
  const Bytes small = with_segments(
      PT_LOAD, [](uint8_t* segment) { store_le64(segment + offsetof(Elf64_Phdr, p_memsz), 1); });
  const Bytes wrapping = with_segments(PT_LOAD, [](uint8_t* segment) {
    store_le64(segment + offsetof(Elf64_Phdr, p_memsz), uint64_t{0} - 1);
    store_le64(segment + offsetof(Elf64_Phdr, p_vaddr), 0x1000);
  });
  const Bytes askew = with_segments(PT_LOAD, [](uint8_t* segment) {
    store_le64(segment + offsetof(Elf64_Phdr, p_vaddr), 0x1001);
  });
  EXPECT_THAT(fault_of(small), HasSubstr("larger in the file than in memory"));
  EXPECT_THAT(fault_of(wrapping), HasSubstr("larger in the file than in memory"));
  EXPECT_THAT(fault_of(askew), HasSubstr("misaligned"));
}

TEST(elf, refuses_a_library_without_a_dynamic_segment_or_its_strings) {
  const Bytes none =
      with_segments(PT_DYNAMIC, [](uint8_t* segment) { store_le32(segment, PT_NULL); });
  const Bytes empty = with_segments(PT_DYNAMIC, [](uint8_t* segment) {
    store_le64(segment + offsetof(Elf64_Phdr, p_filesz), 0);
  });
  EXPECT_THAT(fault_of(none), HasSubstr("without a loadable or dynamic segment"));
  EXPECT_THAT(fault_of(empty), HasSubstr("malformed dynamic section"));
}

TEST(elf, refuses_a_file_without_sections) {
  Bytes none = plugin_bytes("sound_1"), nameless = none, old = none;
  store_le32(none.data() + offsetof(Elf64_Ehdr, e_shentsize), 0);
  nameless[offsetof(Elf64_Ehdr, e_shstrndx)] = nameless[offsetof(Elf64_Ehdr, e_shstrndx) + 1] =
      0xff;
  old[offsetof(Elf64_Ehdr, e_version)] = 9;
  EXPECT_THAT(fault_of(none), HasSubstr("without a sound section table"));
  EXPECT_THAT(fault_of(nameless), HasSubstr("without section names"));
  EXPECT_THAT(fault_of(old), HasSubstr("unknown version"));
}

TEST(elf, names_the_machine_of_any_bytes) {
  EXPECT_EQ(machine_name(plugin_bytes("sound_1")), machine_name());
  EXPECT_EQ(machine_name(view_of("#!/bin/sh")), "unknown");
}

}  // namespace
}  // namespace dovetail::plugin::test
