#pragma once
// The precompiled contracts: which addresses they have, what they cost, what they compute.
// Source: Yellow Paper, appendix E; EIP-152, 196, 197, 198, 1108, 2565, 7823, 7883.

#include "kernel/zkevm/evm/revision.hpp"
#include "kernel/zkevm/state/scratch.hpp"
#include "sdk/base/bytes.hpp"

namespace dovetail::zkevm {

/// @return the number in the address of a contract that the revision precompiles, else 0. Such an
/// address is always warm.
int precompile_number(const Address& address, Revision revision);

/// @return the same, but 0 for the contracts that this EVM does not compute; they act as accounts
/// without code.
int runnable_precompile(const Address& address, Revision revision);

struct PrecompileResult {
  bool ok = false;  ///< false: the call halts and burns its gas
  int64_t gas_left = 0;
  ByteView output;  ///< in the scratch's output block
};

/// @param number  from runnable_precompile, not 0.  @param arena  is given back what the call takes
/// of it.
PrecompileResult call_precompile(int number, Revision revision, ByteView input, int64_t gas,
                                 Scratch& scratch, Arena& arena);

}  // namespace dovetail::zkevm
