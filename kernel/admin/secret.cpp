#include "kernel/admin/secret.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kernel/host/plugin/files.hpp"

namespace dovetail::admin {
namespace {

constexpr size_t kFileBytesMax = 128;

Failure cannot(const std::filesystem::path& file, const char* what) {
  const Status status = errno == ENOENT ? Status::not_found : Status::unavailable;
  return {status, file.string() + ": cannot " + what + ": " + std::strerror(errno)};
}

struct File {
  int fd;
  ~File() {
    if (fd >= 0) ::close(fd);
  }
};

Expected<JwtSecret> parse_secret(const std::filesystem::path& file, std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  auto secret = fixed_from_hex<32>(text.starts_with("0x") ? text : "0x" + text);
  if (!secret)
    return Failure(Status::corrupt, file.string() +
                                        ": expected 64 hex digits: " + secret.error().text +
                                        "; remove the file and start the node to get a new one");
  return *secret;
}

Expected<void> create(const std::filesystem::path& file) {
  JwtSecret secret;
  if (RAND_bytes(secret.data(), static_cast<int>(secret.size())) != 1)
    return Failure(Status::unavailable, "the system gave no random bytes for " + file.string());
  auto out = plugin::NewFile::create(file.has_parent_path() ? file.parent_path() : ".");
  if (!out) return out.error();
  const std::string text = to_hex(secret.view()).substr(2) + "\n";
  if (auto written = out->write(view_of(text)); !written) return written;
  return out->commit(file, 0600);
}

}  // namespace

Expected<JwtSecret> read_secret(const std::filesystem::path& file) {
  const File in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.fd < 0) return cannot(file, "be read");
  struct stat about{};
  if (::fstat(in.fd, &about) != 0) return cannot(file, "be read");
  if ((about.st_mode & 077) != 0)
    return Failure(Status::permission_denied,
                   file.string() + ": others than its owner may read it; chmod 600 it");
  std::string text(kFileBytesMax, '\0');
  const ssize_t size = ::read(in.fd, text.data(), text.size());
  if (size < 0) return cannot(file, "be read");
  text.resize(static_cast<size_t>(size));
  return parse_secret(file, std::move(text));
}

Expected<JwtSecret> read_or_create_secret(const std::filesystem::path& file) {
  auto secret = read_secret(file);
  if (secret || secret.error().status != Status::not_found) return secret;
  if (auto made = create(file); !made) return made.error();
  return read_secret(file);
}

}  // namespace dovetail::admin
