#include "kernel/node/settle/settler.hpp"

#include <algorithm>

#include "kernel/node/settle/abi.hpp"
#include "kernel/node/settle/contracts.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

constexpr const char* kIdentityRecord = "l1/identity";
constexpr const char* kContractsRecord = "l1/contracts";
constexpr const char* kDaIntentRecord = "settle/da_validator";

std::string intent_record(uint64_t batch) {
  return "settle/intent/" + std::to_string(batch);
}
std::string receipt_record(uint64_t batch) {
  return "settle/receipt/" + std::to_string(batch);
}

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

/// Where on L1 a commit lies: block number and hash.
Bytes encode_place(const sdk::L1Receipt& receipt) {
  Bytes out(8);
  store_be64(out.data(), receipt.block_number);
  out.insert(out.end(), receipt.block_hash.begin(), receipt.block_hash.end());
  return out;
}

std::optional<sdk::L1Receipt> decode_place(ByteView bytes) {
  if (bytes.size() != 40) return std::nullopt;
  sdk::L1Receipt out;
  out.block_number = load_be64(bytes.data());
  out.block_hash = Hash256::from(bytes.subspan(8));
  return out;
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

Failure mend(std::string text) {
  return {Status::conflict, std::move(text)};
}

}  // namespace

Settler::Settler(Chain& chain, plugin::Registry& plugins, std::optional<SigningKey> key,
                 spdlog::logger& logger, SettlerOptions options)
    : chain_(chain),
      plugins_(plugins),
      key_(std::move(key)),
      logger_(logger),
      options_(std::move(options)) {
  if (key_) status_.address = key_->address();
  if (auto loaded = load(); !loaded) status_ = {false, loaded.error().text, 0, 0, 0, {}, {}, {}};
  thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

Settler::~Settler() = default;

SettlerStatus Settler::status() const {
  std::lock_guard lock(mutex_);
  return status_;
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
  const uint64_t committed = status().committed;
  return last && *last && **last > committed ? **last - committed : 0;
}

Expected<void> Settler::load() {
  auto& database = chain_.database();
  if (auto identity = database.get_record(kIdentityRecord); identity && identity->size() == 40)
    status_.l1_chain_id = load_be64(identity->data());
  if (options_.contracts) {
    status_.contracts = options_.contracts;
  } else if (auto saved = database.get_record(kContractsRecord); saved) {
    auto contracts = decode_contracts(*saved);
    if (!contracts) return contracts.error();
    status_.contracts = *contracts;
  }
  auto last = database.last_batch();
  if (!last) return last.error();
  for (committed_ = last->value_or(0); committed_ > 0; --committed_) {
    auto batch = database.batch(committed_);
    if (!batch) return batch.error();
    if (batch->status >= state::BatchStatus::committed) break;
  }
  status_.committed = committed_;
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
    if (auto lease = plugins_.acquire<dovetail_l1_v1>(); !lease) {
      report(lease.error());
    } else {
      if (lease->info().number != l1_generation_) l1_checked_ = false;
      l1_generation_ = lease->info().number;
      report(step(sdk::L1Calls(lease->interface(), lease->instance())));
    }
    std::chrono::milliseconds poll;
    {
      std::lock_guard lock(mutex_);
      poll = options_.poll;
    }
    std::unique_lock lock(idle);
    wake.wait_for(lock, stop, poll, [] { return false; });
  }
}

