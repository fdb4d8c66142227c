#include "kernel/host/plugin/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace dovetail::plugin {
namespace {

Failure system_failure(const char* what, const std::filesystem::path& path) {
  const Status status = errno == ENOENT ? Status::not_found : Status::unavailable;
  return {status,
          std::string("could not ") + what + " " + path.string() + ": " + std::strerror(errno)};
}

Expected<void> sync_directory(const std::filesystem::path& dir) {
  const Descriptor opened(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) return system_failure("sync", dir);
  return {};
}

}  // namespace

void Descriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Expected<Bytes> read_all(const Descriptor& file, uint64_t size_max) {
  struct stat info;
  if (::fstat(file.get(), &info) != 0) return system_failure("examine", "an open file");
  if (!S_ISREG(info.st_mode)) return Failure(Status::invalid_argument, "expected a regular file");
  if (static_cast<uint64_t>(info.st_size) > size_max)
    return Failure(Status::resource_exhausted, "expected a file of at most " +
                                                   std::to_string(size_max) + " bytes, found " +
                                                   std::to_string(info.st_size));
  Bytes out(static_cast<size_t>(info.st_size));
  for (size_t done = 0; done < out.size();) {
    const ssize_t got =
        ::pread(file.get(), out.data() + done, out.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Failure(Status::unavailable, "a file became shorter while it was read");
    done += static_cast<size_t>(got);
  }
  return out;
}

Expected<Bytes> read_file(const std::filesystem::path& path, uint64_t size_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) return system_failure("open", path);
  auto bytes = read_all(file, size_max);
  if (!bytes) return Failure(bytes.error().status, path.string() + ": " + bytes.error().text);
  return bytes;
}

NewFile::NewFile(std::filesystem::path path, Descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

NewFile::~NewFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Expected<NewFile> NewFile::create(const std::filesystem::path& dir) {
  std::string name = (dir / ".new-XXXXXX").string();
  Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file) return system_failure("make a file in", dir);
  return NewFile(name, std::move(file));
}

Expected<void> NewFile::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file_.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_failure("write", path_);
    bytes = bytes.subspan(static_cast<size_t>(put));
  }
  return {};
}

Expected<void> NewFile::commit(const std::filesystem::path& path, unsigned mode) {
  if (::fchmod(file_.get(), mode) != 0 || ::fsync(file_.get()) != 0)
    return system_failure("sync", path_);
  if (::rename(path_.c_str(), path.c_str()) != 0) return system_failure("rename to", path);
  path_.clear();
  return sync_directory(path.parent_path().empty() ? "." : path.parent_path());
}

}  // namespace dovetail::plugin
