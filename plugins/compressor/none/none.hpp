#pragma once
// Codec 0: the posted bytes are the canonical bytes.

#include "sdk/cpp/text.hpp"

namespace dovetail::plugins::none {

constexpr uint32_t kCodecId = 0;

/// @return the bytes. Fails with resource_exhausted if there are more than size_max.
Expected<Bytes> copy(ByteView bytes, uint64_t size_max);

}  // namespace dovetail::plugins::none
