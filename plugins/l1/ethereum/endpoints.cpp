#include "plugins/l1/ethereum/endpoints.hpp"

#include <algorithm>

#include "plugins/l1/ethereum/rpc_words.hpp"

namespace dovetail::plugins::ethereum {
namespace {

Expected<sdk::L1Identity> read_identity(Session& session) {
  auto chain_id = session.result("eth_chainId", {});
  if (!chain_id) return chain_id.error();
  auto number = decode_quantity(*chain_id);
  if (!number || !number->fits_u64())
    return session.corrupt("eth_chainId", "expected a 64-bit quantity");
  auto genesis = session.result("eth_getBlockByNumber", {"0x0", false});
  if (!genesis) return genesis.error();
  Fields fields(*genesis);
  const sdk::L1Identity out{number->low_u64(), fields.fixed<32>("hash")};
  if (!fields.ok()) return session.corrupt("eth_getBlockByNumber", fields.wrong());
  return out;
}

std::string describe(const sdk::L1Identity& identity) {
  return "chain " + std::to_string(identity.chain_id) + " with genesis " +
         to_hex(identity.genesis_hash.view());
}

bool carries_rpc_errors(unsigned http_status) {
  return http_status >= 400 && http_status < 500 && http_status != 429;
}

}  // namespace

Expected<RpcAnswer> Session::exchange(std::string_view method, const json::array& params) {
  const uint64_t id = ids_.fetch_add(1);
  auto response = endpoint_.transport->post(rpc_request(id, method, params), cancelled_);
  if (!response) return response.error();
  if (response->status == 200) return parse_rpc_answer(response->body, id);
  if (carries_rpc_errors(response->status)) {
    auto answer = parse_rpc_answer(response->body, id);
    if (answer && std::holds_alternative<RpcError>(*answer)) return answer;
  }
  return Failure(Status::unavailable,
                 "expected HTTP 200, found " + std::to_string(response->status));
}

Expected<RpcAnswer> Session::call(std::string_view method, const json::array& params) {
  auto answer = exchange(method, params);
  if (!answer) {
    const Status status = answer.error().status;
    if (status == Status::resource_exhausted)
      blame_ = Blame::next;
    else if (status != Status::cancelled)
      blame_ = Blame::fault;
    return failure(status, method, answer.error().text);
  }
  const RpcError* error = std::get_if<RpcError>(&*answer);
  if (error == nullptr) return answer;
  if (is_missing_method(*error))
    return elsewhere(Status::unsupported, method, "the endpoint does not offer this method");
  if (is_rate_limit(*error)) {
    blame_ = Blame::fault;
    return failure(Status::unavailable, method, "rate limited: " + error->message);
  }
  return answer;
}

Expected<json::value> Session::result(std::string_view method, const json::array& params) {
  auto answer = call(method, params);
  if (!answer) return answer.error();
  if (auto* value = std::get_if<json::value>(&*answer)) return std::move(*value);
  const RpcError& error = std::get<RpcError>(*answer);
  return elsewhere(Status::unavailable, method, describe(error));
}

Failure Session::corrupt(std::string_view method, std::string_view what) {
  blame_ = Blame::fault;
  return failure(Status::corrupt, method, "malformed answer: " + std::string(what));
}

Failure Session::elsewhere(Status status, std::string_view method, std::string_view what) {
  blame_ = Blame::next;
  return failure(status, method, what);
}

Failure Session::failure(Status status, std::string_view method, std::string_view what) const {
  return {status, std::string(method) + " at " + endpoint_.name + ": " + clean(what)};
}

void Endpoints::Round::add(const Member& member, Status found, std::string_view reason) {
  if (found == Status::timeout) found = Status::unavailable;
  if (!reasons.empty()) reasons += "; ";
  const bool named = reason.find(member.endpoint.name) != std::string_view::npos;
  reasons += (named ? "" : member.endpoint.name + ": ") + std::string(reason);
  mixed = mixed || (status && *status != found);
  status = found;
}

Failure Endpoints::Round::failure() const {
  return {mixed || !status ? Status::unavailable : *status,
          "no L1 endpoint serves this: " + reasons};
}

Endpoints::Endpoints(std::vector<Endpoint> ranked, std::optional<uint64_t> chain_id,
                     Surroundings surroundings)
    : chain_id_(chain_id), surroundings_(std::move(surroundings)) {
  members_ = std::vector<Member>(ranked.size());
  for (size_t i = 0; i < ranked.size(); ++i) members_[i].endpoint = std::move(ranked[i]);
}

Expected<sdk::L1Identity> Endpoints::identity(const Cancelled& cancelled) {
  {
    std::lock_guard lock(mutex_);
    if (identity_) return *identity_;
  }
  auto reached = run<bool>(cancelled, [](Session&) -> Expected<bool> { return true; });
  if (!reached) return reached.error();
  std::lock_guard lock(mutex_);
  return *identity_;
}

bool Endpoints::is_ready(Member& member, Round& round) {
  std::lock_guard lock(mutex_);
  if (member.excluded) {
    round.add(member, Status::unavailable, member.reason);
    return false;
  }
  const uint64_t now = surroundings_.monotonic_ms();
  if (now >= member.retry_at_ms) return true;
  // The words of the failure itself: who logs only what changes then logs it once.
  round.add(member, Status::unavailable, member.reason);
  return false;
}

bool Endpoints::has_identity(Member& member, Session& session, Round& round) {
  {
    std::lock_guard lock(mutex_);
    if (member.verified) return true;
  }
  auto found = read_identity(session);
  if (!found) {
    round.cancelled = found.error().status == Status::cancelled;
    if (!round.cancelled) note_failure(member, session, found.error(), round);
    return false;
  }
  return accept_identity(member, *found, round);
}

bool Endpoints::accept_identity(Member& member, const sdk::L1Identity& found, Round& round) {
  std::lock_guard lock(mutex_);
  const bool right_id = !chain_id_ || *chain_id_ == found.chain_id;
  if (right_id && !identity_) identity_ = found;
  member.verified = right_id && *identity_ == found;
  if (member.verified) return true;
  const std::string expected =
      identity_ ? describe(*identity_) : "chain " + std::to_string(*chain_id_);
  member.excluded = true;
  member.reason = "excluded: expected " + expected + ", found " + describe(found) +
                  "; correct urls and restart";
  round.add(member, Status::unavailable, member.reason);
  surroundings_.log(Level::error, "L1 endpoint " + member.endpoint.name + " " + member.reason);
  return false;
}

void Endpoints::note_success(Member& member) {
  std::lock_guard lock(mutex_);
  if (member.faults > 0)
    surroundings_.log(Level::info, "L1 endpoint " + member.endpoint.name + " serves again");
  member.faults = 0;
}

void Endpoints::note_failure(Member& member, const Session& session, const Failure& failure,
                             Round& round) {
  round.add(member, failure.status, failure.text);
  if (session.blame_ != Session::Blame::fault) return;
  std::lock_guard lock(mutex_);
  const uint64_t now = surroundings_.monotonic_ms();
  if (now < member.retry_at_ms) return;  // another call met the same fault
  const uint64_t delay =
      std::min(kBackoffMaxMs, kBackoffMinMs << std::min<uint32_t>(member.faults, 20));
  member.verified = false;
  member.retry_at_ms = now + delay;
  member.reason = failure.text;
  ++member.faults;
  surroundings_.log(Level::warning, "L1 endpoint left alone for " + std::to_string(delay) +
                                        " ms after: " + failure.text);
}

}  // namespace dovetail::plugins::ethereum