void Settler::report(const Expected<std::string>& outcome) {
  std::lock_guard lock(mutex_);
  status_.healthy = static_cast<bool>(outcome);
  status_.text = outcome ? *outcome : outcome.error().text;
  status_.committed = committed_;
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

Expected<std::string> Settler::step(const sdk::L1Calls& l1) {
  if (!l1_checked_) {
    if (auto checked = check_identity(l1); !checked) return checked.error();
    l1_checked_ = true;
  }
  if (!key_)
    return mend(
        "there is no key to settle with: set settler.keystore and settler.password, "
        "settler.private_key or, on a "
        "development L1, settler.development_key");
  SenderLimits limits;
  {
    std::lock_guard lock(mutex_);
    limits = options_.sender;
  }
  if (auto account = l1.account(key_->address()); account) {
    std::lock_guard lock(mutex_);
    status_.balance = account->balance;
  }
  const L1Sender sender(*key_, settlement_chain_id(), limits);
  auto waits = ensure_contracts(l1, sender);
  if (!waits) return waits.error();
  if (*waits) return **waits;
  waits = ensure_da(l1, sender);
  if (!waits) return waits.error();
  if (*waits) return **waits;
  if (auto followed = follow_reorganisations(l1); !followed) return followed.error();
  for (;;) {
    auto last = chain_.database().last_batch();
    if (!last) return last.error();
    if (committed_ >= last->value_or(0)) break;
    const uint64_t before = committed_;
    auto text = settle(committed_ + 1, l1, sender);
    if (!text) return text.error();
    if (committed_ == before) return text;
  }
  std::lock_guard lock(mutex_);
  status_.working_on = 0;
  return std::string("every sealed batch is committed; proving is not part of this version");
}

Expected<void> Settler::check_identity(const sdk::L1Calls& l1) {
  auto identity = l1.identity();
  if (!identity) return identity.error();
  if (options_.development_key && identity->chain_id != kDevelopmentChainId)
    return mend("settler.development_key is a key that everybody knows, and L1 is chain " +
                std::to_string(identity->chain_id) +
                ", not a development chain (31337): set settler.keystore");
  Bytes now(8);
  store_be64(now.data(), identity->chain_id);
  now.insert(now.end(), identity->genesis_hash.begin(), identity->genesis_hash.end());
  auto known = chain_.database().get_record(kIdentityRecord);
  if (!known && known.error().status != Status::not_found) return known.error();
  if (known && !known->empty() && *known != now)
    return mend("this data directory settles on L1 chain " +
                std::to_string(load_be64(known->data())) + " with genesis " +
                to_hex(ByteView(*known).subspan(8)) + ", but the endpoint is chain " +
                std::to_string(identity->chain_id) + " with genesis " +
                to_hex(identity->genesis_hash.view()) +
                ": set the right plugins.l1.config.urls, or use another data directory");
  if (!known || known->empty()) {
    const state::NamedRecord record{kIdentityRecord, now};
    if (auto put = chain_.database().put_records({&record, 1}); !put) return put;
    logger_.info("settling on L1 chain {}", identity->chain_id);
  }
  std::lock_guard lock(mutex_);
  status_.l1_chain_id = identity->chain_id;
  return {};
}

Expected<std::optional<std::string>> Settler::ensure_contracts(const sdk::L1Calls& l1,
                                                               const L1Sender& sender) {
  if (status().contracts) return std::optional<std::string>();
  if (settlement_chain_id() != kDevelopmentChainId)
    return mend("the chain has no contracts on L1 chain " + std::to_string(settlement_chain_id()) +
                ": run `dovetail chain deploy`, which shows the cost and asks first, or set "
                "settler.contracts");
  if (!deployment_) {
    auto artifacts = Artifacts::load(options_.artifacts);
    if (!artifacts) return artifacts.error();
    auto genesis = chain_.database().batch(0);
    if (!genesis) return genesis.error();
    auto lease = plugins_.acquire<dovetail_da_v1>();
    if (!lease) return lease.error();
    auto info = sdk::DaCalls(lease->interface(), lease->instance()).info();
    if (!info) return info.error();
    Deployment deployment({chain_.parameters().id, genesis->state_after, info->l1_validator},
                          *artifacts, *key_, records());
    if (!chain_.database().get_record("deploy/step/0")) {
      auto earlier = deployment.find_earlier(l1);
      if (!earlier) return earlier.error();
      if (*earlier)
        return mend("chain " + std::to_string(chain_.parameters().id) +
                    " exists on this L1 already, at " + to_hex((*earlier)->second.view()) +
                    ", and this data directory does not know it: use the data "
                    "directory that it was made with, another chain.id, or a new L1");
    }
    deployment_.emplace(std::move(deployment));
  }
  auto progress = deployment_->advance(l1, sender, now_s());
  if (!progress) return progress.error();
  if (!progress->done) return std::optional("deploying contracts, " + progress->text);
  const state::NamedRecord record{kContractsRecord, encode_contracts(progress->contracts)};
  if (auto put = chain_.database().put_records({&record, 1}); !put) return put.error();
  logger_.info("contracts deployed: Bridgehub {}, ZKChain {}",
               to_hex(progress->contracts.bridgehub.view()),
               to_hex(progress->contracts.chain.view()));
  std::lock_guard lock(mutex_);
  status_.contracts = progress->contracts;
  return std::optional<std::string>();
}

Expected<Hash256> Settler::query(const sdk::L1Calls& l1, ByteView calldata) {
  sdk::L1Call call;
  call.to = status().contracts->chain;
  call.data = calldata;
  auto result = l1.call(call);
  if (!result) return result.error();
  if (result->reverted || result->data.size() < 32)
    return mend("no ZKChain answers at " + to_hex(call.to->view()) + " on L1 chain " +
                std::to_string(settlement_chain_id()) + ": check settler.contracts.chain");
  return Hash256::from(ByteView(result->data));
}

Expected<std::optional<std::string>> Settler::ensure_da(const sdk::L1Calls& l1,
                                                        const L1Sender& sender) {
  auto lease = plugins_.acquire<dovetail_da_v1>();
  if (!lease) return lease.error();
  if (da_checked_ && lease->info().number == da_generation_) return std::optional<std::string>();
  auto info = sdk::DaCalls(lease->interface(), lease->instance()).info();
  if (!info) return info.error();
  const Bytes ask = query_call("getDAValidator()");
  sdk::L1Call call;
  call.to = status().contracts->chain;
  call.data = ask;
  auto answer = l1.call(call);
  if (!answer) return answer.error();
  if (answer->reverted || answer->data.size() != 64)
    return mend("no ZKChain answers at " + to_hex(call.to->view()) +
                ": check settler.contracts.chain");
  const U256 scheme = U256::from_be(abi::word_at(answer->data, 1).view());
  if (scheme == U256(info->scheme)) {
    da_checked_ = true;
    da_generation_ = lease->info().number;
    return std::optional<std::string>();
  }
  const std::string mismatch = "L1 expects DA scheme " + to_decimal(scheme) +
                               " of this chain, and " + lease->info().id + " gives " +
                               std::to_string(info->scheme) + " (" + info->l1_validator + ")";
  if (settlement_chain_id() != kDevelopmentChainId)
    return mend(mismatch +
                ": set plugins.da to what the chain has, or let its admin call setDAValidator");
  const auto contracts = *status().contracts;
  const Address validator = info->l1_validator == "RollupDAValidator"
                                ? contracts.rollup_validator
                                : contracts.validium_validator;
  Intent intent{"set the DA validator to " + info->l1_validator,
                contracts.chain,
                abi::call("setDAValidator(address)", abi::Tuple().address(validator)),
                {}};
  if (auto saved = chain_.database().get_record(kDaIntentRecord); saved && !saved->empty())
    if (auto decoded = decode_intent(*saved); decoded && decoded->data == intent.data)
      intent = *decoded;
  auto progress = sender.advance(intent, l1, now_s(), [this](const Intent& now) {
    return records().put(kDaIntentRecord, encode_intent(now));
  });
  if (!progress) return progress.error();
  if (progress->state == SendState::reverted) return mend(mismatch + ": " + progress->text);
  if (progress->state == SendState::waiting)
    return std::optional(intent.purpose + ": " + progress->text);
  if (auto cleared = records().put(kDaIntentRecord, {}); !cleared) return cleared.error();
  logger_.info("{}, as this is a development L1", intent.purpose);
  return std::optional(intent.purpose + ": done");
}

Expected<bool> Settler::l1_has(const state::BatchRecord& batch, const sdk::L1Calls& l1) {
  auto total = query(l1, query_call("totalBatchesCommitted()"));
  if (!total) return total.error();
  if (U256::from_be(total->view()) < U256(batch.number)) return false;
  auto stored = query(l1, query_call("storedBatchHash(uint256)", batch.number));
  if (!stored) return stored.error();
  if (*stored == stored_batch_hash(batch.number, batch.state_after, batch.output)) return true;
  return mend(
      "L1 holds another batch " + std::to_string(batch.number) + " of this chain (stored hash " +
      to_hex(stored->view()) +
      "): this data directory is older than the chain, or a second node settles it. Stop one "
      "of them, or restore the newer data directory");
}

Expected<void> Settler::follow_reorganisations(const sdk::L1Calls& l1) {
  // The newest commit that still stands holds up all before it: each commit needs its predecessor.
  uint64_t standing = committed_;
  for (; standing > 0; --standing) {
    auto saved = chain_.database().get_record(receipt_record(standing));
    if (!saved && saved.error().status != Status::not_found) return saved.error();
    const auto place = saved ? decode_place(*saved) : std::nullopt;
    if (!place) break;  // found on L1 without a receipt of ours: L1's own totals were checked
    auto there = L1Sender::still_there(*place, l1);
    if (!there) return there.error();
    if (*there) break;
  }
  for (; committed_ > standing; --committed_) {
    auto batch = chain_.database().batch(committed_);
    if (!batch) return batch.error();
    logger_.warn("L1 reorganised: the commit of batch {} is gone, it is sent again", committed_);
    if (auto set = set_status(*batch, state::BatchStatus::committing); !set) return set;
  }
  return {};
}

Expected<void> Settler::set_status(state::BatchRecord& batch, state::BatchStatus status,
                                   std::vector<state::NamedRecord> records) {
  batch.status = status;
  if (auto written = chain_.database().update_batch(batch, records); !written) return written;
  const bool committed = status >= state::BatchStatus::committed;
  uint64_t safe = chain_.database().heads().safe;
  if (committed) {
    safe = std::max(safe, batch.output.last_block);
  } else if (status == state::BatchStatus::committing) {
    safe = std::min(safe, batch.output.first_block - 1);
  }
  if (auto moved = chain_.database().set_heads(safe, chain_.database().heads().finalized); !moved)
    return moved;
  chain_.events().batch.raise(batch.number);
  return {};
}

Expected<std::string> Settler::settle(uint64_t number, const sdk::L1Calls& l1,
                                      const L1Sender& sender) {
  {
    std::lock_guard lock(mutex_);
    status_.working_on = number;
  }
  auto batch = chain_.database().batch(number);
  if (!batch) return batch.error();
  if (batch->status == state::BatchStatus::sealed)
    if (auto published = publish(*batch); !published) return published.error();
  return commit(*batch, l1, sender);
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
  return set_status(batch, state::BatchStatus::published);
}

Expected<std::string> Settler::commit(state::BatchRecord& batch, const sdk::L1Calls& l1,
                                      const L1Sender& sender) {
  const std::string name = "batch " + std::to_string(batch.number) + ": ";
  auto before = chain_.database().batch(batch.number - 1);
  if (!before) return before.error();
  Intent intent{"commit batch " + std::to_string(batch.number),
                status().contracts->chain,
                commit_call(*before, batch),
                {}};
  if (auto saved = chain_.database().get_record(intent_record(batch.number));
      saved && !saved->empty()) {
    auto decoded = decode_intent(*saved);
    if (!decoded) return decoded.error();
    intent.attempts = decoded->attempts;
  }
  if (intent.attempts.empty()) {
    auto has = l1_has(batch, l1);
    if (!has) return has.error();
    if (*has) {
      if (auto marked = mark_committed(batch, {}); !marked) return marked.error();
      return name + "L1 has it already";
    }
  }
  const auto save = [&](const Intent& now) {
    batch.commit_attempts = static_cast<uint32_t>(now.attempts.size());
    batch.commit_tx = now.attempts.empty() ? Hash256{} : now.attempts.back().hash;
    return set_status(batch, state::BatchStatus::committing,
                      {{intent_record(batch.number), encode_intent(now)}});
  };
  auto progress = sender.advance(intent, l1, now_s(), save);
  if (!progress) return progress.error();
  if (progress->state == SendState::waiting) return name + progress->text;
  if (progress->state == SendState::confirmed) {
    if (auto marked = mark_committed(batch, *progress); !marked) return marked.error();
    return name + "committed";
  }
  auto has = l1_has(batch, l1);
  if (!has) return has.error();
  if (*has) {
    if (auto marked = mark_committed(batch, {}); !marked) return marked.error();
    return name + "L1 has it already";
  }
  intent.attempts.clear();
  if (auto saved = save(intent); !saved) return saved.error();
  return mend(name + progress->text);
}

Expected<void> Settler::mark_committed(state::BatchRecord& batch, const SendProgress& progress) {
  std::vector<state::NamedRecord> records;
  if (progress.state == SendState::confirmed) {
    batch.commit_tx = progress.hash;
    records.push_back({receipt_record(batch.number), encode_place(progress.receipt)});
    logger_.info("batch {} committed in L1 block {}: transaction {}, {} gas", batch.number,
                 progress.receipt.block_number, to_hex(progress.hash.view()),
                 progress.receipt.gas_used);
  } else {
    logger_.info("batch {} committed: L1 has it already", batch.number);
  }
  if (auto set = set_status(batch, state::BatchStatus::committed, std::move(records)); !set)
    return set;
  committed_ = batch.number;
  std::lock_guard lock(mutex_);
  status_.committed = committed_;
  return {};
}

}  // namespace dovetail::node
