#include "sdk/cpp/host.hpp"

#include <chrono>

#include "sdk/cpp/calls/checked.hpp"

namespace dovetail::sdk {
namespace {

template <class Clock>
uint64_t now_ms() {
  const auto since = Clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

Host::Host(const dovetail_host* raw) : raw_(raw) {
  log_ = static_cast<const dovetail_log_v1*>(service(DOVETAIL_LOG_ID));
  metrics_ = static_cast<const dovetail_metrics_v1*>(service(DOVETAIL_METRICS_ID));
  clock_ = static_cast<const dovetail_clock_v1*>(service(DOVETAIL_CLOCK_ID));
}

const void* Host::service(std::string_view id) const {
  if (raw_ == nullptr || !has_slot(raw_, &dovetail_host::get_service)) return nullptr;
  return raw_->get_service(raw_->context, to_abi(id));
}

void Host::log(LogLevel level, std::string_view text) const {
  if (has_slot(log_, &dovetail_log_v1::write))
    log_->write(log_->context, static_cast<int32_t>(level), to_abi(text));
}

void Host::counter_add(std::string_view name, double value) const {
  if (has_slot(metrics_, &dovetail_metrics_v1::counter_add))
    metrics_->counter_add(metrics_->context, to_abi(name), value);
}

void Host::gauge_set(std::string_view name, double value) const {
  if (has_slot(metrics_, &dovetail_metrics_v1::gauge_set))
    metrics_->gauge_set(metrics_->context, to_abi(name), value);
}

uint64_t Host::unix_ms() const {
  if (!has_slot(clock_, &dovetail_clock_v1::unix_ms)) return now_ms<std::chrono::system_clock>();
  return clock_->unix_ms(clock_->context);
}

uint64_t Host::monotonic_ms() const {
  if (!has_slot(clock_, &dovetail_clock_v1::monotonic_ms))
    return now_ms<std::chrono::steady_clock>();
  return clock_->monotonic_ms(clock_->context);
}

Store Host::store() const {
  return Store(static_cast<const dovetail_store_v1*>(service(DOVETAIL_STORE_ID)));
}

L1Service Host::l1() const {
  return L1Service(static_cast<const dovetail_l1_service_v1*>(service(DOVETAIL_L1_SERVICE_ID)));
}

Expected<Bytes> Store::get(std::string_view key) const {
  Buffer value;
  auto done = checked("store.get", raw_, &dovetail_store_v1::get, [&](auto get, auto* error) {
    return get(raw_->context, to_abi(key), value.out(), error);
  });
  if (!done) return done.error();
  return value.take();
}

Expected<void> Store::put(std::string_view key, ByteView value) const {
  return checked("store.put", raw_, &dovetail_store_v1::put, [&](auto put, auto* error) {
    return put(raw_->context, to_abi(key), to_abi(value), error);
  });
}

Expected<void> Store::remove(std::string_view key) const {
  return checked("store.remove", raw_, &dovetail_store_v1::remove, [&](auto remove, auto* error) {
    return remove(raw_->context, to_abi(key), error);
  });
}

Expected<L1Block> L1Service::head(L1Tag tag, Cancel cancel) const {
  auto out = sized<dovetail_l1_block>();
  auto done = checked("l1.head", raw_, &dovetail_l1_service_v1::head, [&](auto head, auto* error) {
    return head(raw_->context, static_cast<int32_t>(tag), &out, cancel.raw(), error);
  });
  if (!done) return done.error();
  return from_abi(out);
}

Expected<L1Fees> L1Service::fees(uint32_t blocks_count, Cancel cancel) const {
  auto out = sized<dovetail_l1_fees>();
  auto done = checked("l1.fees", raw_, &dovetail_l1_service_v1::fees, [&](auto fees, auto* error) {
    return fees(raw_->context, blocks_count, &out, cancel.raw(), error);
  });
  if (!done) return done.error();
  return from_abi(out);
}

}  // namespace dovetail::sdk
