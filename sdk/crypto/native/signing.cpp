#include "sdk/crypto/native/signing.hpp"

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string.h>
#include <unistd.h>

namespace dovetail {

struct SigningKey::Secret {
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() {
    explicit_bzero(bytes.bytes, sizeof bytes.bytes);
    secp256k1_context_destroy(context);
  }

  secp256k1_context* context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
  FixedBytes<32> bytes;
  PublicKey public_key;
};

namespace {

// Blinds the multiplication against side channels; without entropy the results are the same, only
// unblinded.
void blind(secp256k1_context* context) {
  uint8_t seed[32];
  const bool blinded =
      getentropy(seed, sizeof seed) == 0 && secp256k1_context_randomize(context, seed) != 0;
  (void)blinded;
  explicit_bzero(seed, sizeof seed);
}

bool derive(const secp256k1_context* context, const FixedBytes<32>& secret, PublicKey& out) {
  secp256k1_pubkey key;
  if (!secp256k1_ec_pubkey_create(context, &key, secret.data())) return false;
  uint8_t bytes[65];
  size_t size = sizeof bytes;
  secp256k1_ec_pubkey_serialize(context, bytes, &size, &key, SECP256K1_EC_UNCOMPRESSED);
  out = PublicKey::from(ByteView{bytes + 1, 64});
  return true;
}

}  // namespace

SigningKey::SigningKey(std::unique_ptr<Secret> secret) : secret_(std::move(secret)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::from_secret(const FixedBytes<32>& secret) {
  auto own = std::make_unique<Secret>();
  own->bytes = secret;
  blind(own->context);
  if (!derive(own->context, own->bytes, own->public_key))
    return Error{Status::invalid_argument, "secret key is zero or not below the group's order"};
  return SigningKey(std::move(own));
}

const PublicKey& SigningKey::public_key() const {
  return secret_->public_key;
}
Address SigningKey::address() const {
  return address_of(secret_->public_key);
}

Signature SigningKey::sign(const Hash256& message_hash) const {
  secp256k1_ecdsa_recoverable_signature signature;
  const int signed_ok = secp256k1_ecdsa_sign_recoverable(
      secret_->context, &signature, message_hash.data(), secret_->bytes.data(), nullptr, nullptr);
  DOVETAIL_ASSERT(signed_ok);
  uint8_t bytes[64];
  int recovery = 0;
  secp256k1_ecdsa_recoverable_signature_serialize_compact(secret_->context, bytes, &recovery,
                                                          &signature);
  return {U256::from_be({bytes, 32}), U256::from_be({bytes + 32, 32}),
          static_cast<uint8_t>(recovery & 1)};
}

}  // namespace dovetail
