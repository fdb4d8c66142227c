#include "kernel/node/settle/settler.hpp"

#include <algorithm>

#include "kernel/node/settle/settler_records.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

/// Equal for every try at the same batch with the same bytes.
Hash256 publish_key(uint64_t chain_id, const state::BatchRecord& batch, ByteView bytes) {
  Keccak256 hash;
  hash.update(U256(chain_id).to_be().view());
  hash.update(U256(batch.number).to_be().view());
  hash.update(bytes);
  return hash.finish();
}

state::PluginUse use_of(const plugin::GenerationInfo& info) {
  return {info.id, info.version, info.sha256};
}

}  // namespace

Settler::Settler(Chain& chain, plugin::Registry& plugins, std::optional<SigningKey> key,
                 spdlog::logger& logger, SettlerOptions options)
    : chain_(chain),
      plugins_(plugins),
      key_(std::move(key)),
      logger_(logger),
      options_(std::move(options)),
      committer_(chain, [this](state::BatchRecord& batch) { return publish(batch); }, logger) {
  if (key_) status_.address = key_->address();
  if (auto loaded = load(); !loaded) report(loaded.error());
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Settler::~Settler() = default;

SettlerStatus Settler::status() const {
  std::lock_guard lock(mutex_);
  SettlerStatus out = status_;
  out.committed = committer_.committed();
  return out;
}

uint64_t Settler::settlement_chain_id() const {
  std::lock_guard lock(mutex_);
  return status_.l1_chain_id;
}

void Settler::set_limits(const SenderLimits& limits, std::chrono::milliseconds poll) {
  std::lock_guard lock(mutex_);
  options_.sender = limits;
  options_.poll = poll;
}

uint64_t Settler::backlog() const {
  auto last = chain_.database().last_batch();
  const uint64_t committed = committer_.committed();
  return last && *last && **last > committed ? **last - committed : 0;
}

Expected<void> Settler::load() {
  auto& database = chain_.database();
  auto identity = database.get_record(kIdentityRecord);
  if (!identity && identity.error().status != Status::not_found) return identity.error();
  auto saved = database.get_record(kContractsRecord);
  if (!saved && saved.error().status != Status::not_found) return saved.error();
  std::optional<config::Contracts> contracts = options_.contracts;
  if (!contracts && saved) {
    auto decoded = decode_contracts(*saved);
    if (!decoded) return decoded.error();
    contracts = *decoded;
  }
  if (auto loaded = committer_.load(); !loaded) return loaded;
  std::lock_guard lock(mutex_);
  if (identity && identity->size() == 40) status_.l1_chain_id = load_be64(identity->data());
  status_.contracts = contracts;
  loaded_ = true;
  return {};
}

RecordStore Settler::records() {
  return {[this](const std::string& name, Bytes value) {
            const state::NamedRecord record{name, std::move(value)};
            return chain_.database().put_records({&record, 1});
          },
          [this](const std::string& name) { return chain_.database().get_record(name); }};
}

void Settler::run(std::stop_token stop) {
  std::mutex idle;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    auto outcome = round(stop);
    if (stop.stop_requested()) return;  // what was cut off is no trouble
    report(outcome);
    std::chrono::milliseconds poll;
    {
      std::lock_guard lock(mutex_);
      poll = options_.poll;
    }
    std::unique_lock lock(idle);
    wake.wait_for(lock, stop, poll, [] { return false; });
  }
}

Expected<std::string> Settler::round(const std::stop_token& stop) {
  if (!loaded_)
    if (auto loaded = load(); !loaded) return loaded.error();
  auto lease = plugins_.acquire<dovetail_l1_v1>();
  if (!lease) return lease.error();
  if (lease->info().number != l1_generation_) l1_checked_ = false;
  l1_generation_ = lease->info().number;
  return step(sdk::L1Calls(lease->interface(), lease->instance()), stop);
}

void Settler::report(const Expected<std::string>& outcome) {
  std::lock_guard lock(mutex_);
  status_.healthy = static_cast<bool>(outcome);
  status_.text = outcome ? *outcome : outcome.error().text;
  // One line per change of what is wrong; what goes well is in the status line and the batches' own
  // lines.
  const std::string said = outcome ? "" : outcome.error().text;
  if (said != last_said_) {
    if (!said.empty())
      logger_.warn("settler: {}", said);
    else
      logger_.info("settler: settling again");
  }
  last_said_ = said;
}

