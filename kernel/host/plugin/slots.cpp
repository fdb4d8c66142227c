#include "kernel/host/plugin/slots.hpp"

#include <algorithm>

namespace dovetail::plugin {
namespace {

std::string text_of_key(Kind kind, std::string_view name) {
  return std::string(kind_name(kind)) + (name.empty() ? "" : " '" + std::string(name) + "'");
}

}  // namespace

SlotTable::Slot* SlotTable::locate(Kind kind, std::string_view name) {
  for (auto& slot : slots_)
    if (slot.key.kind == kind && (name.empty() || slot.key.name == name)) return &slot;
  return nullptr;
}

SlotTable::Slot& SlotTable::at(const SlotKey& key) {
  Slot* slot = locate(key.kind, key.name);
  DOVETAIL_ASSERT(slot != nullptr);
  return *slot;
}

Expected<std::shared_ptr<Generation>> SlotTable::retain(Kind kind, std::string_view name,
                                                        std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  Slot* slot = locate(kind, name);
  if (slot && !slot->running) {
    const auto settled = [&] {
      slot = locate(kind, name);
      return !slot || slot->running || slot->failure;
    };
    changed_.wait_for(lock, wait, settled);
  }
  if (!slot)
    return Failure(Status::not_found, "expected a plugin for " + text_of_key(kind, name) +
                                          ", found none; configure it under plugins");
  if (slot->failure) return *slot->failure;
  if (!slot->running)
    return Failure(Status::unavailable,
                   "plugin " + text_of_key(kind, name) + " restarts; try again soon");
  slot->running.generation->retain();
  return slot->running.generation;
}

bool SlotTable::contains(const SlotKey& key) const {
  return find(key).has_value();
}

void SlotTable::add(const SlotKey& key, Running running) {
  const std::lock_guard lock(mutex_);
  DOVETAIL_ASSERT(locate(key.kind, key.name) == nullptr);
  running.generation->set_state(GenerationState::serving);
  slots_.push_back({key, std::move(running), std::nullopt, std::nullopt});
}

SlotView SlotTable::remove(const SlotKey& key) {
  const std::lock_guard lock(mutex_);
  Slot& slot = at(key);
  SlotView out{slot.key, std::move(slot.running), std::move(slot.pending)};
  pending_count_ -= out.pending ? 1 : 0;
  slots_.erase(slots_.begin() + (&slot - slots_.data()));
  changed_.notify_all();
  return out;
}

Published SlotTable::exchange(Slot& slot, Running next,
                              std::chrono::steady_clock::time_point deadline) {
  const GenerationInfo info = next.generation->info();
  next.generation->set_state(GenerationState::serving);
  std::swap(slot.running, next);
  slot.failure.reset();
  if (next) next.generation->drain(deadline);
  changed_.notify_all();
  return {info, std::move(next)};
}

Published SlotTable::publish(const SlotKey& key, Running next,
                             std::chrono::steady_clock::time_point deadline) {
  const std::lock_guard lock(mutex_);
  const auto begin = std::chrono::steady_clock::now();
  Published out = exchange(at(key), std::move(next), deadline);
  out.gap = std::chrono::steady_clock::now() - begin;
  return out;
}

std::vector<Published> SlotTable::publish_pending(std::chrono::steady_clock::time_point deadline) {
  const std::lock_guard lock(mutex_);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Published> out;
  for (auto& slot : slots_) {
    if (!slot.pending || !slot.pending->generation) continue;
    out.push_back(exchange(slot, *std::exchange(slot.pending, std::nullopt), deadline));
    --pending_count_;
  }
  for (auto& published : out) published.gap = std::chrono::steady_clock::now() - begin;
  return out;
}

Running SlotTable::stop(const SlotKey& key, std::chrono::steady_clock::time_point deadline) {
  const std::lock_guard lock(mutex_);
  Running out = std::exchange(at(key).running, {});
  if (out) out.generation->drain(deadline);
  return out;
}

void SlotTable::fail(const SlotKey& key, Failure why) {
  const std::lock_guard lock(mutex_);
  at(key).failure = std::move(why);
  changed_.notify_all();
}

std::optional<Pending> SlotTable::set_pending(const SlotKey& key, std::optional<Pending> pending) {
  const std::lock_guard lock(mutex_);
  Slot& slot = at(key);
  pending_count_ += (pending ? 1 : 0) - (slot.pending ? 1 : 0);
  std::swap(slot.pending, pending);
  return pending;
}

std::optional<SlotView> SlotTable::find(const SlotKey& key) const {
  const std::lock_guard lock(mutex_);
  for (const auto& slot : slots_)
    if (slot.key.kind == key.kind && slot.key.name == key.name)
      return SlotView{slot.key, slot.running, slot.pending};
  return std::nullopt;
}

std::vector<SlotView> SlotTable::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<SlotView> out;
  for (const auto& slot : slots_) out.push_back({slot.key, slot.running, slot.pending});
  return out;
}

}  // namespace dovetail::plugin
