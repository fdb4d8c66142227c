/* Where every member of the ABI lies, and how long every struct is, on x86-64 and aarch64. The
 * draft may change this file together with a header; once version 1 is tagged, lines are only
 * added. */
#include <assert.h>
#include <stddef.h>

#include "sdk/abi/bridge.h"
#include "sdk/abi/compressor.h"
#include "sdk/abi/da.h"
#include "sdk/abi/fee_oracle.h"
#include "sdk/abi/host.h"
#include "sdk/abi/l1.h"
#include "sdk/abi/plugin.h"
#include "sdk/abi/prover.h"
#include "sdk/abi/types.h"

#define SIZE(type, size) static_assert(sizeof(type) == (size), #type " changed its size")
#define AT(type, member, offset) \
  static_assert(offsetof(type, member) == (offset), #type "." #member " moved")

SIZE(dovetail_view, 16);
AT(dovetail_view, data, 0);
AT(dovetail_view, size, 8);

SIZE(dovetail_buffer, 32);
AT(dovetail_buffer, data, 0);
AT(dovetail_buffer, size, 8);
AT(dovetail_buffer, owner, 16);
AT(dovetail_buffer, release, 24);

SIZE(dovetail_error, 1008);
AT(dovetail_error, struct_size, 0);
AT(dovetail_error, status, 4);
AT(dovetail_error, text, 8);

SIZE(dovetail_u256, 32);
AT(dovetail_u256, bytes, 0);

SIZE(dovetail_cancel, 24);
AT(dovetail_cancel, struct_size, 0);
AT(dovetail_cancel, context, 8);
AT(dovetail_cancel, cancelled, 16);

SIZE(dovetail_host, 24);
AT(dovetail_host, struct_size, 0);
AT(dovetail_host, abi_version, 4);
AT(dovetail_host, context, 8);
AT(dovetail_host, get_service, 16);

SIZE(dovetail_log_v1, 24);
AT(dovetail_log_v1, struct_size, 0);
AT(dovetail_log_v1, context, 8);
AT(dovetail_log_v1, write, 16);

SIZE(dovetail_metrics_v1, 32);
AT(dovetail_metrics_v1, struct_size, 0);
AT(dovetail_metrics_v1, context, 8);
AT(dovetail_metrics_v1, counter_add, 16);
AT(dovetail_metrics_v1, gauge_set, 24);

SIZE(dovetail_clock_v1, 32);
AT(dovetail_clock_v1, struct_size, 0);
AT(dovetail_clock_v1, context, 8);
AT(dovetail_clock_v1, unix_ms, 16);
AT(dovetail_clock_v1, monotonic_ms, 24);

SIZE(dovetail_store_v1, 40);
AT(dovetail_store_v1, struct_size, 0);
AT(dovetail_store_v1, context, 8);
AT(dovetail_store_v1, get, 16);
AT(dovetail_store_v1, put, 24);
AT(dovetail_store_v1, remove, 32);

SIZE(dovetail_create_args, 56);
AT(dovetail_create_args, struct_size, 0);
AT(dovetail_create_args, reserved, 4);
AT(dovetail_create_args, name, 8);
AT(dovetail_create_args, config_json, 24);
AT(dovetail_create_args, chain_id, 40);
AT(dovetail_create_args, generation, 48);

SIZE(dovetail_plugin_entry, 88);
AT(dovetail_plugin_entry, magic, 0);
AT(dovetail_plugin_entry, struct_size, 8);
AT(dovetail_plugin_entry, abi_min, 12);
AT(dovetail_plugin_entry, abi_max, 16);
AT(dovetail_plugin_entry, reserved, 20);
AT(dovetail_plugin_entry, headers_hash, 24);
AT(dovetail_plugin_entry, create, 56);
AT(dovetail_plugin_entry, destroy, 64);
AT(dovetail_plugin_entry, self_test, 72);
AT(dovetail_plugin_entry, get_interface, 80);

SIZE(dovetail_bridge_log, 96);
AT(dovetail_bridge_log, struct_size, 0);
AT(dovetail_bridge_log, topics_count, 4);
AT(dovetail_bridge_log, topics, 8);
AT(dovetail_bridge_log, address, 16);
AT(dovetail_bridge_log, reserved, 36);
AT(dovetail_bridge_log, data, 40);
AT(dovetail_bridge_log, block_number, 56);
AT(dovetail_bridge_log, tx_hash, 64);

SIZE(dovetail_log_proof, 80);
AT(dovetail_log_proof, struct_size, 0);
AT(dovetail_log_proof, path_count, 4);
AT(dovetail_log_proof, path, 8);
AT(dovetail_log_proof, batch_number, 16);
AT(dovetail_log_proof, leaf_index, 24);
AT(dovetail_log_proof, tx_number_in_batch, 32);
AT(dovetail_log_proof, reserved, 36);
AT(dovetail_log_proof, sender, 40);
AT(dovetail_log_proof, reserved2, 60);
AT(dovetail_log_proof, message, 64);

SIZE(dovetail_bridge_v1, 40);
AT(dovetail_bridge_v1, struct_size, 0);
AT(dovetail_bridge_v1, contracts, 8);
AT(dovetail_bridge_v1, predeploys, 16);
AT(dovetail_bridge_v1, decode_event, 24);
AT(dovetail_bridge_v1, build_claim, 32);

SIZE(dovetail_compressor_v1, 24);
AT(dovetail_compressor_v1, struct_size, 0);
AT(dovetail_compressor_v1, codec_id, 4);
AT(dovetail_compressor_v1, encode, 8);
AT(dovetail_compressor_v1, decode, 16);

SIZE(dovetail_stream, 24);
AT(dovetail_stream, id, 0);
AT(dovetail_stream, reserved, 4);
AT(dovetail_stream, bytes, 8);

SIZE(dovetail_da_batch, 64);
AT(dovetail_da_batch, struct_size, 0);
AT(dovetail_da_batch, streams_count, 4);
AT(dovetail_da_batch, streams, 8);
AT(dovetail_da_batch, chain_id, 16);
AT(dovetail_da_batch, batch_number, 24);
AT(dovetail_da_batch, idempotency_key, 32);

SIZE(dovetail_da_receipt, 136);
AT(dovetail_da_receipt, struct_size, 0);
AT(dovetail_da_receipt, blobs_count, 4);
AT(dovetail_da_receipt, commitment, 8);
AT(dovetail_da_receipt, l1_input, 40);
AT(dovetail_da_receipt, receipt, 72);
AT(dovetail_da_receipt, blobs, 104);

SIZE(dovetail_da_info, 80);
AT(dovetail_da_info, struct_size, 0);
AT(dovetail_da_info, scheme, 4);
AT(dovetail_da_info, size_max, 8);
AT(dovetail_da_info, l1_validator, 16);

SIZE(dovetail_da_v1, 40);
AT(dovetail_da_v1, struct_size, 0);
AT(dovetail_da_v1, info, 8);
AT(dovetail_da_v1, publish, 16);
AT(dovetail_da_v1, retrieve, 24);
AT(dovetail_da_v1, status, 32);

SIZE(dovetail_fees, 224);
AT(dovetail_fees, struct_size, 0);
AT(dovetail_fees, reserved, 4);
AT(dovetail_fees, l1_base_fee, 8);
AT(dovetail_fees, l1_blob_fee, 40);
AT(dovetail_fees, pubdata_price, 72);
AT(dovetail_fees, native_price, 104);
AT(dovetail_fees, ratio_numerator, 136);
AT(dovetail_fees, ratio_denominator, 144);
AT(dovetail_fees, age_ms, 152);
AT(dovetail_fees, source, 160);

SIZE(dovetail_fee_oracle_v1, 16);
AT(dovetail_fee_oracle_v1, struct_size, 0);
AT(dovetail_fee_oracle_v1, sample, 8);

SIZE(dovetail_l1_identity, 48);
AT(dovetail_l1_identity, struct_size, 0);
AT(dovetail_l1_identity, reserved, 4);
AT(dovetail_l1_identity, chain_id, 8);
AT(dovetail_l1_identity, genesis_hash, 16);

SIZE(dovetail_l1_block, 160);
AT(dovetail_l1_block, struct_size, 0);
AT(dovetail_l1_block, reserved, 4);
AT(dovetail_l1_block, number, 8);
AT(dovetail_l1_block, timestamp, 16);
AT(dovetail_l1_block, hash, 24);
AT(dovetail_l1_block, parent_hash, 56);
AT(dovetail_l1_block, base_fee, 88);
AT(dovetail_l1_block, blob_base_fee, 120);
AT(dovetail_l1_block, gas_limit, 152);

SIZE(dovetail_l1_receipt, 112);
AT(dovetail_l1_receipt, struct_size, 0);
AT(dovetail_l1_receipt, status, 4);
AT(dovetail_l1_receipt, block_number, 8);
AT(dovetail_l1_receipt, block_hash, 16);
AT(dovetail_l1_receipt, gas_used, 48);
AT(dovetail_l1_receipt, effective_gas_price, 56);
AT(dovetail_l1_receipt, contract_address, 88);
AT(dovetail_l1_receipt, reserved, 108);

SIZE(dovetail_l1_account, 56);
AT(dovetail_l1_account, struct_size, 0);
AT(dovetail_l1_account, reserved, 4);
AT(dovetail_l1_account, nonce_latest, 8);
AT(dovetail_l1_account, nonce_pending, 16);
AT(dovetail_l1_account, balance, 24);

SIZE(dovetail_l1_fees, 136);
AT(dovetail_l1_fees, struct_size, 0);
AT(dovetail_l1_fees, reserved, 4);
AT(dovetail_l1_fees, base_fee_next, 8);
AT(dovetail_l1_fees, base_fee_median, 40);
AT(dovetail_l1_fees, priority_fee, 72);
AT(dovetail_l1_fees, blob_base_fee_next, 104);

SIZE(dovetail_l1_call, 104);
AT(dovetail_l1_call, struct_size, 0);
AT(dovetail_l1_call, has_to, 4);
AT(dovetail_l1_call, from, 8);
AT(dovetail_l1_call, to, 28);
AT(dovetail_l1_call, value, 48);
AT(dovetail_l1_call, data, 80);
AT(dovetail_l1_call, block_number, 96);

SIZE(dovetail_l1_filter, 64);
AT(dovetail_l1_filter, struct_size, 0);
AT(dovetail_l1_filter, reserved, 4);
AT(dovetail_l1_filter, from_block, 8);
AT(dovetail_l1_filter, to_block, 16);
AT(dovetail_l1_filter, address, 24);
AT(dovetail_l1_filter, reserved2, 44);
AT(dovetail_l1_filter, topics0, 48);

SIZE(dovetail_l1_v1, 104);
AT(dovetail_l1_v1, struct_size, 0);
AT(dovetail_l1_v1, identity, 8);
AT(dovetail_l1_v1, head, 16);
AT(dovetail_l1_v1, block, 24);
AT(dovetail_l1_v1, logs, 32);
AT(dovetail_l1_v1, receipt, 40);
AT(dovetail_l1_v1, transaction, 48);
AT(dovetail_l1_v1, account, 56);
AT(dovetail_l1_v1, code, 64);
AT(dovetail_l1_v1, call, 72);
AT(dovetail_l1_v1, estimate_gas, 80);
AT(dovetail_l1_v1, send, 88);
AT(dovetail_l1_v1, fees, 96);

SIZE(dovetail_l1_service_v1, 32);
AT(dovetail_l1_service_v1, struct_size, 0);
AT(dovetail_l1_service_v1, context, 8);
AT(dovetail_l1_service_v1, head, 16);
AT(dovetail_l1_service_v1, fees, 24);

SIZE(dovetail_prover_limits, 32);
AT(dovetail_prover_limits, struct_size, 0);
AT(dovetail_prover_limits, jobs_max, 4);
AT(dovetail_prover_limits, memory_bytes, 8);
AT(dovetail_prover_limits, cycles_max, 16);
AT(dovetail_prover_limits, security_bits, 24);
AT(dovetail_prover_limits, profile, 28);

SIZE(dovetail_prover_job, 88);
AT(dovetail_prover_job, struct_size, 0);
AT(dovetail_prover_job, reserved, 4);
AT(dovetail_prover_job, idempotency_key, 8);
AT(dovetail_prover_job, verifying_key, 40);
AT(dovetail_prover_job, input_tape, 56);
AT(dovetail_prover_job, expected_output, 72);

SIZE(dovetail_prover_events, 32);
AT(dovetail_prover_events, struct_size, 0);
AT(dovetail_prover_events, context, 8);
AT(dovetail_prover_events, progress, 16);
AT(dovetail_prover_events, done, 24);

SIZE(dovetail_prover_v1, 48);
AT(dovetail_prover_v1, struct_size, 0);
AT(dovetail_prover_v1, limits, 8);
AT(dovetail_prover_v1, setup, 16);
AT(dovetail_prover_v1, submit, 24);
AT(dovetail_prover_v1, cancel, 32);
AT(dovetail_prover_v1, verify, 40);
