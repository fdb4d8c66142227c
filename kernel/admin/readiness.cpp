#include "kernel/admin/readiness.hpp"

#include <algorithm>

#include "sdk/cpp/text.hpp"

namespace dovetail::admin {

std::vector<Criterion> readiness(const node::NodeStatus& status) {
  std::vector<Criterion> out;
  for (const auto& stage : status.stages) out.push_back({stage.name, stage.healthy, stage.text});
  const bool reached = status.l1_chain_id != 0;
  out.push_back({"l1", reached,
                 reached ? "chain " + std::to_string(status.l1_chain_id)
                         : "L1 has not answered yet; is plugins.l1.config right, and L1 up?"});
  out.push_back({"contracts", status.contracts.has_value(),
                 status.contracts ? "ZKChain " + to_hex(status.contracts->chain.view())
                                  : "the chain has no contracts on L1 yet"});
  return out;
}

bool is_ready(const std::vector<Criterion>& criteria) {
  return std::ranges::all_of(criteria, &Criterion::met);
}

std::string readiness_text(const std::vector<Criterion>& criteria) {
  std::string out;
  for (const auto& criterion : criteria)
    out += (criterion.met ? "[+]" : "[-]") + criterion.name + ": " + criterion.reason + "\n";
  return out + (is_ready(criteria) ? "ready\n" : "not ready\n");
}

}  // namespace dovetail::admin
