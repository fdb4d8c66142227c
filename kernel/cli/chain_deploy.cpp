// dovetail chain deploy: the chain's contracts on L1, once, after showing what it costs.
//
// Each transaction is saved before it is sent, in the data directory: an interrupted deployment
// goes on where it was. What would deploy a chain a second time is refused: addresses in the
// configuration, or a Bridgehub of the same key that has the chain.

#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>
#include <thread>

#include "kernel/cli/assembly.hpp"
#include "kernel/cli/logging.hpp"
#include "kernel/host/config/write_addresses.hpp"
#include "kernel/node/node.hpp"
#include "kernel/node/settle/settler.hpp"
#include "sdk/cpp/calls.hpp"

namespace dovetail::cli {
namespace {

namespace json = boost::json;

/// L1 blocks whose fees are looked at.
constexpr uint32_t kFeeBlocks = 20;

struct Offer {
  uint64_t l1_chain_id = 0;
  Address settler;
  U256 balance;  ///< wei
  uint64_t gas = 0;
  U256 fee;  ///< wei per gas: next base fee and tip
  U256 cost() const { return U256(gas) * fee; }
};

/// Decimal ETH with six places.
std::string eth(const U256& wei) {
  std::string digits = to_decimal(wei / U256(1'000'000'000'000ULL));
  if (digits.size() < 7) digits.insert(0, 7 - digits.size(), '0');
  return digits.substr(0, digits.size() - 6) + "." + digits.substr(digits.size() - 6);
}

void show(const Offer& offer, uint64_t chain_id) {
  std::cout << "Chain " << chain_id << " on L1 chain " << offer.l1_chain_id << ":\n"
            << "  settler   " << config::to_checksum(offer.settler) << "\n"
            << "  balance   " << eth(offer.balance) << " ETH\n"
            << "  gas       " << offer.gas << " at most, in 4 transactions\n"
            << "  fee       " << to_decimal(offer.fee) << " wei per gas now\n"
            << "  cost      " << eth(offer.cost()) << " ETH at most at that fee\n";
}

bool confirmed() {
  std::cout << "Deploy? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

node::RecordStore records_of(state::Database& database) {
  return {[&database](const std::string& name, Bytes value) {
            const state::NamedRecord record{name, std::move(value)};
            return database.put_records({&record, 1});
          },
          [&database](const std::string& name) { return database.get_record(name); }};
}

class Deployer {
 public:
  Deployer(const config::LoadedConfig& config, OpenChain& chain, SigningKey key)
      : config_(config), chain_(chain), key_(std::move(key)) {}

  Expected<void> prepare();
  Expected<Offer> offer() const;
  Expected<config::Contracts> deploy();

 private:
  Expected<node::DeploymentPlan> plan() const;
  Expected<void> refuse_second();
  node::L1Sender sender() const;
  sdk::L1Calls l1() const { return {l1_.interface(), l1_.instance()}; }

  const config::LoadedConfig& config_;
  OpenChain& chain_;
  const SigningKey key_;
  plugin::Lease<dovetail_l1_v1> l1_;
  uint64_t l1_chain_id_ = 0;
  std::optional<node::Deployment> deployment_;
};

Expected<node::DeploymentPlan> Deployer::plan() const {
  auto da = chain_.plugins->acquire<dovetail_da_v1>();
  if (!da) return da.error();
  auto info = sdk::DaCalls(da->interface(), da->instance()).info();
  if (!info) return info.error();
  auto genesis = chain_.database->batch(0);
  if (!genesis) return genesis.error();
  return node::DeploymentPlan{config_.settings.chain.id, genesis->state_after, info->l1_validator};
}

Expected<void> Deployer::prepare() {
  auto lease = chain_.plugins->acquire<dovetail_l1_v1>();
  if (!lease) return lease.error();
  l1_ = std::move(*lease);
  auto identity = l1().identity();
  if (!identity) return Failure(identity.error().status, "L1: " + identity.error().text);
  l1_chain_id_ = identity->chain_id;
  if (config_.settings.settler.development_key && l1_chain_id_ != node::kDevelopmentChainId)
    return Failure(Status::conflict,
                   "settler.development_key is a key that everybody knows, and L1 "
                   "is chain " +
                       std::to_string(l1_chain_id_) + ": set settler.keystore");
  if (config_.settings.chain.development_accounts && l1_chain_id_ != node::kDevelopmentChainId)
    return Failure(
        Status::conflict,
        "chain.development_accounts gives 10000 ETH each to ten keys that everybody knows, "
        "and L1 is chain " +
            std::to_string(l1_chain_id_) + ": remove it, and use another data directory");
  auto artifacts = node::Artifacts::load(contract_artifacts());
  if (!artifacts) return artifacts.error();
  auto planned = plan();
  if (!planned) return planned.error();
  deployment_.emplace(std::move(*planned), std::move(*artifacts), key_,
                      records_of(*chain_.database));
  return refuse_second();
}

Expected<void> Deployer::refuse_second() {
  if (chain_.database->get_record("deploy/step/0")) return {};
  auto earlier = deployment_->find_earlier(l1());
  if (!earlier) return earlier.error();
  if (!*earlier) return {};
  return Failure(
      Status::conflict,
      "chain " + std::to_string(config_.settings.chain.id) +
          " exists on this L1 already, "
          "at " +
          config::to_checksum((*earlier)->second) + " under the Bridgehub " +
          config::to_checksum((*earlier)->first) +
          ", and this data directory does not know it: use the data directory that it was "
          "made with, or another chain.id");
}

Expected<Offer> Deployer::offer() const {
  auto account = l1().account(key_.address());
  if (!account) return account.error();
  auto fees = l1().fees(kFeeBlocks);
  if (!fees) return fees.error();
  return Offer{l1_chain_id_, key_.address(), account->balance, deployment_->estimate_gas(),
               fees->base_fee_next + fees->priority_fee};
}

node::L1Sender Deployer::sender() const {
  const auto& settler = config_.settings.settler;
  node::SenderLimits limits;
  limits.max_fee_cap = U256(settler.max_fee_gwei) * U256(1'000'000'000);
  limits.bump_percent = settler.bump_percent;
  limits.bump_after_s = settler.bump_after_s;
  limits.confirmations = settler.confirmations;
  return {key_, l1_chain_id_, limits};
}

Expected<config::Contracts> Deployer::deploy() {
  const auto how = sender();
  std::string said;
  for (;;) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    auto progress = deployment_->advance(l1(), how, static_cast<uint64_t>(now.count()));
    const bool may_wait = !progress && progress.error().status == Status::unavailable;
    if (!progress && !may_wait) return progress.error();
    const std::string text = progress ? progress->text : "L1: " + progress.error().text;
    if (text != said) std::cout << text << std::endl;
    said = text;
    if (progress && progress->done) return progress->contracts;
    std::this_thread::sleep_for(std::chrono::milliseconds(config_.settings.settler.poll_ms));
  }
}

json::object contracts_json(const config::Contracts& contracts) {
  return {{"bridgehub", config::to_checksum(contracts.bridgehub)},
          {"chain", config::to_checksum(contracts.chain)},
          {"rollup_validator", config::to_checksum(contracts.rollup_validator)},
          {"validium_validator", config::to_checksum(contracts.validium_validator)},
          {"deployed_at_block", contracts.deployed_at_block}};
}

int deploy(const config::LoadedConfig& config, OpenChain& chain, SigningKey key, bool yes) {
  Deployer deployer(config, chain, std::move(key));
  if (auto prepared = deployer.prepare(); !prepared) return fail(prepared.error().text);
  const auto offer = deployer.offer();
  if (!offer) return fail("L1: " + offer.error().text);
  show(*offer, config.settings.chain.id);
  if (offer->balance < offer->cost())
    return fail("the settler's balance does not cover it: send at least " +
                eth(offer->cost() - offer->balance) + " ETH to " +
                config::to_checksum(offer->settler));
  if (!yes && !confirmed()) return fail("not deployed; nothing was sent");
  const auto contracts = deployer.deploy();
  if (!contracts) return fail(contracts.error().text);
  std::cout << json::serialize(contracts_json(*contracts)) << "\n";
  if (auto written = config::write_addresses(config.file, *contracts); !written)
    return fail(written.error().text +
                "\nThe contracts are deployed; put the addresses above under "
                "settler.contracts yourself");
  std::cout << config.file << ": settler.contracts written\n";
  return kOk;
}

}  // namespace

int chain_deploy(const Arguments& arguments) {
  Usage usage;
  usage.synopsis = "dovetail chain deploy [--config FILE] [--data-dir DIR] [--yes] [--unlocked]";
  usage.text =
      "Puts the chain's contracts on L1 with the settler's key: shows address, balance and cost, "
      "asks,\n"
      "sends four transactions and writes the addresses into the configuration. Interrupted, it "
      "goes\n"
      "on where it was. A chain that has contracts is never deployed again. The node must not run.";
  usage.examples = "  dovetail chain deploy --config configs/rollup.yaml\n";
  add_config_options(usage.options);
  usage.options.add_options()("yes,y", "do not ask")(
      "unlocked", "load plugins that are not in dovetail.lock: for development");
  const Parsed parsed = parse(usage, arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  const auto loaded = load(parsed);
  if (!loaded.config) return loaded.exit_code;
  const auto& settler = loaded.config->settings.settler;
  if (settler.contracts)
    return fail(
        "settler.contracts is set already, ZKChain at " +
        config::to_checksum(settler.contracts->chain) +
        ": the chain is deployed, and never is again, not even after its data directory was lost");
  auto key = node::settler_key(settler);
  if (!key) return fail(key.error().text);
  if (!*key)
    return fail("there is no key to deploy with: set settler.keystore and settler.password",
                kConfiguration);
  Console console;
  const ChainOptions options{parsed.has("unlocked"), {plugin::Kind::l1, plugin::Kind::da}};
  auto chain = open(*loaded.config, options, make_logger(console, loaded.config->settings.log));
  if (!chain) return fail(chain.error().text);
  return deploy(*loaded.config, *chain, std::move(**key), parsed.has("yes"));
}

}  // namespace dovetail::cli
