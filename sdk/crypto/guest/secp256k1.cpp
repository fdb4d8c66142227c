// recover_public_key on the guest's own limbs.

#include "sdk/crypto/secp256k1_portable.hpp"

namespace dovetail {

bool recover_public_key(const Hash256& message_hash, const U256& r, const U256& s, uint8_t y_parity,
                        PublicKey& out) {
  return secp256k1::Recovery<limbs::Limb>::run(message_hash, r, s, y_parity, out);
}

}  // namespace dovetail
