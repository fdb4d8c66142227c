#include "sdk/cpp/calls/checked.hpp"

#include "sdk/cpp/convert/fields.hpp"

namespace dovetail::sdk {

Failure missing_slot(const char* what) {
  return {Status::unsupported, std::string(what) +
                                   ": expected this function, found an interface that "
                                   "does not offer it; use a newer build of the plugin"};
}

Failure failure_of(const char* what, dovetail_status status, const dovetail_error& error) {
  const std::string text = text_of_array(error.text);
  if (status < DOVETAIL_OK || status > DOVETAIL_INTERNAL)
    return {Status::internal, std::string(what) + ": expected a status of the ABI, found " +
                                  std::to_string(status) + "; report it to the author. " + text};
  if (text.empty())
    return {static_cast<Status>(status),
            std::string(what) + " failed with status " + std::to_string(status) + " and no text"};
  return {static_cast<Status>(status), text};
}

Failure threw(const char* what, const char* text) {
  return {Status::internal,
          std::string(what) + ": threw across the ABI, which no function may: " + text};
}

}  // namespace dovetail::sdk
