#pragma once
// RIPEMD-160. Source: Dobbertin, Bosselaers, Preneel, "RIPEMD-160: A Strengthened Version of
// RIPEMD".

#include "sdk/base/bytes.hpp"

namespace dovetail {

/// @return the hash of all of bytes.
FixedBytes<20> ripemd160(ByteView bytes);

}  // namespace dovetail
