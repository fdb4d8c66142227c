#pragma once
// A self-signed certificate, made for a test.

#include <openssl/ssl.h>

#include <string>

namespace dovetail::test {

class Certificate {
 public:
  /// @param names  a subjectAltName: "DNS:localhost,IP:127.0.0.1".
  explicit Certificate(const std::string& names);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  X509* certificate() const { return certificate_; }
  EVP_PKEY* key() const { return key_; }
  /// Writes the certificate as PEM to a file.
  void write(const std::string& path) const;

 private:
  EVP_PKEY* key_ = nullptr;
  X509* certificate_ = nullptr;
};

}  // namespace dovetail::test
