#include "plugins/da/validium/store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "sdk/crypto/keccak.hpp"

namespace dovetail::plugins::validium {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kFileMode = 0640;

Failure system_failure(const std::string& step, const fs::path& path) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return {full ? Status::resource_exhausted : Status::unavailable,
          step + " " + path.string() + ": " + std::generic_category().message(error)};
}

/// A file descriptor that is closed with it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

/// Writes a new file beside path, under a name that no other writer takes, which it puts into
/// aside.
Expected<void> write_aside(const fs::path& path, ByteView bytes, std::string& aside) {
  aside = path.string() + ".tmp-XXXXXX";
  const Descriptor file(::mkostemp(aside.data(), O_CLOEXEC));
  if (!file || ::fchmod(file.number(), kFileMode) != 0)
    return system_failure("cannot create", path);
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_failure("cannot write", path);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  if (::fsync(file.number()) != 0) return system_failure("cannot write", path);
  return {};
}

Expected<void> sync_directory(const fs::path& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || ::fsync(directory.number()) != 0) return system_failure("cannot sync", path);
  return {};
}

Expected<Bytes> read_whole(const fs::path& path, uint64_t size) {
  Bytes bytes(size);
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!file) return Failure(Status::unavailable, "cannot read " + path.string());
  return bytes;
}

}  // namespace

Expected<Store> Store::open(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error && ::access(directory.c_str(), R_OK | W_OK | X_OK) == 0) return Store(directory);
  const std::string why = error ? error.message() : std::generic_category().message(errno);
  return Failure(Status::invalid_argument,
                 "config.directory: expected a directory to write to, found " + directory.string() +
                     ": " + why);
}

fs::path Store::path_of(uint64_t batch_number, const Hash256& hash) const {
  return directory_ /
         (std::to_string(batch_number) + "-" + to_hex(hash.view()).substr(2) + ".pubdata");
}

Expected<void> Store::probe() const {
  std::string aside;
  const Bytes bytes = {1, 2, 3};
  auto written = write_aside(directory_ / "probe", bytes, aside);
  const auto read = written ? read_whole(aside, bytes.size()) : Expected<Bytes>(Bytes());
  ::unlink(aside.c_str());
  if (!written) return written;
  if (!read) return read.error();
  if (*read == bytes) return {};
  return Failure(Status::corrupt,
                 directory_.string() + ": expected what was written, found other bytes");
}

Expected<void> Store::put(uint64_t batch_number, const Hash256& hash, ByteView bytes) const {
  const fs::path path = path_of(batch_number, hash);
  if (get(batch_number, hash, bytes.size())) return sync_directory(directory_);
  std::string aside;
  Expected<void> written = write_aside(path, bytes, aside);
  if (written && ::rename(aside.c_str(), path.c_str()) != 0)
    written = system_failure("cannot rename to", path);
  if (!written) {
    ::unlink(aside.c_str());
    return written;
  }
  return sync_directory(directory_);
}

Expected<Bytes> Store::get(uint64_t batch_number, const Hash256& hash, uint64_t size) const {
  const fs::path path = path_of(batch_number, hash);
  std::error_code error;
  const uint64_t found = fs::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory)
    return Failure(Status::not_found,
                   "expected " + path.string() + ", found no such file; restore it");
  if (error)
    return Failure(Status::unavailable, "cannot read " + path.string() + ": " + error.message());
  const Failure damaged(Status::corrupt, path.string() + " is damaged: expected " +
                                             std::to_string(size) +
                                             " bytes with the hash of its name, found " +
                                             std::to_string(found) + " others; restore it");
  if (found != size) return damaged;
  auto bytes = read_whole(path, size);
  if (bytes && keccak256(*bytes) != hash) return damaged;
  return bytes;
}

}  // namespace dovetail::plugins::validium
