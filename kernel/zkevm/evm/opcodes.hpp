#pragma once
// The instructions: byte, name, constant gas, items taken and given, first revision.
// Source: Yellow Paper, appendix H, and the EIPs that README.md lists.
//
// Gas here is what every execution pays; what depends on operands or state is added by the
// instruction. PUSH, DUP, SWAP and LOG are rows too: their count is the byte's distance from the
// first of them.

#include <cstdint>

#include "kernel/zkevm/evm/revision.hpp"

// clang-format off
#define DOVETAIL_PLAIN_OPCODES(X)                  \
  X(0x01, add,            3, 2, 1, prague)         \
  X(0x02, mul,            5, 2, 1, prague)         \
  X(0x03, sub,            3, 2, 1, prague)         \
  X(0x04, div,            5, 2, 1, prague)         \
  X(0x05, sdiv,           5, 2, 1, prague)         \
  X(0x06, mod,            5, 2, 1, prague)         \
  X(0x07, smod,           5, 2, 1, prague)         \
  X(0x08, addmod,         8, 3, 1, prague)         \
  X(0x09, mulmod,         8, 3, 1, prague)         \
  X(0x0b, signextend,     5, 2, 1, prague)         \
  X(0x10, lt,             3, 2, 1, prague)         \
  X(0x11, gt,             3, 2, 1, prague)         \
  X(0x12, slt,            3, 2, 1, prague)         \
  X(0x13, sgt,            3, 2, 1, prague)         \
  X(0x14, eq,             3, 2, 1, prague)         \
  X(0x15, iszero,         3, 1, 1, prague)         \
  X(0x16, and_,           3, 2, 1, prague)         \
  X(0x17, or_,            3, 2, 1, prague)         \
  X(0x18, xor_,           3, 2, 1, prague)         \
  X(0x19, not_,           3, 1, 1, prague)         \
  X(0x1a, byte,           3, 2, 1, prague)         \
  X(0x1b, shl,            3, 2, 1, prague)         \
  X(0x1c, shr,            3, 2, 1, prague)         \
  X(0x1d, sar,            3, 2, 1, prague)         \
  X(0x1e, clz,            5, 1, 1, osaka)          \
  X(0x50, pop,            2, 1, 0, prague)         \
  X(0x5f, push0,          2, 0, 1, prague)

#define DOVETAIL_FRAME_OPCODES(X)                  \
  X(0x30, address,        2, 0, 1, prague)         \
  X(0x32, origin,         2, 0, 1, prague)         \
  X(0x33, caller,         2, 0, 1, prague)         \
  X(0x34, callvalue,      2, 0, 1, prague)         \
  X(0x35, calldataload,   3, 1, 1, prague)         \
  X(0x36, calldatasize,   2, 0, 1, prague)         \
  X(0x38, codesize,       2, 0, 1, prague)         \
  X(0x3a, gasprice,       2, 0, 1, prague)         \
  X(0x3d, returndatasize, 2, 0, 1, prague)         \
  X(0x40, blockhash,     20, 1, 1, prague)         \
  X(0x41, coinbase,       2, 0, 1, prague)         \
  X(0x42, timestamp,      2, 0, 1, prague)         \
  X(0x43, number,         2, 0, 1, prague)         \
  X(0x44, prevrandao,     2, 0, 1, prague)         \
  X(0x45, gaslimit,       2, 0, 1, prague)         \
  X(0x46, chainid,        2, 0, 1, prague)         \
  X(0x47, selfbalance,    5, 0, 1, prague)         \
  X(0x48, basefee,        2, 0, 1, prague)         \
  X(0x49, blobhash,       3, 1, 1, prague)         \
  X(0x4a, blobbasefee,    2, 0, 1, prague)         \
  X(0x59, msize,          2, 0, 1, prague)

