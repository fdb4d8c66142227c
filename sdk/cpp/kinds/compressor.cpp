#include "sdk/cpp/kinds/compressor.hpp"

#include "sdk/cpp/kinds/give.hpp"

namespace dovetail::sdk {
namespace {

dovetail_status entry_encode(dovetail_instance* handle, dovetail_view canonical, uint64_t size_max,
                             dovetail_buffer* encoded, dovetail_error* error) noexcept {
  auto& self = instance_of<Compressor>(handle);
  return self.worker("encode", error,
                     [&] { return give(self.encode(from_abi(canonical), size_max), encoded); });
}

dovetail_status entry_decode(dovetail_instance* handle, dovetail_view encoded, uint64_t size_max,
                             dovetail_buffer* canonical, dovetail_error* error) noexcept {
  auto& self = instance_of<Compressor>(handle);
  return self.worker("decode", error,
                     [&] { return give(self.decode(from_abi(encoded), size_max), canonical); });
}

}  // namespace

Compressor::Compressor(uint32_t codec_id)
    : table_{sizeof table_, codec_id, entry_encode, entry_decode} {}

const void* Compressor::kind_interface(std::string_view id) {
  return id == DOVETAIL_COMPRESSOR_ID ? &table_ : nullptr;
}

}  // namespace dovetail::sdk
