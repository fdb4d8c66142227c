#include "sdk/cpp/mock_host.hpp"

#include <dlfcn.h>

#include "sdk/abi/headers_hash.h"
#include "sdk/cpp/barrier.hpp"
#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {

/// The services' functions, whose context is the MockHost.
struct MockServices {
  static MockHost& host(void* context) { return *static_cast<MockHost*>(context); }
  static std::string text(dovetail_view view) { return std::string(text_of(from_abi(view))); }

  static void write(void* context, int32_t level, dovetail_view line) {
    const std::lock_guard lock(host(context).mutex_);
    host(context).log_lines_.push_back({static_cast<LogLevel>(level), text(line)});
  }
  static void counter_add(void* context, dovetail_view name, double value) {
    const std::lock_guard lock(host(context).mutex_);
    host(context).metrics_[text(name)] += value;
  }
  static void gauge_set(void* context, dovetail_view name, double value) {
    const std::lock_guard lock(host(context).mutex_);
    host(context).metrics_[text(name)] = value;
  }
  static uint64_t now_ms(void* context) {
    const std::lock_guard lock(host(context).mutex_);
    return host(context).now_ms_;
  }
  static dovetail_status get(void* context, dovetail_view key, dovetail_buffer* value,
                             dovetail_error* error) {
    const std::lock_guard lock(host(context).mutex_);
    const auto& content = host(context).store_content_;
    const auto found = content.find(text(key));
    if (found == content.end()) return fail(error, {Status::not_found, "no value under this key"});
    *value = make_buffer(found->second);
    return DOVETAIL_OK;
  }
  static dovetail_status put(void* context, dovetail_view key, dovetail_view value,
                             dovetail_error*) {
    const std::lock_guard lock(host(context).mutex_);
    host(context).store_content_[text(key)] = to_bytes(from_abi(value));
    return DOVETAIL_OK;
  }
  static dovetail_status remove(void* context, dovetail_view key, dovetail_error*) {
    const std::lock_guard lock(host(context).mutex_);
    host(context).store_content_.erase(text(key));
    return DOVETAIL_OK;
  }
  static dovetail_status l1_head(void* context, int32_t, dovetail_l1_block* out,
                                 const dovetail_cancel*, dovetail_error*) {
    const std::lock_guard lock(host(context).mutex_);
    sdk::store(out, host(context).l1_head_);
    return DOVETAIL_OK;
  }
  static dovetail_status l1_fees(void* context, uint32_t, dovetail_l1_fees* out,
                                 const dovetail_cancel*, dovetail_error*) {
    const std::lock_guard lock(host(context).mutex_);
    sdk::store(out, host(context).l1_fees_);
    return DOVETAIL_OK;
  }
  static const void* get_service(void* context, dovetail_view view) {
    const MockHost& self = host(context);
    const std::string_view id = text_of(from_abi(view));
    if (id == DOVETAIL_LOG_ID) return &self.log_;
    if (id == DOVETAIL_METRICS_ID) return &self.metric_service_;
    if (id == DOVETAIL_CLOCK_ID) return &self.clock_;
    if (id == DOVETAIL_STORE_ID) return &self.store_;
    const std::lock_guard lock(self.mutex_);
    if (id == DOVETAIL_L1_SERVICE_ID && self.l1_offered_) return &self.l1_;
    return nullptr;
  }
};

MockHost::MockHost()
    : log_{sizeof log_, this, MockServices::write},
      metric_service_{sizeof metric_service_, this, MockServices::counter_add,
                      MockServices::gauge_set},
      clock_{sizeof clock_, this, MockServices::now_ms, MockServices::now_ms},
      store_{sizeof store_, this, MockServices::get, MockServices::put, MockServices::remove},
      l1_{sizeof l1_, this, MockServices::l1_head, MockServices::l1_fees},
      raw_{sizeof raw_, DOVETAIL_ABI_VERSION, this, MockServices::get_service} {}

std::vector<LogLine> MockHost::log_lines() const {
  const std::lock_guard lock(mutex_);
  return log_lines_;
}

double MockHost::metric(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = metrics_.find(name);
  return found == metrics_.end() ? 0 : found->second;
}

std::map<std::string, Bytes> MockHost::store_content() const {
  const std::lock_guard lock(mutex_);
  return store_content_;
}

void MockHost::advance_ms(uint64_t by) {
  const std::lock_guard lock(mutex_);
  now_ms_ += by;
}

void MockHost::offer_l1(const L1Block& head, const L1Fees& fees) {
  const std::lock_guard lock(mutex_);
  l1_offered_ = true;
  l1_head_ = to_abi(head);
  l1_fees_ = to_abi(fees);
}

namespace {

Failure refused(const std::string& path, const std::string& why) {
  return {Status::invalid_argument, path + ": " + why};
}

/// What the host checks before it calls anything.
Expected<void> negotiate(const std::string& path, const dovetail_plugin_entry* entry) {
  constexpr uint8_t kHash[32] = DOVETAIL_HEADERS_HASH;
  if (entry == nullptr) return refused(path, "expected the symbol dovetail_plugin, found none");
  if (entry->magic != DOVETAIL_PLUGIN_MAGIC || entry->struct_size < sizeof(dovetail_plugin_entry))
    return refused(path, "expected an entry of ABI version 1, found another struct");
  if (entry->abi_min > DOVETAIL_ABI_VERSION || entry->abi_max < DOVETAIL_ABI_VERSION)
    return refused(path, "expected ABI version 1, found " + std::to_string(entry->abi_min) +
                             " to " + std::to_string(entry->abi_max));
  if (std::memcmp(entry->headers_hash, kHash, sizeof kHash) != 0)
    return refused(path, "expected the ABI headers of this SDK, found others; build it again");
  return {};
}

}  // namespace

Expected<std::unique_ptr<MockPlugin>> MockPlugin::load(const MockHost& host,
                                                       const std::string& path,
                                                       const std::string& config_json) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return refused(path, dlerror());
  const auto* entry =
      static_cast<const dovetail_plugin_entry*>(dlsym(library, DOVETAIL_PLUGIN_SYMBOL));
  std::unique_ptr<MockPlugin> plugin(new MockPlugin(library, entry));
  if (auto fits = negotiate(path, entry); !fits) return fits.error();

  auto args = sized<dovetail_create_args>();
  args.name = to_abi(std::string_view("test"));
  args.config_json = to_abi(config_json);
  args.chain_id = 270;
  args.generation = 1;
  auto error = sized<dovetail_error>();
  const dovetail_status status = entry->create(host.raw(), &args, &plugin->instance_, &error);
  if (status != DOVETAIL_OK) return failure_of("create", status, error);
  return plugin;
}

MockPlugin::~MockPlugin() {
  if (instance_ != nullptr) entry_->destroy(instance_);
  dlclose(library_);
}

Expected<void> MockPlugin::self_test() const {
  auto error = sized<dovetail_error>();
  const dovetail_status status = entry_->self_test(instance_, &error);
  if (status != DOVETAIL_OK) return failure_of("self_test", status, error);
  return {};
}

const void* MockPlugin::interface(std::string_view id) const {
  return entry_->get_interface(instance_, to_abi(id));
}

}  // namespace dovetail::sdk
