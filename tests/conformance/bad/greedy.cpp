// create takes a gigabyte of memory.
#include <new>

#include "tests/conformance/bad/sound.hpp"

namespace {
dovetail_status create(const dovetail_host*, const dovetail_create_args*,
                       dovetail_instance** instance, dovetail_error* error) noexcept {
  auto* memory = new (std::nothrow) char[size_t{1} << 30];
  if (memory == nullptr)
    return dovetail::sound::fail(error, DOVETAIL_RESOURCE_EXHAUSTED, "no gigabyte of memory");
  *instance = reinterpret_cast<dovetail_instance*>(memory);
  return DOVETAIL_OK;
}
void destroy(dovetail_instance* instance) noexcept {
  delete[] reinterpret_cast<char*>(instance);
}
}  // namespace

EXPORT_ENTRY_WITH(entry.create = create, entry.destroy = destroy)
