#include "kernel/admin/plugin_store.hpp"

namespace dovetail::admin {
namespace {

/// The registry has put each plugin's own namespace before its keys already.
constexpr std::string_view kSpace = "plugins";

}  // namespace

Expected<Bytes> PluginStore::get(ByteView key) {
  return database_.plugin_get(kSpace, key);
}
Expected<void> PluginStore::put(ByteView key, ByteView value) {
  return database_.plugin_put(kSpace, key, value);
}
Expected<void> PluginStore::remove(ByteView key) {
  return database_.plugin_remove(kSpace, key);
}

}  // namespace dovetail::admin
