#include "sdk/crypto/secp256k1.hpp"

#include "sdk/crypto/keccak.hpp"

namespace dovetail {

Address address_of(const PublicKey& key) {
  return Address::from(keccak256(key.view()).view().subspan(12));
}

}  // namespace dovetail
