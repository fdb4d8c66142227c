#pragma once
// A generation: one created instance of one version of a plugin, and the leases that count who uses
// it.
//
// States: starting -> serving -> draining -> retired, or starting -> failed. A slot of the registry
// publishes one serving generation. A lease keeps its generation usable for the lease's life,
// whatever is swapped meanwhile: the instance is destroyed on the control thread only after it
// drains and its last lease is gone. The code stays mapped for ever.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "kernel/host/plugin/kind.hpp"
#include "sdk/base/bytes.hpp"

namespace dovetail::plugin {

class Instance;
class Wake;

enum class GenerationState : uint8_t { starting, serving, draining, retired, failed };

/// @return "serving" and so on.
std::string_view state_name(GenerationState state);

/// What a generation is. A batch records id, version and sha256 of each that worked on it.
struct GenerationInfo {
  Kind kind = Kind::l1;
  std::string slot;     ///< the slot's name
  std::string id;       ///< of the manifest: "fee_oracle/fixed"
  std::string version;  ///< of the manifest
  std::string stability;
  Hash256 sha256;       ///< of the file
  uint64_t number = 0;  ///< counts from 1 in this process
  std::chrono::system_clock::time_point created_at;
};

class Generation {
 public:
  Generation(GenerationInfo info, std::unique_ptr<Instance> instance, std::shared_ptr<Wake> wake);
  ~Generation();
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;

  const GenerationInfo& info() const { return info_; }
  GenerationState state() const { return state_; }
  /// Leases that are out.
  uint64_t jobs_count() const { return jobs_; }
  /// True once it drains and its deadline is over: holders move their jobs to the generation that
  /// serves now.
  bool must_move() const;

  /// The kind's interface struct, and what its functions take first. Null once retired.
  const void* interface() const;
  dovetail_instance* instance() const;

  void retain();
  void release();

  /// The registry's part: nobody else changes a generation.
  void set_state(GenerationState state) { state_ = state; }
  /// Begins to drain; from deadline on, must_move().
  void drain(std::chrono::steady_clock::time_point deadline);
  /// Control thread only, and only without leases.
  void destroy_instance();

 private:
  const GenerationInfo info_;
  std::unique_ptr<Instance> instance_;
  const std::shared_ptr<Wake> wake_;
  std::atomic<GenerationState> state_ = GenerationState::starting;
  std::atomic<uint64_t> jobs_ = 0;
  std::atomic<std::chrono::steady_clock::time_point> move_after_ = {};
};

/// Right to call one generation's interface V. Movable; take one per job, not per call. Not for two
/// threads at once, though the interface that it gives is, as its thread tags say. Must not outlive
/// the Registry.
template <class V>
class Lease {
 public:
  Lease() = default;
  explicit Lease(std::shared_ptr<Generation> retained) : generation_(std::move(retained)) {}
  Lease(Lease&& other) noexcept : generation_(std::move(other.generation_)) {}
  Lease& operator=(Lease&& other) noexcept {
    std::swap(generation_, other.generation_);
    return *this;
  }
  ~Lease() { reset(); }

  /// Gives the lease back early.
  void reset() {
    if (generation_) generation_->release();
    generation_.reset();
  }
  explicit operator bool() const { return generation_ != nullptr; }

  const V* interface() const { return static_cast<const V*>(generation_->interface()); }
  const V* operator->() const { return interface(); }
  dovetail_instance* instance() const { return generation_->instance(); }
  const GenerationInfo& info() const { return generation_->info(); }
  bool must_move() const { return generation_->must_move(); }

 private:
  std::shared_ptr<Generation> generation_;
};

/// A generation for the checks of the node (Hooks). It counts as a lease while it lives.
class Candidate {
 public:
  explicit Candidate(std::shared_ptr<Generation> generation) : generation_(std::move(generation)) {
    generation_->retain();
  }
  Candidate(const Candidate&) = delete;
  Candidate& operator=(const Candidate&) = delete;
  ~Candidate() { generation_->release(); }

  const GenerationInfo& info() const { return generation_->info(); }
  /// False of an exclusive plugin that was stopped for its successor: only info() is left of it.
  bool running() const { return generation_->instance() != nullptr; }
  /// V must be the interface of info().kind, and the generation running.
  template <class V>
  Lease<V> lease() const {
    DOVETAIL_ASSERT(kKindOf<V> == info().kind && running());
    generation_->retain();
    return Lease<V>(generation_);
  }

 private:
  const std::shared_ptr<Generation> generation_;
};

}  // namespace dovetail::plugin
