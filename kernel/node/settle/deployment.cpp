#include "kernel/node/settle/deployment.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "kernel/node/settle/abi.hpp"
#include "kernel/node/settle/contracts.hpp"
#include "sdk/base/rlp.hpp"

namespace dovetail::node {
namespace {

constexpr size_t kStepsCount = 4;
constexpr const char* kProgressRecord = "deploy/contracts";
/// How many of the key's first nonces are searched for an earlier Bridgehub.
constexpr uint64_t kSearchedNonces = 256;

Expected<Bytes> creation_code(const std::filesystem::path& folder, const std::string& name) {
  const auto file = folder / (name + ".json");
  std::ifstream in(file);
  if (!in)
    return Failure(
        Status::not_found,
        file.string() + ": the compiled contract is missing; build the target contracts");
  std::ostringstream text;
  text << in.rdbuf();
  try {
    auto code = from_hex(std::string(boost::json::parse(text.str()).at("bytecode").as_string()));
    if (!code) return Failure(Status::corrupt, file.string() + ": bytecode: " + code.error().text);
    return code;
  } catch (const std::exception& error) {
    return Failure(Status::corrupt, file.string() + ": " + error.what());
  }
}

std::string record_of(size_t step) {
  return "deploy/step/" + std::to_string(step);
}

Bytes with_argument(Bytes code, const Hash256& word) {
  code.insert(code.end(), word.begin(), word.end());
  return code;
}

Hash256 word_of(const Address& address) {
  return U256::from_be(address.view()).to_be();
}

}  // namespace

Expected<Artifacts> Artifacts::load(const std::filesystem::path& folder) {
  Artifacts out;
  auto rollup = creation_code(folder, "RollupDAValidator");
  auto validium = creation_code(folder, "ValidiumDAValidator");
  auto bridgehub = creation_code(folder, "Bridgehub");
  auto chain = creation_code(folder, "ZKChain");
  for (const auto* code : {&rollup, &validium, &bridgehub, &chain})
    if (!*code) return code->error();
  return Artifacts{*rollup, *validium, *bridgehub, chain->size()};
}

Bytes encode_contracts(const config::Contracts& contracts) {
  Bytes payload, out;
  for (const Address* address : {&contracts.bridgehub, &contracts.chain,
                                 &contracts.rollup_validator, &contracts.validium_validator})
    rlp::append_string(payload, address->view());
  rlp::append_integer(payload, contracts.deployed_at_block);
  rlp::append_list(out, payload);
  return out;
}

Expected<config::Contracts> decode_contracts(ByteView bytes) {
  const Failure corrupt(Status::corrupt, "settler: the saved contract addresses cannot be read");
  rlp::Reader outer(bytes);
  auto fields = outer.list();
  if (!fields) return corrupt;
  config::Contracts out;
  for (Address* address :
       {&out.bridgehub, &out.chain, &out.rollup_validator, &out.validium_validator}) {
    auto value = fields->fixed<20>();
    if (!value) return corrupt;
    *address = *value;
  }
  auto block = fields->integer();
  if (!block || !fields->at_end() || !outer.at_end()) return corrupt;
  out.deployed_at_block = *block;
  return out;
}

Deployment::Step Deployment::step(size_t index, const config::Contracts& so_far) const {
  switch (index) {
    case 0:
      return {"RollupDAValidator",
              {"deploy RollupDAValidator", std::nullopt, artifacts_.rollup_validator, {}}};
    case 1:
      return {"ValidiumDAValidator",
              {"deploy ValidiumDAValidator", std::nullopt, artifacts_.validium_validator, {}}};
    case 2:
      return {"Bridgehub",
              {"deploy Bridgehub",
               std::nullopt,
               with_argument(artifacts_.bridgehub, word_of(key_.address())),
               {}}};
    default:
      break;
  }
  const Address validator = plan_.da_validator == "RollupDAValidator" ? so_far.rollup_validator
                                                                      : so_far.validium_validator;
  const auto init = abi::Tuple()
                        .address(key_.address())
                        .address(key_.address())
                        .word(plan_.genesis_state)
                        .word(program_id_none())
                        .address(validator);
  return {"ZKChain",
          {"create chain " + std::to_string(plan_.chain_id),
           so_far.bridgehub,
           abi::call("createNewChain(uint256,(address,address,bytes32,bytes32,address))",
                     abi::Tuple().word(plan_.chain_id).inlined(init)),
           {}}};
}

Expected<Address> Deployment::chain_of(const Address& bridgehub, const sdk::L1Calls& l1,
                                       sdk::Cancel cancel) const {
  const Bytes data = query_call("getZKChain(uint256)", plan_.chain_id);
  sdk::L1Call call;
  call.to = bridgehub;
  call.data = data;
  auto result = l1.call(call, cancel);
  if (!result) return result.error();
  if (result->reverted || result->data.size() != 32) return Address{};
  return Address::from(ByteView(result->data).subspan(12));
}

Expected<void> Deployment::note(size_t index, const SendProgress& progress, const sdk::L1Calls& l1,
                                sdk::Cancel cancel, config::Contracts& out) const {
  const Address& created = progress.receipt.contract_address;
  if (index == 0) {
    out.rollup_validator = created;
    out.deployed_at_block = progress.receipt.block_number;
  }
  if (index == 1) out.validium_validator = created;
  if (index == 2) out.bridgehub = created;
  if (index == 3) {
    auto chain = chain_of(out.bridgehub, l1, cancel);
    if (!chain) return chain.error();
    if (chain->is_zero())
      return Failure(Status::unavailable, "the chain's creation is confirmed, and the Bridgehub " +
                                              to_hex(out.bridgehub.view()) +
                                              " does not name the chain yet: asked again");
    out.chain = *chain;
  }
  return {};
}

Expected<DeploymentProgress> Deployment::advance(const sdk::L1Calls& l1, const L1Sender& sender,
                                                 uint64_t now_s) {
  // The record holds how many steps are done, one byte, and the addresses so far.
  size_t done = 0;
  config::Contracts contracts;
  if (auto saved = records_.get(kProgressRecord); saved && !saved->empty()) {
    auto decoded = decode_contracts(ByteView(*saved).subspan(1));
    if (!decoded) return decoded.error();
    done = std::min<size_t>((*saved)[0], kStepsCount);
    contracts = *decoded;
  } else if (!saved && saved.error().status != Status::not_found) {
    return saved.error();
  }
  if (done == kStepsCount) return DeploymentProgress{true, "deployed", contracts};

  Step current = step(done, contracts);
  auto begun = records_.get(record_of(done));
  if (!begun && begun.error().status != Status::not_found) return begun.error();
  if (begun) {
    auto intent = decode_intent(*begun);
    if (!intent) return intent.error();
    current.intent = std::move(*intent);
  }
  const auto save = [&](const Intent& intent) {
    return records_.put(record_of(done), encode_intent(intent));
  };
  auto progress = sender.advance(current.intent, l1, now_s, save);
  if (!progress) return progress.error();
  const std::string where =
      std::to_string(done + 1) + " of " + std::to_string(kStepsCount) + ", " + current.name;
  if (progress->state == SendState::reverted)
    return Failure(Status::conflict, where + ": " + progress->text);
  if (progress->state == SendState::waiting)
    return DeploymentProgress{false, where + ": " + progress->text, contracts};
  if (auto noted = note(done, *progress, l1, sender.cancel(), contracts); !noted)
    return noted.error();
  Bytes record{static_cast<uint8_t>(done + 1)};
  const Bytes encoded = encode_contracts(contracts);
  record.insert(record.end(), encoded.begin(), encoded.end());
  if (auto saved = records_.put(kProgressRecord, record); !saved) return saved.error();
  return DeploymentProgress{done + 1 == kStepsCount, where + ": done", contracts};
}

uint64_t Deployment::estimate_gas() const {
  // Creation code costs 200 gas a byte to store, 16 in calldata and 2 a word; the base of a
  // transaction is 53,000.
  const auto create = [](size_t size) { return 53'000 + 220 * static_cast<uint64_t>(size); };
  return create(artifacts_.rollup_validator.size()) + create(artifacts_.validium_validator.size()) +
         create(artifacts_.bridgehub.size()) + create(artifacts_.chain_size) + 300'000;
}

Expected<std::optional<std::pair<Address, Address>>> Deployment::find_earlier(
    const sdk::L1Calls& l1, sdk::Cancel cancel) const {
  auto account = l1.account(key_.address(), cancel);
  if (!account) return account.error();
  for (uint64_t nonce = 0; nonce < std::min(account->nonce_latest, kSearchedNonces); ++nonce) {
    const Address candidate = created_address(key_.address(), nonce);
    auto code = l1.code(candidate, cancel);
    if (!code) return code.error();
    if (code->empty()) continue;
    auto chain = chain_of(candidate, l1, cancel);
    if (!chain) return chain.error();
    if (!chain->is_zero()) return std::optional(std::pair(candidate, *chain));
  }
  return std::optional<std::pair<Address, Address>>();
}

}  // namespace dovetail::node
