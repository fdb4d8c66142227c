#include "kernel/host/plugin/lock.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "kernel/host/plugin/files.hpp"
#include "kernel/host/plugin/manifest.hpp"
#include "sdk/base/hex.hpp"
#include "sdk/crypto/sha256.hpp"

namespace dovetail::plugin {
namespace {

namespace json = boost::json;

constexpr uint64_t kLockSizeMax = 1 << 20;
constexpr const char* kRemedy =
    "; if the file is the one that you want, run `dovetail plugin lock`";

std::string hex_of(const Hash256& hash) {
  return to_hex(hash.view()).substr(2);
}

std::string describe(const LockEntry& entry) {
  return entry.version + " " + hex_of(entry.sha256);
}

Failure bad_lock(const std::string& what) {
  return {Status::corrupt, "lock file: " + what + "; make it anew with `dovetail plugin lock`"};
}

Expected<LockEntry> parse_entry(const json::value& value) {
  const auto* entry = value.if_object();
  if (!entry || entry->size() != 3)
    return bad_lock("expected entries with id, version and sha256, found " +
                    json::serialize(value));
  const auto text = [&](std::string_view key) -> std::string_view {
    const auto* member = entry->if_contains(key);
    return member && member->is_string() ? std::string_view(member->get_string())
                                         : std::string_view{};
  };
  LockEntry out{std::string(text("id")), std::string(text("version")), {}};
  if (out.id.empty() || out.version.empty())
    return bad_lock("expected an id and a version, found " + json::serialize(value));
  if (text("sha256").size() != 64 || !hex_decode(text("sha256"), out.sha256.bytes))
    return bad_lock("expected a sha256 of 64 hex digits, found " + json::serialize(value));
  return out;
}

}  // namespace

Expected<void> Lock::check(const LockEntry& found) const {
  std::string expected;
  for (const auto& entry : entries) {
    if (entry == found) return {};
    if (entry.id == found.id) expected += (expected.empty() ? "" : " or ") + describe(entry);
  }
  if (expected.empty())
    return Failure(Status::permission_denied,
                   found.id + " is not in the lock file, found " + describe(found) + kRemedy);
  return Failure(Status::permission_denied, found.id + " is not the locked file: expected " +
                                                expected + ", found " + describe(found) + kRemedy);
}

Expected<LockEntry> lock_entry(const std::filesystem::path& library) {
  auto bytes = read_file(library, kLibrarySizeMax);
  if (!bytes) return bytes.error();
  auto manifest = read_manifest(*bytes);
  if (!manifest)
    return Failure(manifest.error().status, library.string() + ": " + manifest.error().text);
  return LockEntry{manifest->id, manifest->version, sha256(*bytes)};
}

Expected<Lock> parse_lock(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error) return bad_lock("not JSON: " + error.message());
  const auto* object = value.if_object();
  const auto* version = object ? object->if_contains("lock_version") : nullptr;
  if (!version || !version->is_int64() || version->get_int64() != 1)
    return bad_lock("expected lock_version 1");
  const auto* plugins = object->if_contains("plugins");
  if (object->size() != 2 || !plugins || !plugins->is_array())
    return bad_lock("expected lock_version and a list plugins, nothing else");
  Lock out;
  for (const auto& item : plugins->get_array()) {
    auto entry = parse_entry(item);
    if (!entry) return entry.error();
    out.entries.push_back(std::move(*entry));
  }
  return out;
}

std::string lock_text(Lock lock) {
  std::sort(lock.entries.begin(), lock.entries.end());
  lock.entries.erase(std::unique(lock.entries.begin(), lock.entries.end()), lock.entries.end());
  std::string out = "{\"lock_version\": 1, \"plugins\": [\n";
  for (const auto& entry : lock.entries) {
    const json::object line{
        {"id", entry.id}, {"version", entry.version}, {"sha256", hex_of(entry.sha256)}};
    out += json::serialize(line) + (&entry == &lock.entries.back() ? "\n" : ",\n");
  }
  return out + "]}\n";
}

Expected<Lock> read_lock(const std::filesystem::path& path) {
  auto bytes = read_file(path, kLockSizeMax);
  if (!bytes && bytes.error().status == Status::not_found)
    return Failure(Status::not_found,
                   "expected a lock file at " + path.string() +
                       ", found none; make it with `dovetail plugin lock`, or pass "
                       "--unlocked on a development chain");
  if (!bytes) return bytes.error();
  auto lock = parse_lock(text_of(*bytes));
  if (!lock) return Failure(lock.error().status, path.string() + ": " + lock.error().text);
  return lock;
}

Expected<void> write_lock(const std::filesystem::path& path, const Lock& lock) {
  const auto dir = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  auto file = NewFile::create(dir);
  if (!file) return file.error();
  if (auto done = file->write(view_of(lock_text(lock))); !done) return done;
  return file->commit(path, 0644);
}

}  // namespace dovetail::plugin
