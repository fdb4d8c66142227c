#include "kernel/cli/banner.hpp"

#include <cstdio>

#include "kernel/node/genesis.hpp"
#include "kernel/node/settle/keystore.hpp"
#include "kernel/node/settle/settler.hpp"

namespace dovetail::cli {
namespace {

std::string row(std::string name, const std::string& value) {
  name.resize(12, ' ');
  return "  " + name + value + "\n";
}

std::string eth(const U256& wei) {
  const U256 unit(1'000'000'000'000'000ULL);  // thousandths of an ETH
  const U256 thousandths = wei / unit;
  std::string digits = to_decimal(thousandths);
  if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
  return digits.substr(0, digits.size() - 3) + "." + digits.substr(digits.size() - 3) + " ETH";
}

/// The generations that serve, by slot.
std::vector<plugin::GenerationInfo> serving(const plugin::Registry& plugins) {
  std::vector<plugin::GenerationInfo> out;
  for (const auto& each : plugins.generations())
    if (each.state == plugin::GenerationState::serving) out.push_back(each.info);
  return out;
}

std::string plugin_rows(const BannerParts& parts) {
  std::string out;
  for (const auto& info : serving(parts.plugins))
    out += row(std::string(plugin::kind_name(info.kind)),
               info.id + " " + info.version + " " + to_hex(info.sha256.view()).substr(2, 12) +
                   (parts.unlocked ? "  unlocked" : ""));
  if (parts.settings.plugins.prover.empty())
    out += row("prover", "none: batches stop at committed");
  if (!parts.settings.plugins.bridge) out += row("bridge", "none");
  return out;
}

std::string account_rows() {
  std::string out = "\n  Development accounts, " + eth(node::development_balance()) +
                    " each. Everybody knows these keys.\n";
  for (size_t i = 0; i < node::kDevelopmentKeysCount; ++i)
    out += "  " + std::to_string(i) + "  " +
           config::to_checksum(node::development_key(i).address()) + "  " +
           to_hex(node::development_secret(i).view()) + "\n";
  return out;
}

std::string trouble_of(const node::NodeStatus& status) {
  for (const auto& stage : status.stages)
    if (!stage.healthy) return stage.name + ": " + stage.text;
  return "";
}

}  // namespace

std::string banner_text(const BannerParts& parts) {
  const auto& settings = parts.settings;
  std::string out = "\nDovetail " DOVETAIL_VERSION "\n\n";
  out += row("chain", settings.chain.name + ", id " + std::to_string(settings.chain.id));
  out += row("json-rpc", "http://" + parts.rpc_address + "  ws://" + parts.rpc_address);
  out += row("metrics", "http://" + parts.metrics_address + "/metrics  /livez  /readyz?verbose");
  out += row("admin", parts.admin_socket);
  out += row("data", settings.data_dir);
  out += plugin_rows(parts);
  if (parts.unlocked)
    out += "\n  Unlocked: plugins are not compared with dovetail.lock. For development alone.\n";
  if (settings.chain.development_accounts) out += account_rows();
  return out + "\n";
}

std::string l1_text(const node::NodeStatus& status) {
  std::string out = "\n" + row("L1", "chain " + std::to_string(status.l1_chain_id));
  if (status.contracts) {
    const auto& contracts = *status.contracts;
    out += row("Bridgehub", config::to_checksum(contracts.bridgehub));
    out += row("ZKChain", config::to_checksum(contracts.chain));
    out += row("DA", "rollup " + config::to_checksum(contracts.rollup_validator));
    out += row("", "validium " + config::to_checksum(contracts.validium_validator));
  }
  if (!status.settler.is_zero())
    out += row("settler", config::to_checksum(status.settler) + ", " + eth(status.settler_balance));
  return out + "\n";
}

std::string status_line(const node::NodeStatus& status, const plugin::Registry& plugins,
                        bool with_colour) {
  char figures[160];
  std::snprintf(figures, sizeof figures,
                "block %llu  %.1f tx/s  pool %llu+%llu  batches sealed %llu committed %llu "
                "proven %llu executed %llu",
                static_cast<unsigned long long>(status.latest_block),
                status.transactions_per_second,
                static_cast<unsigned long long>(status.pool_pending),
                static_cast<unsigned long long>(status.pool_queued),
                static_cast<unsigned long long>(status.batches_sealed),
                static_cast<unsigned long long>(status.batches_committed),
                static_cast<unsigned long long>(status.batches_proven),
                static_cast<unsigned long long>(status.batches_executed));
  std::string out = figures;
  out += "  generations";
  for (const auto& info : serving(plugins)) out += " " + std::to_string(info.number);
  const std::string trouble = trouble_of(status);
  if (trouble.empty()) return out;
  const std::string flat = trouble.substr(0, trouble.find('\n'));
  return out + (with_colour ? "  \033[33m! " + flat + "\033[0m" : "  ! " + flat);
}

}  // namespace dovetail::cli
