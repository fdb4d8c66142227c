#pragma once
// Reads keys from version 3 keystore files, as geth and `cast wallet` write them.
// Source: "Web3 Secret Storage Definition": scrypt or PBKDF2-SHA256, AES-128-CTR, Keccak-256 MAC.

#include <filesystem>
#include <string_view>

#include "sdk/cpp/error.hpp"
#include "sdk/crypto/native/signing.hpp"

namespace dovetail::node {

/// Fails with not_found (no file), corrupt (not a keystore, unknown cipher) or permission_denied
/// (wrong password).
Expected<SigningKey> open_keystore(const std::filesystem::path& file, std::string_view password);

/// @param index  0 to 9: the account of the mnemonic "test test test test test test test test test
/// test test junk" at m/44'/60'/0'/0/index, which every Ethereum tool uses in development and
/// everybody knows the key of.
SigningKey development_key(size_t index);
inline constexpr size_t kDevelopmentKeysCount = 10;
/// The secret of development_key, to be shown in a banner.
Hash256 development_secret(size_t index);

}  // namespace dovetail::node
