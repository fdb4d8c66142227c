#pragma once
// Why a call reverted: the data in an error object, and what it says.
// Source: Solidity ABI specification, "Errors": Error(string) and Panic(uint256).

#include <string>

#include "plugins/l1/ethereum/json_rpc.hpp"

namespace dovetail::plugins::ethereum {

/// @return the revert data of an error object, empty if there is none. Endpoints put it at data, at
/// data.data, or at the end of a text ("Reverted 0x08c3…").
Bytes revert_data(const RpcError& error);

/// @return what the data says: the string of Error, the code of Panic, the selector of another
/// error; empty for no data.
std::string revert_reason(ByteView data);

}  // namespace dovetail::plugins::ethereum
