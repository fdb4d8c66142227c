// What must hold on L1 before anything is settled: its identity, the chain's contracts, its DA
// validator.

#include "kernel/node/settle/abi.hpp"
#include "kernel/node/settle/contracts.hpp"
#include "kernel/node/settle/settler.hpp"
#include "kernel/node/settle/settler_records.hpp"

namespace dovetail::node {
namespace {

uint64_t now_s() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count());
}

Failure mend(std::string text) {
  return {Status::conflict, std::move(text)};
}

}  // namespace

Expected<void> Settler::check_identity(const sdk::L1Calls& l1, sdk::Cancel cancel) {
  auto identity = l1.identity(cancel);
  if (!identity) return identity.error();
  if (options_.development_key && identity->chain_id != kDevelopmentChainId)
    return mend("settler.development_key is a key that everybody knows, and L1 is chain " +
                std::to_string(identity->chain_id) +
                ", not a development chain (31337): set settler.keystore");
  if (options_.development_accounts && identity->chain_id != kDevelopmentChainId)
    return mend(
        "chain.development_accounts gave 10000 ETH each to ten keys that everybody knows, and L1 "
        "is "
        "chain " +
        std::to_string(identity->chain_id) +
        ", not a development chain (31337): such a chain never settles there");
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
    auto begun = chain_.database().get_record("deploy/step/0");
    if (!begun && begun.error().status != Status::not_found) return begun.error();
    if (!begun) {
      auto earlier = deployment.find_earlier(l1, sender.cancel());
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
  auto answer = l1.call(call, sender.cancel());
  if (!answer) return answer.error();
  if (answer->reverted || answer->data.size() != 64)
    return mend("no ZKChain answers at " + to_hex(call.to->view()) +
                ": check settler.contracts.chain");
  da_scheme_ = info->scheme;
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
                {},
                0};
  auto saved = chain_.database().get_record(kDaIntentRecord);
  if (!saved && saved.error().status != Status::not_found) return saved.error();
  if (saved && !saved->empty()) {
    auto decoded = decode_intent(*saved);
    if (!decoded) return decoded.error();
    if (decoded->data == intent.data) intent = std::move(*decoded);
  }
  auto progress = sender.advance(intent, l1, now_s(), [this](const Intent& now) {
    return records().put(kDaIntentRecord, encode_intent(now));
  });
  if (!progress) return progress.error();
  if (progress->state == SendState::waiting)
    return std::optional(intent.purpose + ": " + progress->text);
  if (auto cleared = records().put(kDaIntentRecord, {}); !cleared) return cleared.error();
  if (progress->state == SendState::reverted) return mend(mismatch + ": " + progress->text);
  logger_.info("{}, as this is a development L1", intent.purpose);
  return std::optional(intent.purpose + ": done");
}

}  // namespace dovetail::node
