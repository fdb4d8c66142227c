#include "kernel/host/plugin/manifest.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>

#include "kernel/host/plugin/elf.hpp"
#include "sdk/abi/plugin.h"
#include "sdk/base/hex.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::plugin {
namespace {

namespace json = boost::json;

constexpr size_t kHeaderSize = 12;
constexpr size_t kNameMax = 39;

Failure corrupt(std::string text) {
  return {Status::corrupt, std::move(text)};
}

/// Takes fields out of the object and remembers the first fault.
class Fields {
 public:
  explicit Fields(const json::object& object, std::string prefix = "")
      : object_(object), prefix_(std::move(prefix)) {}

  std::string text(std::string_view key) {
    const auto* value = get(key, "a text", [](const json::value& v) { return v.is_string(); });
    return value ? std::string(value->get_string()) : "";
  }
  uint32_t number(std::string_view key) {
    const auto* value = get(key, "a number up to 2^32 - 1", [](const json::value& v) {
      return v.is_int64() && v.get_int64() >= 0 && v.get_int64() <= UINT32_MAX;
    });
    return value ? static_cast<uint32_t>(value->get_int64()) : 0;
  }
  json::object object(std::string_view key) {
    const auto* value = get(key, "an object", [](const json::value& v) { return v.is_object(); });
    return value ? value->get_object() : json::object{};
  }
  std::vector<std::string> texts(std::string_view key) {
    const auto* value = get(key, "a list of texts", [](const json::value& v) {
      return v.is_array() && std::all_of(v.get_array().begin(), v.get_array().end(),
                                         [](const json::value& item) { return item.is_string(); });
    });
    std::vector<std::string> out;
    if (value)
      for (const auto& item : value->get_array()) out.emplace_back(item.get_string());
    return out;
  }
  void fault(std::string_view key, std::string_view expected) {
    if (fault_.empty())
      fault_ =
          "manifest field '" + prefix_ + std::string(key) + "': expected " + std::string(expected);
  }
  const std::string& fault() const { return fault_; }

 private:
  template <class Test>
  const json::value* get(std::string_view key, std::string_view expected, Test test) {
    const auto* value = object_.if_contains(key);
    if (value && test(*value)) return value;
    fault(key, std::string(expected) + ", found " + (value ? json::serialize(*value) : "nothing"));
    return nullptr;
  }

  const json::object& object_;
  const std::string prefix_;
  std::string fault_;
};

bool sound_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameMax && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool sound_version(std::string_view version) {
  for (int part = 0; part < 3; ++part) {
    const size_t digits = std::min(version.find_first_not_of("0123456789"), version.size());
    if (digits == 0) return false;
    version.remove_prefix(digits);
    if (part == 2) return version.empty() || version[0] == '-' || version[0] == '+';
    if (version.empty() || version[0] != '.') return false;
    version.remove_prefix(1);
  }
  return false;
}

void check_identity(Manifest& manifest, std::string_view kind, Fields& fields) {
  auto parsed = parse_kind(kind);
  if (!parsed) return fields.fault("kind", parsed.error().text);
  manifest.kind = *parsed;
  if (!sound_name(manifest.name))
    fields.fault("id", "a name of at most 39 of a-z, 0-9 and _, found '" + manifest.name + "'");
  const std::string id = std::string(kind) + "/" + manifest.name;
  if (manifest.id != id) fields.fault("id", "'" + id + "', found '" + manifest.id + "'");
  if (!sound_version(manifest.version))
    fields.fault("version", "MAJOR.MINOR.PATCH, found '" + manifest.version + "'");
  if (manifest.stability != "draft" && manifest.stability != "beta" &&
      manifest.stability != "stable")
    fields.fault("stability", "draft, beta or stable, found '" + manifest.stability + "'");
  const auto& provides = manifest.provides;
  const auto own = interface_id(manifest.kind);
  if (std::find(provides.begin(), provides.end(), own) == provides.end())
    fields.fault("provides", "'" + std::string(own) + "' in the list");
}

void read_abi(Manifest& manifest, const json::object& object, Fields& outer) {
  Fields fields(object, "abi.");
  manifest.abi_min = fields.number("min");
  manifest.abi_max = fields.number("max");
  const std::string headers = fields.text("headers");
  if (manifest.abi_min == 0 || manifest.abi_min > manifest.abi_max)
    fields.fault("min", "1 to max, found " + std::to_string(manifest.abi_min) + " to " +
                            std::to_string(manifest.abi_max));
  if (headers.size() != 64 || !hex_decode(headers, manifest.headers.bytes))
    fields.fault("headers", "64 hex digits, found '" + headers + "'");
  if (!fields.fault().empty()) outer.fault("abi", "a sound range; " + fields.fault());
}

Expected<Manifest> from_json(const json::object& object) {
  Fields fields(object);
  Manifest out;
  out.id = fields.text("id");
  const std::string kind = fields.text("kind");
  out.name = std::string_view(out.id).substr(std::min(out.id.find('/') + 1, out.id.size()));
  out.version = fields.text("version");
  out.description = fields.text("description");
  out.license = fields.text("license");
  out.stability = fields.text("stability");
  out.provides = fields.texts("provides");
  out.requires_ = fields.texts("requires");
  out.exclusive = fields.texts("exclusive");
  out.config_schema = fields.object("config_schema");
  out.built_with = fields.text("built_with");
  const json::object abi = fields.object("abi");
  if (fields.fault().empty()) check_identity(out, kind, fields);
  if (fields.fault().empty()) read_abi(out, abi, fields);
  if (!fields.fault().empty()) return Failure(Status::invalid_argument, fields.fault());
  return out;
}

Expected<std::string_view> unframe(ByteView section) {
  if (section.size() < kHeaderSize || std::memcmp(section.data(), "DVTM", 4) != 0)
    return corrupt("expected a manifest in section .dovetail that begins with DVTM, found " +
                   std::to_string(section.size()) + " bytes that do not");
  const uint32_t format = load_le32(section.data() + 4);
  if (format != 1)
    return corrupt("expected a manifest of format 1, found format " + std::to_string(format));
  const uint32_t size = load_le32(section.data() + 8);
  if (size > section.size() - kHeaderSize)
    return corrupt("expected a manifest of " + std::to_string(size) + " bytes, found " +
                   std::to_string(section.size() - kHeaderSize));
  return text_of(section.subspan(kHeaderSize, size));
}

}  // namespace

Expected<Manifest> parse_manifest(ByteView section) {
  auto text = unframe(section);
  if (!text) return text.error();
  boost::system::error_code error;
  const json::value value = json::parse(*text, error);
  if (error || !value.is_object())
    return corrupt("expected a JSON object as the manifest" +
                   (error ? ", found: " + error.message() : ""));
  return from_json(value.get_object());
}

Expected<Manifest> read_manifest(ByteView library) {
  auto file = parse_elf(library);
  if (!file) return file.error();
  const auto* section = file->find(DOVETAIL_MANIFEST_SECTION);
  if (!section)
    return corrupt(
        "expected a manifest in section .dovetail, found no such section; build the plugin "
        "with dovetail_plugin()");
  return parse_manifest(section->bytes);
}

}  // namespace dovetail::plugin
