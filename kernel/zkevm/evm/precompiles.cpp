#include "kernel/zkevm/evm/precompiles.hpp"

#include <cstring>

#include "kernel/zkevm/evm/gas.hpp"
#include "kernel/zkevm/evm/precompile_functions.hpp"
#include "sdk/crypto/ripemd160.hpp"
#include "sdk/crypto/secp256k1.hpp"
#include "sdk/crypto/sha256.hpp"

namespace dovetail::zkevm {

void copy_input(ByteView input, size_t offset, MutableBytes out) {
  size_t present = 0;
  if (offset < input.size()) {
    present = input.size() - offset;
    if (present > out.size()) present = out.size();
    std::memcpy(out.data(), input.data() + offset, present);
  }
  std::memset(out.data() + present, 0, out.size() - present);
}

namespace {

ByteView to_output(const PrecompileCall& call, ByteView bytes) {
  uint8_t* out = call.scratch.output(bytes.size());
  if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
  return {out, bytes.size()};
}

/// At the end of a word, with zeros before it.
template <size_t kSize>
ByteView to_output_word(const PrecompileCall& call, const FixedBytes<kSize>& bytes) {
  uint8_t word[32]{};
  std::memcpy(word + 32 - kSize, bytes.bytes, kSize);
  return to_output(call, word);
}

template <uint64_t kBase, uint64_t kPerWord>
uint64_t cost_by_word(const PrecompileCall& call) {
  return kBase + kPerWord * gas::words(call.input.size());
}

// A signature that gives no key is no failure: the output is empty.
bool ecrecover(const PrecompileCall& call, ByteView& output) {
  uint8_t in[128];
  copy_input(call.input, 0, in);
  const ByteView bytes = in;
  const U256 v = U256::from_be(bytes.subspan(32, 32));
  PublicKey key;
  if (v != U256(27) && v != U256(28)) return true;
  if (!recover_public_key(Hash256::from(bytes), U256::from_be(bytes.subspan(64, 32)),
                          U256::from_be(bytes.subspan(96, 32)),
                          static_cast<uint8_t>(v.low_u64() - 27), key))
    return true;
  output = to_output_word(call, address_of(key));
  return true;
}

bool sha256_run(const PrecompileCall& call, ByteView& output) {
  output = to_output_word(call, sha256(call.input));
  return true;
}
bool ripemd160_run(const PrecompileCall& call, ByteView& output) {
  output = to_output_word(call, ripemd160(call.input));
  return true;
}
bool identity(const PrecompileCall& call, ByteView& output) {
  output = to_output(call, call.input);
  return true;
}

const Precompile* row(int number) {
  static constexpr Precompile kSimple[] = {{cost_by_word<3000, 0>, ecrecover},
                                           {cost_by_word<60, 12>, sha256_run},
                                           {cost_by_word<600, 120>, ripemd160_run},
                                           {cost_by_word<15, 3>, identity}};
  switch (number) {
    case 1:
    case 2:
    case 3:
    case 4:
      return &kSimple[number - 1];
    case 5:
      return &kModexp;
    case 6:
      return &kBn254Add;
    case 7:
      return &kBn254Mul;
    case 8:
      return &kBn254Pairing;
    case 9:
      return &kBlake2f;
    default:
      return nullptr;
  }
}

/// The last precompile in each revision, and whether it has P256VERIFY (EIP-7951) at 0x100.
struct Range {
  int last;
  bool has_p256;
};
constexpr Range kRanges[kRevisionCount] = {{0x11, false}, {0x11, true}};

}  // namespace

int precompile_number(const Address& address, Revision revision) {
  for (int i = 0; i < 18; ++i)
    if (address.bytes[i] != 0) return 0;
  const int number = address.bytes[18] << 8 | address.bytes[19];
  const Range& range = kRanges[static_cast<int>(revision)];
  if (number <= range.last) return number;
  return number == 0x100 && range.has_p256 ? number : 0;
}

int runnable_precompile(const Address& address, Revision revision) {
  const int number = precompile_number(address, revision);
  return row(number) != nullptr ? number : 0;
}

PrecompileResult call_precompile(int number, Revision revision, ByteView input, int64_t gas,
                                 Scratch& scratch, Arena& arena) {
  const PrecompileCall call{input, revision, scratch, arena};
  const Precompile& precompile = *row(number);
  const uint64_t cost = precompile.cost(call);
  if (cost > static_cast<uint64_t>(gas)) return {};
  PrecompileResult result{true, gas - static_cast<int64_t>(cost), {}};
  result.ok = precompile.run(call, result.output);
  return result;
}

}  // namespace dovetail::zkevm
