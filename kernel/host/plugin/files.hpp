#pragma once
// Files that are whole or absent: written beside their place, synced, renamed. Linux only.

#include <filesystem>

#include "sdk/cpp/text.hpp"

namespace dovetail::plugin {

/// More than any plugin has.
inline constexpr uint64_t kLibrarySizeMax = uint64_t{1} << 30;

/// An open descriptor; closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// The whole of a regular file, of at most size_max bytes. Fails with not_found or unavailable.
Expected<Bytes> read_file(const std::filesystem::path& path, uint64_t size_max);
/// The same of an open file, from its beginning.
Expected<Bytes> read_all(const Descriptor& file, uint64_t size_max);

/// A new file beside its place, under a name of its own; removed unless it was committed.
class NewFile {
 public:
  /// @param dir  must exist. Fails with unavailable.
  static Expected<NewFile> create(const std::filesystem::path& dir);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  Expected<void> write(ByteView bytes);
  /// Syncs, sets the mode, moves it to path (in the same directory, replacing) and syncs the
  /// directory.
  Expected<void> commit(const std::filesystem::path& path, unsigned mode);
  const Descriptor& descriptor() const { return file_; }

 private:
  NewFile(std::filesystem::path path, Descriptor file);
  std::filesystem::path path_;
  Descriptor file_;
};

}  // namespace dovetail::plugin