#define DOVETAIL_GAS_OPCODES(X)                    \
  X(0x0a, exp,           10, 2, 1, prague)         \
  X(0x20, keccak256,     30, 2, 1, prague)         \
  X(0x31, balance,      100, 1, 1, prague)         \
  X(0x37, calldatacopy,   3, 3, 0, prague)         \
  X(0x39, codecopy,       3, 3, 0, prague)         \
  X(0x3b, extcodesize,  100, 1, 1, prague)         \
  X(0x3c, extcodecopy,  100, 4, 0, prague)         \
  X(0x3e, returndatacopy, 3, 3, 0, prague)         \
  X(0x3f, extcodehash,  100, 1, 1, prague)         \
  X(0x51, mload,          3, 1, 1, prague)         \
  X(0x52, mstore,         3, 2, 0, prague)         \
  X(0x53, mstore8,        3, 2, 0, prague)         \
  X(0x54, sload,        100, 1, 1, prague)         \
  X(0x55, sstore,         0, 2, 0, prague)         \
  X(0x5c, tload,        100, 1, 1, prague)         \
  X(0x5d, tstore,       100, 2, 0, prague)         \
  X(0x5e, mcopy,          3, 3, 0, prague)         \
  X(0xa0, log0,         375, 2, 0, prague)         \
  X(0xa1, log1,         750, 3, 0, prague)         \
  X(0xa2, log2,        1125, 4, 0, prague)         \
  X(0xa3, log3,        1500, 5, 0, prague)         \
  X(0xa4, log4,        1875, 6, 0, prague)

#define DOVETAIL_FLOW_OPCODES(X)                   \
  X(0x00, stop,           0, 0, 0, prague)         \
  X(0x56, jump,           8, 1, 0, prague)         \
  X(0x57, jumpi,         10, 2, 0, prague)         \
  X(0x58, pc,             2, 0, 1, prague)         \
  X(0x5a, gas,            2, 0, 1, prague)         \
  X(0x5b, jumpdest,       1, 0, 0, prague)         \
  X(0xf0, create,     32000, 3, 1, prague)         \
  X(0xf1, call,         100, 7, 1, prague)         \
  X(0xf2, callcode,     100, 7, 1, prague)         \
  X(0xf3, return_,        0, 2, 0, prague)         \
  X(0xf4, delegatecall, 100, 6, 1, prague)         \
  X(0xf5, create2,    32000, 4, 1, prague)         \
  X(0xfa, staticcall,   100, 6, 1, prague)         \
  X(0xfd, revert,         0, 2, 0, prague)         \
  X(0xff, selfdestruct, 5000, 1, 0, prague)

#define DOVETAIL_1_TO_16(X, y) \
  X(y, 1) X(y, 2) X(y, 3) X(y, 4) X(y, 5) X(y, 6) X(y, 7) X(y, 8) \
  X(y, 9) X(y, 10) X(y, 11) X(y, 12) X(y, 13) X(y, 14) X(y, 15) X(y, 16)
#define DOVETAIL_17_TO_32(X, y) \
  X(y, 17) X(y, 18) X(y, 19) X(y, 20) X(y, 21) X(y, 22) X(y, 23) X(y, 24) \
  X(y, 25) X(y, 26) X(y, 27) X(y, 28) X(y, 29) X(y, 30) X(y, 31) X(y, 32)
// clang-format on

namespace dovetail::zkevm {

#define DOVETAIL_OPCODE_VALUE(code, name, gas, inputs, outputs, since) name = code,
enum class Op : uint8_t {
  DOVETAIL_PLAIN_OPCODES(DOVETAIL_OPCODE_VALUE) DOVETAIL_FRAME_OPCODES(DOVETAIL_OPCODE_VALUE)
      DOVETAIL_GAS_OPCODES(DOVETAIL_OPCODE_VALUE) DOVETAIL_FLOW_OPCODES(DOVETAIL_OPCODE_VALUE)
          push1 = 0x60,
  push32 = 0x7f,
  dup1 = 0x80,
  swap1 = 0x90
};
#undef DOVETAIL_OPCODE_VALUE

}  // namespace dovetail::zkevm
