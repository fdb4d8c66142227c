#pragma once
// Calls to the chain's L1 contracts, as plugins/l1/contracts defines them.

#include "kernel/state/batch_record.hpp"
#include "sdk/cpp/text.hpp"

namespace dovetail::node {

/// @param before  the batch before; the genesis batch has number 0.
Bytes commit_call(const state::BatchRecord& before, const state::BatchRecord& batch);

/// @return the calldata of a function without arguments, or with one word.
Bytes query_call(std::string_view signature);
Bytes query_call(std::string_view signature, const U256& argument);

/// The error that revert data names: "WrongBatchNumber(expected 3, found 2)"; the hex bytes if it
/// is none of ours.
std::string explain_revert(ByteView revert_data);

/// What an unproven chain records as its program: no batch of it can be proven. The zkEVM's own
/// digest takes its place.
Hash256 program_id_none();

}  // namespace dovetail::node