Expected<std::string> Settler::step(const sdk::L1Calls& l1, const std::stop_token& stop) {
  const sdk::StopCancel cancel(stop);
  if (!l1_checked_)
    if (auto checked = check_identity(l1, cancel); !checked) return checked.error();
  if (!key_)
    return Failure(Status::conflict,
                   "there is no key to settle with: set settler.keystore and settler.password, "
                   "settler.private_key or, on a development L1, settler.development_key");
  SenderLimits limits;
  {
    std::lock_guard lock(mutex_);
    limits = options_.sender;
  }
  if (auto account = l1.account(key_->address(), cancel); account) {
    std::lock_guard lock(mutex_);
    status_.balance = account->balance;
  }
  const L1Sender sender(*key_, settlement_chain_id(), limits, cancel);
  auto waits = ensure_contracts(l1, sender);
  if (!waits) return waits.error();
  if (*waits) return **waits;
  waits = ensure_da(l1, sender);
  if (!waits) return waits.error();
  if (*waits) return **waits;
  const CommitTarget target{status().contracts->chain, da_scheme_};
  if (!l1_checked_)
    if (auto checked = committer_.check_not_behind(target, l1, cancel); !checked)
      return checked.error();
  l1_checked_ = true;
  if (auto followed = committer_.follow_reorganisations(target, l1, cancel); !followed)
    return followed.error();
  return settle(target, l1, sender, stop);
}

Expected<std::string> Settler::settle(const CommitTarget& target, const sdk::L1Calls& l1,
                                      const L1Sender& sender, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto last = chain_.database().last_batch();
    if (!last) return last.error();
    const uint64_t before = committer_.committed();
    const bool settled = before >= last->value_or(0);
    {
      std::lock_guard lock(mutex_);
      status_.working_on = settled ? 0 : before + 1;
    }
    if (settled) break;
    auto text = committer_.advance(target, l1, sender, now_s());
    // A refusal may mean that somebody changed the chain's DA validator.
    if (!text && text.error().status == Status::conflict) da_checked_ = false;
    if (!text || committer_.committed() == before) return text;
  }
  return std::string("every sealed batch is committed; proving is not part of this version");
}

Expected<void> Settler::publish(state::BatchRecord& batch) {
  auto pubdata = chain_.database().batch_pubdata(batch.number);
  if (!pubdata) return pubdata.error();
  auto da = plugins_.acquire<dovetail_da_v1>();
  if (!da) return da.error();
  auto compressor = plugins_.acquire<dovetail_compressor_v1>();
  if (!compressor) return compressor.error();
  const sdk::DaCalls calls(da->interface(), da->instance());
  auto info = calls.info();
  if (!info) return info.error();
  const sdk::CompressorCalls packer(compressor->interface(), compressor->instance());
  if (pubdata->size() > info->size_max)
    return Failure(Status::conflict,
                   "batch " + std::to_string(batch.number) + " has " +
                       std::to_string(pubdata->size()) + " bytes of pubdata and " + da->info().id +
                       " takes " + std::to_string(info->size_max) +
                       ": choose a DA plugin that takes it, and lower batch.pubdata_bytes_max");
  Bytes posted = *pubdata;
  if (auto packed = packer.encode(*pubdata, info->size_max);
      packed && packer.codec_id() == 0 && *packed == *pubdata) {
    posted = std::move(*packed);
  } else {
    logger_.warn(
        "batch {}: {} did not give what codec 0 decodes to the same bytes ({}): codec none is used",
        batch.number, compressor->info().id, packed ? "other bytes" : packed.error().text);
  }
  sdk::DaBatch request{
      chain_.parameters().id, batch.number, publish_key(chain_.parameters().id, batch, posted), {}};
  request.streams.push_back({0, posted});
  auto receipt = calls.publish(request);
  if (!receipt) return Failure(receipt.error().status, da->info().id + ": " + receipt.error().text);
  batch.output.da_scheme = static_cast<uint8_t>(info->scheme);
  batch.output.da_commitment = receipt->commitment;
  batch.da_l1_input = std::move(receipt->l1_input);
  batch.da_receipt = std::move(receipt->receipt);
  batch.plugins = {use_of(da->info()), use_of(compressor->info())};
  return {};
}

}  // namespace dovetail::node
