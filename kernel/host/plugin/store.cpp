#include "kernel/host/plugin/store.hpp"

#include "sdk/crypto/sha256.hpp"

namespace dovetail::plugin {
namespace {

Expected<void> make_directory(const std::filesystem::path& dir) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(dir, error);
  if (made) std::filesystem::permissions(dir, std::filesystem::perms::owner_all, error);
  if (error)
    return Failure(Status::unavailable, "could not make " + dir.string() + ": " + error.message());
  return {};
}

}  // namespace

Expected<StagedCopy> CopyStore::stage(const std::filesystem::path& source) const {
  if (auto made = make_directory(dir_); !made) return made.error();
  auto bytes = read_file(source, kLibrarySizeMax);
  if (!bytes) return bytes.error();
  auto file = NewFile::create(dir_);
  if (!file) return file.error();
  if (auto done = file->write(*bytes); !done) return done.error();
  auto copied = read_all(file->descriptor(), kLibrarySizeMax);
  if (!copied) return copied.error();
  const Hash256 hash = sha256(*copied);
  return StagedCopy{std::move(*file), std::move(*copied), hash};
}

Expected<StoredCopy> CopyStore::commit(StagedCopy copy) const {
  StoredCopy out;
  out.path = std::filesystem::absolute(dir_ / (to_hex(copy.sha256.view()).substr(2) + ".so"));
  auto present = read_file(out.path, kLibrarySizeMax);
  if (present && sha256(*present) == copy.sha256) return out;
  out.replaced_damaged = present || present.error().status != Status::not_found;
  if (auto done = copy.file.commit(out.path, 0500); !done) return done.error();
  return out;
}

}  // namespace dovetail::plugin
