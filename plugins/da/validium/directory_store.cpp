#include "plugins/da/validium/directory_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

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

class DirectoryStore final : public Store {
 public:
  explicit DirectoryStore(fs::path directory) : directory_(std::move(directory)) {}

  Expected<void> put(const std::string& name, ByteView bytes) const override {
    const fs::path path = directory_ / name;
    std::string aside;
    Expected<void> written = write_aside(path, bytes, aside);
    if (written && ::rename(aside.c_str(), path.c_str()) != 0)
      written = system_failure("cannot rename to", path);
    if (written) return sync_directory(directory_);
    ::unlink(aside.c_str());
    return written;
  }

  Expected<Bytes> get(const std::string& name, uint64_t size) const override {
    const fs::path path = directory_ / name;
    std::error_code error;
    const uint64_t found = fs::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory)
      return Failure(Status::not_found, "expected " + path.string() + ", found no such file");
    if (error)
      return Failure(Status::unavailable, "cannot read " + path.string() + ": " + error.message());
    if (found != size)
      return Failure(Status::corrupt, path.string() + ": expected " + std::to_string(size) +
                                          " bytes, found " + std::to_string(found));
    return read_whole(path, size);
  }

  Expected<void> remove(const std::string& name) const override {
    std::error_code error;
    fs::remove(directory_ / name, error);
    if (!error) return {};
    return Failure(Status::unavailable, "cannot remove " + name + ": " + error.message());
  }

 private:
  const fs::path directory_;
};

}  // namespace

Expected<std::unique_ptr<Store>> open_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error && ::access(directory.c_str(), R_OK | W_OK | X_OK) == 0) {
    std::unique_ptr<Store> store = std::make_unique<DirectoryStore>(directory);
    return store;
  }
  const std::string why = error ? error.message() : std::generic_category().message(errno);
  return Failure(Status::invalid_argument,
                 "config.directory: expected a directory to write to, found " + directory.string() +
                     ": " + why);
}

}  // namespace dovetail::plugins::validium
