// recover_public_key by libsecp256k1.

#include "sdk/crypto/secp256k1.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

namespace dovetail {
namespace {

bool in_range(const U256& scalar) {
  return !scalar.is_zero() && scalar < kSecp256k1Order;
}

void compact(const U256& r, const U256& s, uint8_t out[64]) {
  for (int i = 0; i < 4; ++i) {
    store_be64(out + 8 * i, r.limbs[3 - i]);
    store_be64(out + 32 + 8 * i, s.limbs[3 - i]);
  }
}

}  // namespace

bool recover_public_key(const Hash256& message_hash, const U256& r, const U256& s, uint8_t y_parity,
                        PublicKey& out) {
  if (!in_range(r) || !in_range(s) || y_parity > 1) return false;
  const secp256k1_context* context = secp256k1_context_static;
  uint8_t bytes[65];
  compact(r, s, bytes);
  secp256k1_ecdsa_recoverable_signature signature;
  if (!secp256k1_ecdsa_recoverable_signature_parse_compact(context, &signature, bytes, y_parity))
    return false;
  secp256k1_pubkey key;
  if (!secp256k1_ecdsa_recover(context, &key, &signature, message_hash.data())) return false;
  size_t size = sizeof bytes;
  secp256k1_ec_pubkey_serialize(context, bytes, &size, &key, SECP256K1_EC_UNCOMPRESSED);
  out = PublicKey::from(ByteView{bytes + 1, 64});
  return true;
}

}  // namespace dovetail
