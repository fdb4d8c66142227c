#pragma once
// A ranked list of endpoints of one chain: an operation runs wholly on one of them, the first that
// is healthy.
//
// Invariants:
//  - No answer of an endpoint is used before its chain id and genesis hash were found equal to
//    those of the endpoint that answered first (and to the configured chain id). One that differs
//    is excluded for good, with an error in the log. An endpoint that failed is asked again for
//    both when it is back: another server may stand there.
//  - An endpoint at fault (unreachable, slow, malformed, rate limiting) is left alone for a delay
//    that doubles from kBackoffMinMs to kBackoffMaxMs with each further fault, and the operation
//    starts again on the next one.
//  - No text that leaves contains a secret of any endpoint.
// Endpoints may stand at different heights and on different branches for a moment; whoever calls
// compares block hashes.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "plugins/l1/ethereum/http_client.hpp"
#include "plugins/l1/ethereum/json_rpc.hpp"
#include "plugins/l1/ethereum/surroundings.hpp"
#include "sdk/cpp/types.hpp"

namespace dovetail::plugins::ethereum {

struct Endpoint {
  std::string name;                  ///< as it may be shown
  std::vector<std::string> secrets;  ///< what must not be
  std::unique_ptr<Transport> transport;
};

class Endpoints;

/// One operation on one endpoint. Notes whether the endpoint is to blame if the operation fails.
class Session {
 public:
  /// One call. An RpcError is an answer; a missing method or a rate limit is a failure.
  Expected<RpcAnswer> call(std::string_view method, const json::array& params);
  /// As call, for calls that have no error of their own: one is a failure, and the next endpoint is
  /// asked.
  Expected<json::value> result(std::string_view method, const json::array& params);

  /// A well-formed answer that says something impossible: the endpoint's fault.
  Failure corrupt(std::string_view method, std::string_view what);
  /// An answer that another endpoint may give better.
  Failure elsewhere(Status status, std::string_view method, std::string_view what);
  /// A final failure in the endpoint's words.
  Failure failure(Status status, std::string_view method, std::string_view what) const;
  /// @return the endpoint's text as it may be shown.
  std::string clean(std::string_view text) const { return redact(text, endpoint_.secrets); }

 private:
  friend class Endpoints;
  enum class Blame { none, next, fault };

  Session(Endpoint& endpoint, std::atomic<uint64_t>& ids, const Cancelled& cancelled)
      : endpoint_(endpoint), ids_(ids), cancelled_(cancelled) {}
  Expected<RpcAnswer> exchange(std::string_view method, const json::array& params);

  Endpoint& endpoint_;
  std::atomic<uint64_t>& ids_;
  const Cancelled& cancelled_;
  Blame blame_ = Blame::none;
};

class Endpoints {
 public:
  static constexpr uint64_t kBackoffMinMs = 250;
  static constexpr uint64_t kBackoffMaxMs = 15'000;

  /// @param chain_id  what each must answer, if given.
  Endpoints(std::vector<Endpoint> ranked, std::optional<uint64_t> chain_id,
            Surroundings surroundings);

  /// Runs op(Session&) -> Expected<T> on the first healthy endpoint, again on the next if that one
  /// is at fault. If none serves: the status that all their failures share (timeouts count as
  /// unavailable), else unavailable; the text names each endpoint's reason.
  template <class T, class Op>
  Expected<T> run(const Cancelled& cancelled, Op op) {
    Round round;
    for (Member& member : members_) {
      if (!is_ready(member, round)) continue;
      Session session(member.endpoint, ids_, cancelled);
      if (!has_identity(member, session, round)) {
        if (round.cancelled) return Failure(Status::cancelled, "cancelled by the caller");
        continue;
      }
      Expected<T> out = op(session);
      if (out) {
        note_success(member);
        return out;
      }
      if (session.blame_ == Session::Blame::none) return out;
      note_failure(member, session, out.error(), round);
    }
    return round.failure();
  }

  /// What all endpoints share. Asks one only if none has answered yet.
  Expected<sdk::L1Identity> identity(const Cancelled& cancelled);

 private:
  struct Member {
    Endpoint endpoint;
    bool verified = false;
    bool excluded = false;
    uint32_t faults = 0;
    uint64_t retry_at_ms = 0;
    std::string reason;  ///< of the last fault
  };
  /// What one operation met on its way down the list.
  struct Round {
    std::string reasons;
    std::optional<Status> status;
    bool mixed = false;
    bool cancelled = false;

    void add(const Member& member, Status status, std::string_view reason);
    Failure failure() const;
  };

  bool is_ready(Member& member, Round& round);
  bool has_identity(Member& member, Session& session, Round& round);
  bool accept_identity(Member& member, const sdk::L1Identity& found, Round& round);
  void note_success(Member& member);
  void note_failure(Member& member, const Session& session, const Failure& failure, Round& round);

  std::mutex mutex_;  ///< guards members_ but for their endpoints, and identity_
  std::vector<Member> members_;
  std::optional<uint64_t> chain_id_;
  std::optional<sdk::L1Identity> identity_;
  Surroundings surroundings_;
  std::atomic<uint64_t> ids_{1};
};

}  // namespace dovetail::plugins::ethereum
