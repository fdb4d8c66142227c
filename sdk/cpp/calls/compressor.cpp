#include "sdk/cpp/calls/compressor.hpp"

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

/// The bytes, unless the plugin ignored the limit.
Expected<Bytes> within(const char* what, Buffer& buffer, uint64_t size_max) {
  if (buffer.view().size() <= size_max) return buffer.take();
  return Failure(Status::internal, std::string(what) + ": expected at most " +
                                       std::to_string(size_max) + " bytes, found " +
                                       std::to_string(buffer.view().size()) +
                                       "; report it to the plugin's author");
}

}  // namespace

Expected<Bytes> CompressorCalls::encode(ByteView canonical, uint64_t size_max) const {
  Buffer out;
  auto done = checked("compressor.encode", table_, &Table::encode, [&](auto encode, auto* error) {
    return encode(instance_, to_abi(canonical), size_max, out.out(), error);
  });
  if (!done) return done.error();
  return within("compressor.encode", out, size_max);
}

Expected<Bytes> CompressorCalls::decode(ByteView encoded, uint64_t size_max) const {
  Buffer out;
  auto done = checked("compressor.decode", table_, &Table::decode, [&](auto decode, auto* error) {
    return decode(instance_, to_abi(encoded), size_max, out.out(), error);
  });
  if (!done) return done.error();
  return within("compressor.decode", out, size_max);
}

}  // namespace dovetail::sdk
