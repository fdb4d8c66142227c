// The guest's recovery against libsecp256k1, on both limb sizes.

#include <gtest/gtest.h>

#include <random>

#include "sdk/crypto/secp256k1_portable.hpp"
#include "tests/unit/sdk/base/random.hpp"

namespace dovetail {
namespace {

struct Outcome {
  bool found;
  PublicKey key;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

template <class Recover>
Outcome outcome(Recover recover, const Hash256& hash, const U256& r, const U256& s,
                uint8_t parity) {
  PublicKey key;
  const bool found = recover(hash, r, s, parity, key);
  return {found, key};
}

void compare(const Hash256& hash, const U256& r, const U256& s, uint8_t parity) {
  const Outcome expected = outcome(recover_public_key, hash, r, s, parity);
  EXPECT_EQ(outcome(secp256k1::Recovery<uint32_t>::run, hash, r, s, parity), expected);
  EXPECT_EQ(outcome(secp256k1::Recovery<uint64_t>::run, hash, r, s, parity), expected);
}

TEST(secp256k1_portable, agrees_with_libsecp256k1_on_random_input) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  test::Random random(seed);
  for (int i = 0; i < 300; ++i) {
    const Hash256 hash = random.word256().to_be();
    const U256 r = random.word256(), s = random.word256();
    compare(hash, r, s, static_cast<uint8_t>(random.next() & 1));
  }
}

TEST(secp256k1_portable, agrees_with_libsecp256k1_at_the_borders) {
  const U256 borders[] = {0,
                          1,
                          2,
                          kSecp256k1Order - U256{1},
                          kSecp256k1Order,
                          kSecp256k1Order >> 1,
                          secp256k1::BaseParams::kModulus,
                          ~U256{}};
  for (const U256& hash : borders)
    for (const U256& r : borders)
      for (const U256& s : borders)
        for (uint8_t parity : {0, 1, 2}) compare(hash.to_be(), r, s, parity);
}

}  // namespace
}  // namespace dovetail
