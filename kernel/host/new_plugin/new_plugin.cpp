#include "kernel/host/new_plugin/new_plugin.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace dovetail::host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCommon = "common";
constexpr std::string_view kEnding = ".in";
constexpr size_t kNameSizeMax = 39;

/// The kinds that have a template, in order: the folders beside common.
std::vector<std::string> kinds_in(const fs::path& template_dir) {
  std::vector<std::string> kinds;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(template_dir, failed))
    if (entry.is_directory(failed) && entry.path().filename() != kCommon)
      kinds.push_back(entry.path().filename());
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

Expected<void> check_kind(const fs::path& template_dir, std::string_view kind) {
  const std::vector<std::string> kinds = kinds_in(template_dir);
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return {};
  std::string known;
  for (const std::string& one : kinds) known += (known.empty() ? "" : ", ") + one;
  if (known.empty()) known = "none: is the SDK installed?";
  return Failure(Status::unsupported, "expected a kind that has a template in " +
                                          template_dir.string() + " (" + known + "), found \"" +
                                          std::string(kind) + "\"");
}

Expected<void> check_name(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto fits = [&](char c) { return lower(c) || c == '_' || (c >= '0' && c <= '9'); };
  if (!name.empty() && name.size() <= kNameSizeMax && lower(name[0]) &&
      std::all_of(name.begin(), name.end(), fits))
    return {};
  return Failure(
      Status::invalid_argument,
      "expected a name of at most 39 characters a-z, 0-9 and _, a letter first, found \"" +
          std::string(name) + "\"");
}

std::string filled(std::string text, std::string_view mark, std::string_view value) {
  for (size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
  return text;
}

Failure file_failure(const fs::path& path, const char* verb) {
  return {Status::unavailable, path.string() + ": expected to " + verb +
                                   " it, found an error; check "
                                   "permissions and space"};
}

Expected<void> write_file(const fs::path& from, const fs::path& into, std::string_view kind,
                          std::string_view name) {
  std::error_code failed;
  const uintmax_t size = fs::file_size(from, failed);
  std::string text(failed ? 0 : size, '\0');
  std::ifstream in(from, std::ios::binary);
  if (failed || !in.read(text.data(), static_cast<std::streamsize>(size)))
    return file_failure(from, "read");
  text = filled(filled(std::move(text), "@KIND@", kind), "@NAME@", name);
  std::string file = from.filename();
  if (file.ends_with(kEnding)) file.resize(file.size() - kEnding.size());
  std::ofstream out(into / file, std::ios::binary);
  out << text;
  out.close();
  if (!out) return file_failure(into / file, "write");
  return {};
}

Expected<void> write_folder(const fs::path& from, const fs::path& into, std::string_view kind,
                            std::string_view name) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(from, failed)) {
    auto written = write_file(entry.path(), into, kind, name);
    if (!written) return written;
  }
  if (failed) return file_failure(from, "list");
  return {};
}

}  // namespace

Expected<void> write_new_plugin(const fs::path& template_dir, std::string_view kind,
                                std::string_view name, const fs::path& into) {
  if (auto known = check_kind(template_dir, kind); !known) return known;
  if (auto good = check_name(name); !good) return good;
  std::error_code failed;
  if (fs::exists(into, failed))
    return Failure(Status::conflict, into.string() +
                                         ": expected a new folder, found that it exists; "
                                         "choose another or remove it");
  if (!fs::create_directories(into, failed)) return file_failure(into, "create");
  auto written = write_folder(template_dir / kCommon, into, kind, name);
  if (written) written = write_folder(template_dir / kind, into, kind, name);
  if (!written) fs::remove_all(into, failed);
  return written;
}

}  // namespace dovetail::host
