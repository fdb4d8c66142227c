#include "sdk/cpp/barrier.hpp"

#include <algorithm>

namespace dovetail::sdk {
namespace {

Failure misuse(std::string text) {
  return {Status::invalid_argument, std::move(text)};
}

/// The longest prefix of at most size bytes that ends between characters of UTF-8.
size_t cut(std::string_view text, size_t size) {
  size = std::min(size, text.size());
  while (size < text.size() && size > 0 && (text[size] & 0xc0) == 0x80) --size;
  return size;
}

}  // namespace

dovetail_status fail(dovetail_error* error, const Failure& failure) noexcept {
  const auto given = static_cast<dovetail_status>(failure.status);
  const dovetail_status status =
      given > 0 && given <= DOVETAIL_INTERNAL ? given : DOVETAIL_INTERNAL;
  if (error == nullptr || error->struct_size <= offsetof(dovetail_error, text)) return status;
  error->status = status;
  const size_t room =
      std::min<size_t>(error->struct_size, sizeof *error) - offsetof(dovetail_error, text);
  const size_t size = cut(failure.text, std::min<size_t>(room, DOVETAIL_ERROR_TEXT_SIZE) - 1);
  std::memcpy(error->text, failure.text.data(), size);
  error->text[size] = '\0';
  return status;
}

Expected<void> ThreadCheck::enter_control(const char* entry) {
  if (control_.fetch_add(1) == 0) return {};
  return misuse(std::string(entry) +
                ": expected one [control] call at a time, found another under way");
}

Expected<void> ThreadCheck::enter_worker(const char* entry) {
  workers_.fetch_add(1);
  if (!destroying_.load()) return {};
  return misuse(std::string(entry) + ": expected no call after destroy, found one");
}

Expected<void> ThreadCheck::enter_destroy() {
  destroying_.store(true);
  if (workers_.load() == 0 && control_.load() == 0) return {};
  return misuse("destroy: expected no call under way, found " +
                std::to_string(workers_.load() + control_.load()));
}

}  // namespace dovetail::sdk
