#include "kernel/node/block/memory.hpp"

#include <sys/mman.h>

#include "sdk/base/assert.hpp"

namespace dovetail::node {

ReservedMemory::ReservedMemory(size_t size_bytes) {
  void* start = ::mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  DOVETAIL_ASSERT(start != MAP_FAILED);
  bytes_ = {static_cast<uint8_t*>(start), size_bytes};
}

ReservedMemory::~ReservedMemory() {
  ::munmap(bytes_.data(), bytes_.size());
}

void ReservedMemory::forget() {
  ::madvise(bytes_.data(), bytes_.size(), MADV_DONTNEED);
}

}  // namespace dovetail::node
