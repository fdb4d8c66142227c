#pragma once
// The hash by which L1 knows a transaction in its network form.

#include "sdk/base/bytes.hpp"
#include "sdk/cpp/error.hpp"

namespace dovetail::plugins::ethereum {

/// keccak256 of the bytes; of a type 3 transaction with its sidecar, of the type and the payload
/// alone (EIP-4844, "Networking"). Fails with invalid_argument if the bytes are empty or a type 3
/// transaction is malformed.
Expected<Hash256> hash_of_network_form(ByteView transaction);

}  // namespace dovetail::plugins::ethereum
