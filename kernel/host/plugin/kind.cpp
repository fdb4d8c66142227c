#include "kernel/host/plugin/kind.hpp"

#include <string>

namespace dovetail::plugin {
namespace {

struct Row {
  std::string_view name;
  std::string_view id;
  size_t size;
};

constexpr std::array<Row, kKindsCount> kRows = {{
    {"l1", DOVETAIL_L1_ID, sizeof(dovetail_l1_v1)},
    {"da", DOVETAIL_DA_ID, sizeof(dovetail_da_v1)},
    {"compressor", DOVETAIL_COMPRESSOR_ID, sizeof(dovetail_compressor_v1)},
    {"prover", DOVETAIL_PROVER_ID, sizeof(dovetail_prover_v1)},
    {"fee_oracle", DOVETAIL_FEE_ORACLE_ID, sizeof(dovetail_fee_oracle_v1)},
    {"bridge", DOVETAIL_BRIDGE_ID, sizeof(dovetail_bridge_v1)},
}};

// interface_size() promises where the function pointers begin.
static_assert(offsetof(dovetail_l1_v1, identity) == 8);
static_assert(offsetof(dovetail_da_v1, info) == 8);
static_assert(offsetof(dovetail_compressor_v1, encode) == 8);
static_assert(offsetof(dovetail_prover_v1, limits) == 8);
static_assert(offsetof(dovetail_fee_oracle_v1, sample) == 8);
static_assert(offsetof(dovetail_bridge_v1, contracts) == 8);

const Row& row(Kind kind) {
  return kRows[static_cast<size_t>(kind)];
}

}  // namespace

std::string_view kind_name(Kind kind) {
  return row(kind).name;
}
std::string_view interface_id(Kind kind) {
  return row(kind).id;
}
size_t interface_size(Kind kind) {
  return row(kind).size;
}

Expected<Kind> parse_kind(std::string_view name) {
  std::string known;
  for (Kind kind : kKinds) {
    if (kind_name(kind) == name) return kind;
    known += known.empty() ? "" : ", ";
    known += kind_name(kind);
  }
  return Failure(Status::invalid_argument,
                 "expected a kind of plugin (" + known + "), found '" + std::string(name) + "'");
}

}  // namespace dovetail::plugin
