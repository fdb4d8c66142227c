#include "kernel/node/mempool/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "kernel/node/mempool/pooled.hpp"

namespace dovetail::node {
namespace {

constexpr size_t kHeaderBytes = 4;

Failure failed(const std::filesystem::path& file, const char* what) {
  return {Status::unavailable, file.string() + ": " + what + ": " + std::strerror(errno) +
                                   "; check the space and the rights of the data directory"};
}

void append_entry(Bytes& out, ByteView raw) {
  uint8_t header[kHeaderBytes];
  store_be32(header, static_cast<uint32_t>(raw.size()));
  out.insert(out.end(), header, header + kHeaderBytes);
  out.insert(out.end(), raw.begin(), raw.end());
}

bool write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return true;
}

std::vector<Bytes> entries_of(ByteView bytes) {
  std::vector<Bytes> out;
  while (bytes.size() >= kHeaderBytes) {
    const uint32_t size = load_be32(bytes.data());
    if (size > kTransactionBytesMax || size > bytes.size() - kHeaderBytes) break;
    out.push_back(to_bytes(bytes.subspan(kHeaderBytes, size)));
    bytes = bytes.subspan(kHeaderBytes + size);
  }
  return out;
}

}  // namespace

Journal::Journal(std::filesystem::path file, std::function<std::vector<Bytes>()> content)
    : file_(std::move(file)), content_(std::move(content)) {}

Journal::~Journal() {
  if (fd_ >= 0) ::close(fd_);
}

Expected<std::vector<Bytes>> Journal::read() const {
  if (!std::filesystem::exists(file_)) return std::vector<Bytes>();
  std::ifstream in(file_, std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return failed(file_, "cannot be read");
  return entries_of(bytes);
}

Expected<void> Journal::rewrite() {
  std::lock_guard lock(mutex_);
  return rewrite_locked();
}

Expected<void> Journal::rewrite_locked() {
  Bytes bytes;
  for (const Bytes& raw : content_()) append_entry(bytes, raw);
  const std::filesystem::path fresh = file_.string() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return failed(fresh, "cannot be made");
  if (!write_all(fd, bytes) || ::rename(fresh.c_str(), file_.c_str()) != 0) {
    const Failure failure = failed(fresh, "cannot be written");
    ::close(fd);
    ::unlink(fresh.c_str());
    return failure;
  }
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
  size_bytes_ = rewritten_bytes_ = bytes.size();
  return {};
}

Expected<void> Journal::append(ByteView raw) {
  Bytes entry;
  append_entry(entry, raw);
  std::lock_guard lock(mutex_);
  if (fd_ < 0 || size_bytes_ > rewritten_bytes_ + kRewriteBytes)
    if (auto rewritten = rewrite_locked(); !rewritten) return rewritten;
  if (!write_all(fd_, entry)) {
    const Failure failure = failed(file_, "cannot be written");
    // What was written of the entry goes: the next one must begin where a whole one ended.
    if (::ftruncate(fd_, static_cast<off_t>(size_bytes_)) == 0)
      ::lseek(fd_, static_cast<off_t>(size_bytes_), SEEK_SET);
    return failure;
  }
  size_bytes_ += entry.size();
  return {};
}

}  // namespace dovetail::node
