#pragma once
// Signing on secp256k1, for hosted code alone. Source: RFC 6979 (deterministic nonces), EIP-2 (low
// s).

#include <memory>

#include "sdk/base/result.hpp"
#include "sdk/crypto/secp256k1.hpp"

namespace dovetail {

struct Signature {
  U256 r, s;
  uint8_t y_parity = 0;  ///< 0 or 1
};

/// A secret key. Moves, never copies; the secret is wiped from memory when the key is destroyed.
class SigningKey {
 public:
  /// Fails with invalid_argument unless secret is from 1 to the order of the group less 1. The
  /// caller wipes its own copy.
  static Result<SigningKey> from_secret(const FixedBytes<32>& secret);

  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  const PublicKey& public_key() const;
  Address address() const;

  /// @return the signature of a hash, always the same for the same hash, with s in the lower half.
  /// Safe from any thread.
  Signature sign(const Hash256& message_hash) const;

 private:
  struct Secret;
  explicit SigningKey(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
};

}  // namespace dovetail
