#include "kernel/node/settle/contracts.hpp"

#include <algorithm>

#include "kernel/node/settle/abi.hpp"
#include "sdk/crypto/keccak.hpp"

namespace dovetail::node {
namespace {

constexpr std::string_view kCommitBatch =
    "commitBatch((uint64,bytes32,uint64,uint256,bytes32,bytes32,bytes32,uint256,bytes32),"
    "(uint64,bytes32,uint256,uint256,bytes32,bytes32,bytes32,uint8,bytes32,"
    "uint64,uint64,uint64,uint64,uint256,bytes,uint256))";

/// Errors that carry words worth showing; the names of the parameters follow the contract's.
constexpr std::string_view kErrors[] = {
    "NotValidator(address)",
    "NotAContract(address)",
    "ZeroProgramId()",
    "BatchesPending(uint64,uint64)",
    "WrongLastBatch(bytes32,bytes32)",
    "WrongBatchNumber(uint64,uint64)",
    "WrongChainId(uint256,uint256)",
    "WrongSettlementLayer(uint256,uint256)",
    "WrongDAScheme(uint8,uint8)",
    "WrongFirstBlock(uint64,uint64)",
    "BlocksReversed(uint64,uint64)",
    "TimestampTooOld(uint256,uint64)",
    "TimestampTooNew(uint256,uint64)",
    "TimestampsReversed(uint64,uint64)",
    "TimestampBeforeLastBatch(uint64,uint64)",
    "WrongNumberOfLayer1Txs(uint256,uint256)",
    "WrongPriorityOperationsHash(bytes32,bytes32)",
    "WrongDependencyRoots(bytes32,bytes32)",
    "NoLayer2Txs()",
    "WrongRevertTarget(uint64,uint64,uint64)",
    "WrongDACommitment(bytes32,bytes32)",
    "WrongDAInputLength(uint256,uint256)",
    "InvalidChainId(uint256)",
    "ChainIdTaken(uint256,address)",
    "TooManyChains(uint256)",
    "OwnableUnauthorizedAccount(address)",
};

/// The tuple StoredBatchInfo. Batch 0 has no output: only its state counts.
abi::Tuple stored_batch(const state::BatchRecord& batch) {
  const auto& output = batch.output;
  const bool genesis = batch.number == 0;
  return abi::Tuple()
      .word(batch.number)
      .word(batch.state_after)
      .word(U256())
      .word(U256(genesis ? 0 : output.l1_transactions))
      .word(output.priority_operations_hash)
      .word(output.dependency_roots_hash)
      .word(genesis ? Hash256{} : output.logs_root)
      .word(U256())
      .word(genesis ? Hash256{} : hash(output));
}

abi::Tuple commit_batch(const state::BatchRecord& batch) {
  const auto& output = batch.output;
  return abi::Tuple()
      .word(batch.number)
      .word(batch.state_after)
      .word(output.l1_transactions)
      .word(output.l2_transactions)
      .word(output.priority_operations_hash)
      .word(output.dependency_roots_hash)
      .word(output.logs_root)
      .word(output.da_scheme)
      .word(output.da_commitment)
      .word(output.first_timestamp)
      .word(output.first_block)
      .word(output.last_timestamp)
      .word(output.last_block)
      .word(output.chain_id)
      .bytes(batch.da_l1_input)
      .word(output.settlement_chain_id);
}

std::string arguments(std::string_view signature, ByteView data) {
  const size_t open = signature.find('(');
  const auto types = signature.substr(open + 1, signature.size() - open - 2);
  if (types.empty()) return "";
  std::string out;
  const auto count = 1 + std::count(types.begin(), types.end(), ',');
  for (long i = 0; i < count; ++i) {
    const Hash256 word = abi::word_at(data, static_cast<size_t>(i));
    const U256 number = U256::from_be(word.view());
    out += (i == 0 ? "" : ", ") + (number.fits_u64() ? to_decimal(number) : to_hex(word.view()));
  }
  return out;
}

}  // namespace

Bytes commit_call(const state::BatchRecord& before, const state::BatchRecord& batch) {
  return abi::call(kCommitBatch,
                   abi::Tuple().inlined(stored_batch(before)).dynamic(commit_batch(batch)));
}

Bytes query_call(std::string_view signature) {
  return abi::call(signature);
}

Bytes query_call(std::string_view signature, const U256& argument) {
  return abi::call(signature, abi::Tuple().word(argument));
}

std::string explain_revert(ByteView revert_data) {
  if (revert_data.size() < 4) return revert_data.empty() ? "no reason given" : to_hex(revert_data);
  for (const std::string_view signature : kErrors) {
    const Hash256 selector = keccak256(view_of(signature));
    if (!equal(selector.view().first(4), revert_data.first(4))) continue;
    return std::string(signature.substr(0, signature.find('(') + 1)) +
           arguments(signature, revert_data.subspan(4)) + ")" +
           (arguments(signature, {}).find(',') != std::string::npos ? " (expected, found)" : "");
  }
  return to_hex(revert_data);
}

Hash256 program_id_none() {
  return keccak256(view_of("dovetail: no program"));
}

}  // namespace dovetail::node
