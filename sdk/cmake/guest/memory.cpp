// The memory functions that compilers call by themselves. Words where both sides are aligned, for
// an instruction is what proving costs. Compiled with -fno-builtin: a loop here must not become a
// call of itself.

#include <stddef.h>
#include <stdint.h>

namespace {

typedef uint32_t __attribute__((may_alias)) Word;

bool aligned(const void* a, const void* b) {
  return ((reinterpret_cast<uintptr_t>(a) | reinterpret_cast<uintptr_t>(b)) & 3) == 0;
}

}  // namespace

extern "C" void* memcpy(void* to, const void* from, size_t size) {
  auto* t = static_cast<uint8_t*>(to);
  auto* f = static_cast<const uint8_t*>(from);
  if (aligned(t, f)) {
    for (; size >= 16; size -= 16, t += 16, f += 16) {
      auto* target = reinterpret_cast<Word*>(t);
      auto* source = reinterpret_cast<const Word*>(f);
      const Word a = source[0], b = source[1], c = source[2], d = source[3];
      target[0] = a, target[1] = b, target[2] = c, target[3] = d;
    }
    for (; size >= 4; size -= 4, t += 4, f += 4)
      *reinterpret_cast<Word*>(t) = *reinterpret_cast<const Word*>(f);
  }
  while (size-- != 0) *t++ = *f++;
  return to;
}

extern "C" void* memmove(void* to, const void* from, size_t size) {
  auto* t = static_cast<uint8_t*>(to);
  auto* f = static_cast<const uint8_t*>(from);
  if (t <= f || t >= f + size) return memcpy(to, from, size);
  while (size-- != 0) t[size] = f[size];
  return to;
}

extern "C" void* memset(void* to, int value, size_t size) {
  auto* t = static_cast<uint8_t*>(to);
  const uint8_t byte = static_cast<uint8_t>(value);
  for (; size != 0 && (reinterpret_cast<uintptr_t>(t) & 3) != 0; --size) *t++ = byte;
  const Word word = byte * 0x01010101u;
  for (; size >= 16; size -= 16, t += 16) {
    auto* target = reinterpret_cast<Word*>(t);
    target[0] = word, target[1] = word, target[2] = word, target[3] = word;
  }
  for (; size >= 4; size -= 4, t += 4) *reinterpret_cast<Word*>(t) = word;
  while (size-- != 0) *t++ = byte;
  return to;
}

extern "C" int memcmp(const void* left, const void* right, size_t size) {
  auto* l = static_cast<const uint8_t*>(left);
  auto* r = static_cast<const uint8_t*>(right);
  for (; size != 0; --size, ++l, ++r)
    if (*l != *r) return *l < *r ? -1 : 1;
  return 0;
}

extern "C" size_t strlen(const char* text) {
  size_t size = 0;
  while (text[size] != 0) ++size;
  return size;
}
