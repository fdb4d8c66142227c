#pragma once
// Handing a method's result to the caller of an entry: out parameters are written only on success.

#include "sdk/cpp/convert.hpp"

namespace dovetail::sdk {

inline Expected<void> give(Expected<Bytes> bytes, dovetail_buffer* out) {
  if (!bytes) return bytes.error();
  *out = make_buffer(*std::move(bytes));
  return {};
}

/// Into a struct whose struct_size the caller set.
template <class Value, class Abi>
Expected<void> give(const Expected<Value>& value, Abi* out) {
  if (!value) return value.error();
  store(out, to_abi(*value));
  return {};
}

/// A struct from the caller, which must be as long as version 1 has it.
template <class Abi>
Expected<Abi> take(const char* entry, const Abi* from) {
  if (from != nullptr && from->struct_size >= sizeof(Abi)) return load(from);
  const std::string found = from == nullptr ? "none" : std::to_string(from->struct_size) + " bytes";
  return Failure(Status::invalid_argument, std::string(entry) + ": expected a struct of " +
                                               std::to_string(sizeof(Abi)) + " bytes, found " +
                                               found);
}

}  // namespace dovetail::sdk
