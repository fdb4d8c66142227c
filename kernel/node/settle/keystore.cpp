#include "kernel/node/settle/keystore.hpp"

#include <openssl/evp.h>

#include <boost/json.hpp>
#include <fstream>
#include <memory>
#include <sstream>

#include "sdk/base/hex.hpp"
#include "sdk/cpp/text.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

namespace json = boost::json;

Failure corrupt(const std::filesystem::path& file, const std::string& what) {
  return {Status::corrupt, file.string() + ": " + what + "; expected a version 3 keystore file"};
}

Expected<std::string> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return Failure(Status::not_found, file.string() + ": cannot be read; check settler.keystore");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Bytes hex_field(const json::object& object, std::string_view key) {
  auto bytes = from_hex("0x" + std::string(object.at(key).as_string()));
  if (!bytes) throw std::runtime_error(std::string(key) + ": " + bytes.error().text);
  return *bytes;
}

int64_t limited(const json::object& object, std::string_view key, int64_t max) {
  const int64_t value = object.at(key).to_number<int64_t>();
  if (value < 1 || value > max) throw std::runtime_error(std::string(key) + " out of range");
  return value;
}

Bytes derive(const json::object& crypto, std::string_view password) {
  const json::object& params = crypto.at("kdfparams").as_object();
  const Bytes salt = hex_field(params, "salt");
  Bytes key(32);
  if (limited(params, "dklen", 32) != 32) throw std::runtime_error("dklen is not 32");
  if (crypto.at("kdf").as_string() == "scrypt") {
    const auto n = limited(params, "n", 1 << 20), r = limited(params, "r", 32),
               p = limited(params, "p", 16);
    if (EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), n, r, p,
                       uint64_t{4} << 30, key.data(), key.size()) != 1)
      throw std::runtime_error("scrypt failed");
  } else if (crypto.at("kdf").as_string() == "pbkdf2") {
    const auto rounds = limited(params, "c", 10'000'000);
    if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                          static_cast<int>(salt.size()), static_cast<int>(rounds), EVP_sha256(), 32,
                          key.data()) != 1)
      throw std::runtime_error("PBKDF2 failed");
  } else {
    throw std::runtime_error("unknown kdf");
  }
  return key;
}

Hash256 decrypt(const json::object& crypto, ByteView key, ByteView ciphertext) {
  if (crypto.at("cipher").as_string() != "aes-128-ctr") throw std::runtime_error("unknown cipher");
  const Bytes iv = hex_field(crypto.at("cipherparams").as_object(), "iv");
  if (iv.size() != 16 || ciphertext.size() != 32)
    throw std::runtime_error("iv or ciphertext of the wrong size");
  const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> context(EVP_CIPHER_CTX_new(),
                                                                           EVP_CIPHER_CTX_free);
  Hash256 secret;
  int size = 0;
  if (!context ||
      EVP_DecryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr, key.data(), iv.data()) != 1 ||
      EVP_DecryptUpdate(context.get(), secret.data(), &size, ciphertext.data(), 32) != 1 ||
      size != 32)
    throw std::runtime_error("decryption failed");
  return secret;
}

Expected<SigningKey> open(const std::filesystem::path& file, const json::object& root,
                          std::string_view password) {
  if (root.at("version").to_number<int64_t>() != 3) return corrupt(file, "version is not 3");
  const json::object& crypto = root.at(root.contains("crypto") ? "crypto" : "Crypto").as_object();
  const Bytes key = derive(crypto, password);
  const Bytes ciphertext = hex_field(crypto, "ciphertext");
  Keccak256 mac;
  mac.update(ByteView(key).subspan(16));
  mac.update(ciphertext);
  if (!equal(mac.finish().view(), hex_field(crypto, "mac")))
    return Failure(Status::permission_denied,
                   file.string() + ": wrong password; check settler.password");
  auto secret = SigningKey::from_secret(decrypt(crypto, key, ciphertext));
  if (!secret) return corrupt(file, secret.error().text);
  return std::move(*secret);
}

constexpr Hash256 kDevelopmentSecrets[kDevelopmentKeysCount] = {
    fixed_hex<32>("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"),
    fixed_hex<32>("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"),
    fixed_hex<32>("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a"),
    fixed_hex<32>("7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6"),
    fixed_hex<32>("47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a"),
    fixed_hex<32>("8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba"),
    fixed_hex<32>("92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e"),
    fixed_hex<32>("4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356"),
    fixed_hex<32>("dbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97"),
    fixed_hex<32>("2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6"),
};

}  // namespace

Expected<SigningKey> open_keystore(const std::filesystem::path& file, std::string_view password) {
  auto text = read(file);
  if (!text) return text.error();
  try {
    return open(file, json::parse(*text).as_object(), password);
  } catch (const std::exception& error) {
    return corrupt(file, error.what());
  }
}

Hash256 development_secret(size_t index) {
  DOVETAIL_ASSERT(index < kDevelopmentKeysCount);
  return kDevelopmentSecrets[index];
}

SigningKey development_key(size_t index) {
  auto key = SigningKey::from_secret(development_secret(index));
  DOVETAIL_ASSERT(static_cast<bool>(key));
  return std::move(*key);
}

}  // namespace dovetail::node
