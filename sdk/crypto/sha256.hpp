#pragma once
// SHA-256. Source: FIPS 180-4.

#include "sdk/base/bytes.hpp"

namespace dovetail {

/// @return the hash of all of bytes.
Hash256 sha256(ByteView bytes);

}  // namespace dovetail
