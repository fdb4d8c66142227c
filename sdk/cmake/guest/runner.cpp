// The test runner of the guest: runs every registered test, prints failures and a count. Output and
// exit are system calls of Linux, as qemu's user mode offers them.

#include "sdk/cmake/guest/include/gtest/gtest.h"

extern "C" {
using Constructor = void (*)();
extern Constructor __init_array_start[];
extern Constructor __init_array_end[];
}

namespace testing::guest {
namespace {

Test* first_test = nullptr;
Test** last_link = &first_test;
unsigned failures_in_test = 0;

void write_bytes(const char* bytes, size_t size) {
  register long a0 asm("a0") = 1;
  register const char* a1 asm("a1") = bytes;
  register size_t a2 asm("a2") = size;
  register long a7 asm("a7") = 64;
  asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
}

void print(const char* text) {
  size_t size = 0;
  while (text[size] != 0) ++size;
  write_bytes(text, size);
}

void print(unsigned value) {
  char digits[10];
  size_t first = sizeof digits;
  do digits[--first] = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  write_bytes(digits + first, sizeof digits - first);
}

unsigned run_all(unsigned& failed) {
  unsigned count = 0;
  for (Test* test = first_test; test != nullptr; test = test->next, ++count) {
    failures_in_test = 0;
    test->body();
    if (failures_in_test == 0) continue;
    ++failed;
    print("FAILED "), print(test->unit), print("."), print(test->name), print("\n");
  }
  return count;
}

}  // namespace

Test::Test(const char* unit_name, const char* test_name, void (*test_body)())
    : unit(unit_name), name(test_name), body(test_body) {
  *last_link = this;
  last_link = &next;
}

Failure::Failure(const char* file, int line, const char* what) {
  ++failures_in_test;
  print(file), print(":"), print(static_cast<unsigned>(line)), print(": "), print(what),
      print("\n");
}

void print_bytes(const char* label, const void* object, size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  print(label);
  for (size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<const unsigned char*>(object)[i];
    const char pair[2] = {kDigits[byte >> 4], kDigits[byte & 15]};
    write_bytes(pair, 2);
  }
  print("\n");
}

}  // namespace testing::guest

/// @return the exit status: 0 if all tests passed and there is at least one.
extern "C" int guest_main() {
  for (Constructor* each = __init_array_start; each != __init_array_end; ++each) (*each)();
  unsigned failed = 0;
  const unsigned count = testing::guest::run_all(failed);
  testing::guest::print(count), testing::guest::print(" tests, ");
  testing::guest::print(failed), testing::guest::print(" failed\n");
  return failed != 0 || count == 0;
}
