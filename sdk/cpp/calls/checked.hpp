#pragma once
// One call through the ABI, as its caller sees it: a slot that the other side lacks is unsupported,
// a status outside the enum and an exception are internal, and a failure carries the callee's text.

#include <cstddef>
#include <exception>

#include "sdk/cpp/convert.hpp"

namespace dovetail::sdk {

/// True if the struct is there, is long enough to hold the slot, and the slot is filled.
template <class T, class Slot>
bool has_slot(const T* table, Slot T::* slot) {
  if (table == nullptr) return false;
  const auto* begin = reinterpret_cast<const uint8_t*>(table);
  const auto* end = reinterpret_cast<const uint8_t*>(&(table->*slot)) + sizeof(Slot);
  if (table->struct_size < static_cast<size_t>(end - begin)) return false;
  return table->*slot != nullptr;
}

Failure missing_slot(const char* what);
/// What a status other than DOVETAIL_OK says. what: the call, "fee_oracle.sample".
Failure failure_of(const char* what, dovetail_status status, const dovetail_error& error);
Failure threw(const char* what, const char* text);

/// @param call  given the slot's function and the error object, calls it with the rest.
template <class T, class Slot, class Call>
Expected<void> checked(const char* what, const T* table, Slot T::* slot, Call call) {
  if (!has_slot(table, slot)) return missing_slot(what);
  auto error = sized<dovetail_error>();
  dovetail_status status = DOVETAIL_INTERNAL;
  try {
    status = call(table->*slot, &error);
  } catch (const std::exception& e) {
    return threw(what, e.what());
  } catch (...) {
    return threw(what, "an object that is no std::exception");
  }
  if (status == DOVETAIL_OK) return {};
  return failure_of(what, status, error);
}

}  // namespace dovetail::sdk
