#pragma once
// A hash table of pointers to entries that live in an arena: open addressing, linear probing, no
// single entry is ever removed.
//
// Keys are chosen by whoever sends transactions, so hashes are seeded; otherwise colliding slots
// would make a warm access, which costs 100 gas, take time linear in their number.
// Invariants: an entry never moves; entries are listed in the order of insertion; at most half of
// the places are taken.

#include <cstdint>
#include <span>

#include "sdk/base/arena.hpp"

namespace dovetail::zkevm {

constexpr uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15;
  return hash ^ hash >> 32;
}

/// Entry has a member `Entry* next`.
template <class Entry>
class Table {
 public:
  explicit Table(Arena& arena) : arena_(&arena), places_(arena.make<Place>(kFirstCapacity)) {}

  /// @return the entry with this hash for which is_it says true, or null.
  template <class IsIt>
  Entry* find(uint64_t hash, IsIt is_it) const {
    const size_t mask = places_.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
      const Place& place = places_[i];
      if (place.entry == nullptr) return nullptr;
      if (place.hash == hash && is_it(*place.entry)) return place.entry;
    }
  }

  /// Adds an entry that is not there yet, default-constructed.
  Entry& insert(uint64_t hash) {
    if (2 * (count_ + 1) > places_.size()) grow();
    Entry* entry = &arena_->make<Entry>(1)[0];
    put({hash, entry});
    ++count_;
    (first_ == nullptr ? first_ : last_->next) = entry;
    last_ = entry;
    return *entry;
  }

  /// Adds an entry to a table whose entries die: those that is_stale names are used again, so that
  /// memory is bounded by what is alive at once. Such a table keeps no list: first() is null.
  template <class IsStale>
  Entry& insert_over(uint64_t hash, IsStale is_stale) {
    if (2 * (count_ + 1) > places_.size()) {
      purge(is_stale);
      if (4 * (count_ + 1) > places_.size()) grow();
    }
    Entry* entry = free_;
    if (entry != nullptr)
      free_ = entry->next;
    else
      entry = &arena_->make<Entry>(1)[0];
    *entry = Entry{};
    put({hash, entry});
    ++count_;
    return *entry;
  }

  Entry* first() const { return first_; }
  size_t size() const { return count_; }

 private:
  static constexpr size_t kFirstCapacity = 64;
  struct Place {
    uint64_t hash = 0;
    Entry* entry = nullptr;
  };

  void put(Place place) {
    const size_t mask = places_.size() - 1;
    size_t i = place.hash & mask;
    while (places_[i].entry != nullptr) i = (i + 1) & mask;
    places_[i] = place;
  }
  void grow() {
    const std::span<Place> old = places_;
    places_ = arena_->make<Place>(2 * old.size());
    for (const Place& place : old)
      if (place.entry != nullptr) put(place);
  }

  template <class IsStale>
  void purge(IsStale is_stale) {
    const std::span<Place> old = places_;
    if (spare_.size() != old.size()) spare_ = arena_->make<Place>(old.size());
    for (Place& place : spare_) place = {};
    places_ = spare_;
    spare_ = old;
    count_ = 0;
    for (const Place& place : old) {
      if (place.entry == nullptr) continue;
      if (is_stale(*place.entry)) {
        place.entry->next = free_;
        free_ = place.entry;
      } else {
        put(place);
        ++count_;
      }
    }
  }

  Arena* arena_;
  std::span<Place> places_;
  std::span<Place> spare_;  ///< of purge
  Entry* free_ = nullptr;
  size_t count_ = 0;
  Entry* first_ = nullptr;
  Entry* last_ = nullptr;
};

}  // namespace dovetail::zkevm
