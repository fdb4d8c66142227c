#pragma once
// From a verified copy of a library to a created, self-tested instance.
//
// Only content-addressed copies are loaded (store.hpp): the loader identifies libraries by path, so
// a path that is used again runs the old code. A library stays mapped for ever: unmapping code
// whose thread-locals, atexit handlers, threads or buffers live on crashes later, and nothing is
// gained but address space. Order: dlopen NOW|LOCAL, entry symbol, magic, size, ABI range, headers
// hash, agreement with the manifest; only then is a function of the plugin called.

#include <filesystem>
#include <memory>
#include <string>

#include "kernel/host/plugin/manifest.hpp"
#include "kernel/host/plugin/services.hpp"
#include "sdk/abi/headers_hash.h"
#include "sdk/abi/plugin.h"

namespace dovetail::plugin {

/// What this host speaks.
struct HostAbi {
  uint32_t version = DOVETAIL_ABI_VERSION;
  Hash256 headers = {DOVETAIL_HEADERS_HASH};  ///< equal in both while version 1 is a draft
};

/// May this host speak with a plugin that says this of itself? Fails with unsupported, with
/// expected and found.
Expected<void> check_abi(const Manifest& manifest, const HostAbi& abi);

/// A loaded library; copies share it. Stays mapped after the last copy.
struct Library {
  const dovetail_plugin_entry* entry = nullptr;
};

/// Fails with corrupt or unsupported and a text with expected and found; of a failing dlopen the
/// loader's own words. Runs the library's initialisers: rehearse first.
Expected<Library> load_library(const std::filesystem::path& copy, const Manifest& manifest,
                               const HostAbi& abi);

struct CreateArgs {
  std::string name;
  std::string config_json;
  uint64_t chain_id = 0;
  uint64_t generation = 0;
};

/// A created plugin. destroy() or the destructor ends it, on the control thread.
class Instance {
 public:
  /// Calls create, then get_interface for the kind, and checks what it gives. Fails with the
  /// plugin's status and text, or corrupt if the interface is absent, short or holds a null
  /// function. Exceptions that escape become internal.
  static Expected<std::unique_ptr<Instance>> create(Library library, Kind kind,
                                                    const CreateArgs& args,
                                                    std::unique_ptr<HostServices> services);
  ~Instance();

  /// Fails with the plugin's status and text.
  Expected<void> self_test();

  const void* interface() const { return interface_; }
  dovetail_instance* instance() const { return instance_; }

 private:
  Instance(Library library, std::unique_ptr<HostServices> services);
  Expected<void> call_create(const CreateArgs& args);
  Expected<void> find_interface(Kind kind);

  Library library_;
  std::unique_ptr<HostServices> services_;
  dovetail_instance* instance_ = nullptr;
  const void* interface_ = nullptr;
};

}  // namespace dovetail::plugin
