#include "kernel/host/plugin/load.hpp"

#include <dlfcn.h>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::plugin {
namespace {

namespace dll = boost::dll;

Failure refuse(Status status, std::string text) {
  return {status, std::move(text)};
}

/// dlopen. RTLD_NODELETE keeps the library mapped after the handle is closed. Boost's overload with
/// an error code says "Bad file descriptor" for every failure; the exception carries the loader's
/// words.
Expected<dll::shared_library> open_library(const std::filesystem::path& copy) {
  const auto mode = dll::load_mode::rtld_now | dll::load_mode::rtld_local |
                    static_cast<dll::load_mode::type>(RTLD_NODELETE);
  try {
    return dll::shared_library(copy, mode);
  } catch (const std::exception& error) {
    return refuse(Status::corrupt, std::string("the system's loader refused it: ") + error.what());
  }
}

Expected<const dovetail_plugin_entry*> find_entry(const dll::shared_library& library) {
  if (!library.has(DOVETAIL_PLUGIN_SYMBOL))
    return refuse(Status::corrupt, "expected an exported symbol " DOVETAIL_PLUGIN_SYMBOL
                                   ", found none; export it with "
                                   "DOVETAIL_PLUGIN or as sdk/abi/plugin.h says");
  return &library.get<const dovetail_plugin_entry>(DOVETAIL_PLUGIN_SYMBOL);
}

std::string range(uint32_t min, uint32_t max) {
  return std::to_string(min) + " to " + std::to_string(max);
}

Expected<void> check_range(uint32_t min, uint32_t max, const HostAbi& abi) {
  if (min <= abi.version && abi.version <= max) return {};
  return refuse(Status::unsupported, "expected a plugin for ABI version " +
                                         std::to_string(abi.version) + ", found one for " +
                                         range(min, max) + "; build it with this node's SDK");
}

Expected<void> check_headers(const Hash256& found, const HostAbi& abi) {
  if (found == abi.headers) return {};
  return refuse(
      Status::unsupported,
      "ABI version 1 is a draft, and the plugin was compiled with other headers: expected " +
          to_hex(abi.headers.view()) + ", found " + to_hex(found.view()) +
          "; build it with this node's SDK");
}

Expected<void> check_frame(const dovetail_plugin_entry& entry) {
  if (entry.magic != DOVETAIL_PLUGIN_MAGIC)
    return refuse(Status::corrupt, "expected the magic DOVTAIL1 in " DOVETAIL_PLUGIN_SYMBOL
                                   ", found " +
                                       to_quantity(U256(entry.magic)));
  if (entry.struct_size < sizeof(dovetail_plugin_entry))
    return refuse(Status::corrupt, "expected " DOVETAIL_PLUGIN_SYMBOL " of at least " +
                                       std::to_string(sizeof(dovetail_plugin_entry)) +
                                       " bytes, found " + std::to_string(entry.struct_size));
  return {};
}

Expected<void> check_functions(const dovetail_plugin_entry& entry) {
  if (entry.create && entry.destroy && entry.self_test && entry.get_interface) return {};
  return refuse(Status::corrupt,
                "expected create, destroy, self_test and get_interface in " DOVETAIL_PLUGIN_SYMBOL
                ", found a null one");
}

Expected<void> check_agreement(const dovetail_plugin_entry& entry, const Manifest& manifest) {
  if (entry.abi_min != manifest.abi_min || entry.abi_max != manifest.abi_max)
    return refuse(Status::corrupt, "manifest and entry disagree: the manifest says ABI " +
                                       range(manifest.abi_min, manifest.abi_max) + ", the entry " +
                                       range(entry.abi_min, entry.abi_max));
  if (Hash256::from(entry.headers_hash) != manifest.headers)
    return refuse(Status::corrupt, "manifest and entry disagree in the hash of the ABI headers");
  return {};
}

/// All that is checked before a function of the plugin is called, in this order.
Expected<void> negotiate(const dovetail_plugin_entry& entry, const Manifest& manifest,
                         const HostAbi& abi) {
  if (auto sound = check_frame(entry); !sound) return sound;
  if (auto agree = check_agreement(entry, manifest); !agree) return agree;
  if (auto known = check_range(entry.abi_min, entry.abi_max, abi); !known) return known;
  if (auto equal = check_headers(Hash256::from(entry.headers_hash), abi); !equal) return equal;
  return check_functions(entry);
}

}  // namespace

Expected<void> check_abi(const Manifest& manifest, const HostAbi& abi) {
  if (auto known = check_range(manifest.abi_min, manifest.abi_max, abi); !known) return known;
  return check_headers(manifest.headers, abi);
}

Expected<Library> load_library(const std::filesystem::path& copy, const Manifest& manifest,
                               const HostAbi& abi) {
  auto library = open_library(copy);
  if (!library) return library.error();
  auto entry = find_entry(*library);
  if (!entry) return entry.error();
  if (auto agreed = negotiate(**entry, manifest, abi); !agreed) return agreed.error();
  return Library{*entry};
}

Instance::Instance(Library library, std::unique_ptr<HostServices> services)
    : library_(library), services_(std::move(services)) {}

Instance::~Instance() {
  if (instance_) library_.entry->destroy(instance_);
}

Expected<std::unique_ptr<Instance>> Instance::create(Library library, Kind kind,
                                                     const CreateArgs& args,
                                                     std::unique_ptr<HostServices> services) {
  std::unique_ptr<Instance> out(new Instance(library, std::move(services)));
  if (auto made = out->call_create(args); !made) return made.error();
  if (auto found = out->find_interface(kind); !found) return found.error();
  return out;
}

Expected<void> Instance::call_create(const CreateArgs& args) {
  const dovetail_create_args raw{
      sizeof raw,     0, sdk::to_abi(args.name), sdk::to_abi(args.config_json), args.chain_id,
      args.generation};
  auto made = sdk::checked("create", library_.entry, &dovetail_plugin_entry::create,
                           [&](auto create, dovetail_error* error) {
                             return create(services_->host(), &raw, &instance_, error);
                           });
  if (!made) instance_ = nullptr;
  if (made && !instance_)
    return refuse(Status::corrupt, "create: expected an instance with status OK, found NULL");
  return made;
}

Expected<void> Instance::find_interface(Kind kind) {
  const std::string id(interface_id(kind));
  try {
    interface_ = library_.entry->get_interface(instance_, sdk::to_abi(id));
  } catch (...) {
    return refuse(Status::internal, "get_interface threw an exception for " + id);
  }
  if (!interface_)
    return refuse(Status::corrupt, "expected the interface " + id +
                                       ", found none; a plugin offers the "
                                       "interface of the kind that its manifest names");
  uint32_t size = 0;
  std::memcpy(&size, interface_, sizeof size);
  if (size < interface_size(kind))
    return refuse(Status::corrupt, "expected " + id + " with a struct_size of at least " +
                                       std::to_string(interface_size(kind)) + ", found " +
                                       std::to_string(size));
  for (size_t offset = 8; offset < interface_size(kind); offset += sizeof(void*)) {
    void* function = nullptr;
    std::memcpy(&function, static_cast<const uint8_t*>(interface_) + offset, sizeof function);
    if (!function)
      return refuse(Status::corrupt, "expected " + id +
                                         " with every function, found a null one at byte " +
                                         std::to_string(offset));
  }
  return {};
}

Expected<void> Instance::self_test() {
  return sdk::checked("self_test", library_.entry, &dovetail_plugin_entry::self_test,
                      [&](auto test, dovetail_error* error) { return test(instance_, error); });
}

}  // namespace dovetail::plugin
