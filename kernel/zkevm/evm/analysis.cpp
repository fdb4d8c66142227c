#include "kernel/zkevm/evm/analysis.hpp"

#include <cstring>

namespace dovetail::zkevm {
namespace {

constexpr uint8_t kJumpdest = 0x5b, kPush1 = 0x60;

}  // namespace

CodeAnalysis analyse(ByteView code, uint8_t* memory) {
  const size_t padded_size = code.size() + kCodePadding;
  if (!code.empty()) std::memcpy(memory, code.data(), code.size());
  std::memset(memory + code.size(), 0, kCodePadding);
  uint8_t* jumpdests = memory + padded_size;
  std::memset(jumpdests, 0, padded_size / 8 + 1);
  for (size_t i = 0; i < code.size(); ++i) {
    const uint8_t op = code[i];
    if (op == kJumpdest)
      jumpdests[i / 8] |= static_cast<uint8_t>(1 << (i % 8));
    else if (static_cast<uint8_t>(op - kPush1) < 32)
      i += op - kPush1 + 1;
  }
  return {memory, code.size(), jumpdests};
}

}  // namespace dovetail::zkevm
