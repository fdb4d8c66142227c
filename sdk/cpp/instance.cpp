#include "sdk/cpp/instance.hpp"

namespace dovetail::sdk {

void Instance::before_destroy() noexcept {
  if constexpr (ThreadCheck::kOn) {
    guarded("destroy", nullptr, [&]() -> Expected<void> {
      auto entered = check_.enter_destroy();
      if (!entered) host_.log(LogLevel::host_misbehaves, entered.error().text);
      return entered;
    });
  }
}

}  // namespace dovetail::sdk
