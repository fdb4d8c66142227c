#include "kernel/node/block/memory.hpp"

#include <sys/mman.h>

#include <string>

namespace dovetail::node {

Expected<ReservedMemory> ReservedMemory::reserve(size_t wanted, size_t minimum) {
  for (size_t size = wanted; size >= minimum && size > 0; size /= 2) {
    void* start = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start != MAP_FAILED) return ReservedMemory({static_cast<uint8_t*>(start), size});
  }
  return Failure(Status::resource_exhausted,
                 "cannot reserve " + std::to_string(minimum >> 20) +
                     " MiB of address space to execute in: raise the process's limit (ulimit -v), "
                     "or set vm.overcommit_memory to 0 or 1");
}

ReservedMemory::~ReservedMemory() {
  if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

void ReservedMemory::forget() {
  ::madvise(bytes_.data(), bytes_.size(), MADV_DONTNEED);
}

}  // namespace dovetail::node
