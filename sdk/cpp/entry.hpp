#pragma once
// The entry struct of a plugin class. plugin.hpp's DOVETAIL_PLUGIN exports it.

#include <memory>

#include "sdk/abi/headers_hash.h"
#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

void entry_destroy(dovetail_instance* instance) noexcept;
dovetail_status entry_self_test(dovetail_instance* instance, dovetail_error* error) noexcept;
const void* entry_get_interface(dovetail_instance* instance, dovetail_view id) noexcept;
/// Fails with invalid_argument if a pointer is missing or args is shorter than version 1.
Expected<CreateArgs> create_args(const dovetail_host* host, const dovetail_create_args* args,
                                 dovetail_instance** out);

template <class Class>
dovetail_status entry_create(const dovetail_host* raw, const dovetail_create_args* raw_args,
                             dovetail_instance** out, dovetail_error* error) noexcept {
  return guarded("create", error, [&]() -> Expected<void> {
    auto args = create_args(raw, raw_args, out);
    if (!args) return args.error();
    const Host host(raw);
    auto made = Class::create(host, *std::move(args));
    if (!made) return made.error();
    Instance* instance = made->release();
    instance->attach(host);
    *out = handle_of(instance);
    return {};
  });
}

template <class Class>
constexpr dovetail_plugin_entry entry_of() {
  return {.magic = DOVETAIL_PLUGIN_MAGIC,
          .struct_size = sizeof(dovetail_plugin_entry),
          .abi_min = DOVETAIL_ABI_VERSION,
          .abi_max = DOVETAIL_ABI_VERSION,
          .reserved = 0,
          .headers_hash = DOVETAIL_HEADERS_HASH,
          .create = entry_create<Class>,
          .destroy = entry_destroy,
          .self_test = entry_self_test,
          .get_interface = entry_get_interface};
}

}  // namespace dovetail::sdk
