#include "sdk/cpp/entry.hpp"

namespace dovetail::sdk {

Expected<CreateArgs> create_args(const dovetail_host* host, const dovetail_create_args* args,
                                 dovetail_instance** out) {
  if (host == nullptr || args == nullptr || out == nullptr ||
      args->struct_size < sizeof(dovetail_create_args))
    return Failure(
        Status::invalid_argument,
        "create: expected host, args and instance of ABI version 1, found one missing or "
        "shorter; update the host");
  return CreateArgs{.name = std::string(text_of(from_abi(args->name))),
                    .config_json = std::string(text_of(from_abi(args->config_json))),
                    .chain_id = args->chain_id,
                    .generation = args->generation};
}

void entry_destroy(dovetail_instance* handle) noexcept {
  if (handle == nullptr) return;
  auto* instance = &instance_of<Instance>(handle);
  instance->before_destroy();
  guarded("destroy", nullptr, [&]() -> Expected<void> {
    delete instance;
    return {};
  });
}

dovetail_status entry_self_test(dovetail_instance* handle, dovetail_error* error) noexcept {
  auto& instance = instance_of<Instance>(handle);
  return instance.control("self_test", error, [&] { return instance.self_test(); });
}

const void* entry_get_interface(dovetail_instance* handle, dovetail_view id) noexcept {
  const void* found = nullptr;
  guarded("get_interface", nullptr, [&]() -> Expected<void> {
    auto& instance = instance_of<Instance>(handle);
    found = instance.kind_interface(text_of(from_abi(id)));
    if (found == nullptr) found = instance.vendor_interface(text_of(from_abi(id)));
    return {};
  });
  return found;
}

}  // namespace dovetail::sdk
