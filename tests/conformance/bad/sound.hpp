#pragma once
// A sound fee oracle against the bare C ABI: what each bad plugin changes in one point.
//
// sample() gives the version as source, and as native price how often this library's code was
// sampled, so that two libraries that share statics can be told from two that do not.

#include <atomic>
#include <cstring>

#include "sdk/abi/fee_oracle.h"
#include "sdk/abi/headers_hash.h"
#include "sdk/abi/plugin.h"

namespace dovetail::sound {

inline std::atomic<uint64_t> samples_count{0};

inline dovetail_status sample(dovetail_instance* instance, dovetail_fees* fees,
                              const dovetail_cancel*, dovetail_error*) noexcept {
  if (instance == nullptr) return DOVETAIL_INTERNAL;
  const uint32_t size = fees->struct_size;
  *fees = {};
  fees->struct_size = size;
  fees->ratio_numerator = fees->ratio_denominator = 1;
  const uint64_t count = ++samples_count;
  for (int i = 0; i < 8; ++i)
    fees->native_price.bytes[31 - i] = static_cast<uint8_t>(count >> (8 * i));
  std::strcpy(fees->source, SOUND_VERSION);
  return DOVETAIL_OK;
}

inline constexpr dovetail_fee_oracle_v1 kOracle = {sizeof kOracle, sample};

inline dovetail_status create(const dovetail_host*, const dovetail_create_args*,
                              dovetail_instance** instance, dovetail_error*) noexcept {
  *instance = reinterpret_cast<dovetail_instance*>(new char);
  return DOVETAIL_OK;
}

inline void destroy(dovetail_instance* instance) noexcept {
  delete reinterpret_cast<char*>(instance);
}

inline dovetail_status self_test(dovetail_instance*, dovetail_error*) noexcept {
  return DOVETAIL_OK;
}

inline const void* get_interface(dovetail_instance*, dovetail_view id) noexcept {
  const bool known = id.size == std::strlen(DOVETAIL_FEE_ORACLE_ID) &&
                     std::memcmp(id.data, DOVETAIL_FEE_ORACLE_ID, id.size) == 0;
  return known ? &kOracle : nullptr;
}

inline dovetail_status fail(dovetail_error* error, dovetail_status status,
                            const char* text) noexcept {
  error->status = status;
  std::strcpy(error->text, text);
  return status;
}

/// The sound entry; a bad plugin changes one member.
constexpr dovetail_plugin_entry entry() {
  return {.magic = DOVETAIL_PLUGIN_MAGIC,
          .struct_size = sizeof(dovetail_plugin_entry),
          .abi_min = DOVETAIL_ABI_VERSION,
          .abi_max = DOVETAIL_ABI_VERSION,
          .reserved = 0,
          .headers_hash = DOVETAIL_HEADERS_HASH,
          .create = create,
          .destroy = destroy,
          .self_test = self_test,
          .get_interface = get_interface};
}

}  // namespace dovetail::sound

/// Exports the entry after the statements have changed it.
#define EXPORT_ENTRY_WITH(...)                                                                   \
  extern "C" __attribute__((visibility("default"))) const dovetail_plugin_entry dovetail_plugin; \
  constexpr dovetail_plugin_entry dovetail_plugin = [] {                                         \
    dovetail_plugin_entry entry = dovetail::sound::entry();                                      \
    __VA_ARGS__;                                                                                 \
    return entry;                                                                                \
  }();
