#pragma once
// The forks of Ethereum that the EVM knows, oldest first. What a fork changes is a row of a table
// in evm/rules.hpp.

#include <cstdint>

namespace dovetail::zkevm {

enum class Revision : uint8_t { prague, osaka };

inline constexpr int kRevisionCount = 2;

}  // namespace dovetail::zkevm
