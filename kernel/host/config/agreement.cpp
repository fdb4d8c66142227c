#include "kernel/host/config/agreement.hpp"

#include <algorithm>
#include <set>

#include "kernel/host/config/scalar.hpp"
#include "kernel/host/config/schema.hpp"

namespace dovetail::config {
namespace {

const Node* at_path(const Node& root, std::string_view path) {
  const Node* node = &root;
  for (const std::string& piece : split(path, ".")) {
    node = node->find(piece);
    if (node == nullptr) return nullptr;
  }
  return node;
}

bool is_true(const Node* node) {
  return node != nullptr && node->text == "true";
}

void agree_on_fee_collector(Node& root, Diagnostics& out) {
  Node* chain = root.find("chain");
  if (chain == nullptr || chain->find("fee_collector") != nullptr) return;
  if (is_true(chain->find("development_accounts"))) {
    Member member{"fee_collector", {}, Node::scalar(std::string(kDevelopmentFeeCollector))};
    chain->members.insert(
        chain->members.begin() + static_cast<long>(std::min<size_t>(2, chain->members.size())),
        std::move(member));
    return;
  }
  out.push_back(diagnose(
      chain->source, chain->at, 1,
      "missing key 'chain.fee_collector': the address that receives the fees; only a chain with "
      "development_accounts: true has a default"));
}

void agree_on_one_key(const Node& root, Diagnostics& out) {
  const Node* keystore = at_path(root, "settler.keystore");
  const Node* key = at_path(root, "settler.private_key");
  const Node* development = at_path(root, "settler.development_key");
  const Node* given[] = {keystore, key, is_true(development) ? development : nullptr};
  const Node* first = nullptr;
  for (const Node* node : given) {
    if (node == nullptr) continue;
    if (first != nullptr)
      out.push_back(error_at(*node,
                             "expected one of settler.keystore, settler.private_key and "
                             "settler.development_key, found two: remove one"));
    first = node;
  }
  if (keystore != nullptr && at_path(root, "settler.password") == nullptr)
    out.push_back(error_at(
        *keystore, "settler.keystore needs settler.password: write ${env:NAME} or ${file:PATH}"));
}

void agree_on_gas(const Node& root, Diagnostics& out) {
  const Node* batch = at_path(root, "batch.gas_max");
  const Node* block = at_path(root, "sequencer.block_gas_max");
  if (batch == nullptr || block == nullptr) return;
  const auto batch_max = parse_integer(batch->text), block_max = parse_integer(block->text);
  if (!batch_max || !block_max || *batch_max >= *block_max) return;
  const Node& wrong = batch->source ? *batch : *block;
  out.push_back(error_at(wrong, "batch.gas_max (" + batch->text +
                                    ") is below sequencer.block_gas_max (" + block->text +
                                    "): a batch must hold a full block"));
}

void agree_on_prover_names(const Node& root, Diagnostics& out) {
  const Node* provers = at_path(root, "plugins.prover");
  if (provers == nullptr) return;
  std::set<std::string> names;
  for (const Node& item : provers->items) {
    const Node* given = item.find("name");
    const std::string name = given == nullptr ? "prover" : given->text;
    if (names.insert(name).second) continue;
    const Node* use = item.find("use");
    const Node& at = given != nullptr ? *given : use != nullptr ? *use : item;
    out.push_back(error_at(at, "two provers are named '" + name + "'" +
                                   (name == "prover" ? ", as one without a name is" : "") +
                                   ": give each its own name"));
  }
}

}  // namespace

void check_agreement(Node& effective, Diagnostics& diagnostics) {
  agree_on_fee_collector(effective, diagnostics);
  agree_on_one_key(effective, diagnostics);
  agree_on_gas(effective, diagnostics);
  agree_on_prover_names(effective, diagnostics);
}

}  // namespace dovetail::config
