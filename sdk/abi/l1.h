/* Kind l1: the settlement chain, read and written. Keys, nonces and fee bumps belong to the
 * kernel's settler; the plugin sends what is signed. Every answer comes from one endpoint at a
 * time; a plugin that has several ranks them. DOVETAIL_UNAVAILABLE: no endpoint answers. Wide
 * answers are RLP, so that the structs stay flat. */
#ifndef DOVETAIL_ABI_L1_H
#define DOVETAIL_ABI_L1_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_L1_ID "dovetail.l1/1"

enum { DOVETAIL_L1_LATEST = 0, DOVETAIL_L1_SAFE = 1, DOVETAIL_L1_FINALIZED = 2 };

/* What must be equal before one L1 client may replace another. */
typedef struct dovetail_l1_identity {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t chain_id;
  uint8_t genesis_hash[32];
} dovetail_l1_identity;

typedef struct dovetail_l1_block {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t number;
  uint64_t timestamp; /* seconds */
  uint8_t hash[32];
  uint8_t parent_hash[32];
  dovetail_u256 base_fee;      /* wei per gas */
  dovetail_u256 blob_base_fee; /* wei per blob gas; 0 before Cancun */
  uint64_t gas_limit;
} dovetail_l1_block;

typedef struct dovetail_l1_receipt {
  uint32_t struct_size;
  uint32_t status; /* 1 success, 0 reverted */
  uint64_t block_number;
  uint8_t block_hash[32];
  uint64_t gas_used;
  dovetail_u256 effective_gas_price; /* wei */
  uint8_t contract_address[20];      /* zero unless a contract was created */
  uint8_t reserved[4];
} dovetail_l1_receipt;

typedef struct dovetail_l1_account {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t nonce_latest;
  uint64_t nonce_pending;
  dovetail_u256 balance; /* wei, latest */
} dovetail_l1_account;

typedef struct dovetail_l1_fees {
  uint32_t struct_size;
  uint32_t reserved;
  dovetail_u256 base_fee_next;   /* wei per gas, of the next block */
  dovetail_u256 base_fee_median; /* over the last blocks asked for */
  dovetail_u256 priority_fee;    /* wei per gas: median of the 50th percentiles */
  dovetail_u256 blob_base_fee_next;
} dovetail_l1_fees;

/* A call or an estimate. */
typedef struct dovetail_l1_call {
  uint32_t struct_size;
  uint32_t has_to; /* 0: creates a contract */
  uint8_t from[20];
  uint8_t to[20];
  dovetail_u256 value;
  dovetail_view data;
  uint64_t block_number; /* UINT64_MAX: latest */
} dovetail_l1_call;

/* Which logs. topics0: 32-byte topics, any of them as the first topic; empty: all. */
typedef struct dovetail_l1_filter {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t from_block;
  uint64_t to_block;
  uint8_t address[20];
  uint8_t reserved2[4];
  dovetail_view topics0;
} dovetail_l1_filter;

typedef struct dovetail_l1_v1 {
  uint32_t struct_size;
  dovetail_status (*identity)(dovetail_instance* instance, dovetail_l1_identity* out,
                              const dovetail_cancel* cancel, dovetail_error* error); /* [worker] */
  /* tag: DOVETAIL_L1_*. [worker] */
  dovetail_status (*head)(dovetail_instance* instance, int32_t tag, dovetail_l1_block* out,
                          const dovetail_cancel* cancel, dovetail_error* error);
  /* DOVETAIL_NOT_FOUND above the head. Asked again after a reorganisation it gives the new block.
   * [worker] */
  dovetail_status (*block)(dovetail_instance* instance, uint64_t number, dovetail_l1_block* out,
                           const dovetail_cancel* cancel, dovetail_error* error);
  /* RLP list of [address, [topics], data, block number, block hash, transaction hash, log index],
   * in chain order; split into ranges as endpoints demand. [worker] */
  dovetail_status (*logs)(dovetail_instance* instance, const dovetail_l1_filter* filter,
                          dovetail_buffer* out, const dovetail_cancel* cancel,
                          dovetail_error* error);
  /* DOVETAIL_NOT_FOUND while not mined. [worker] */
  dovetail_status (*receipt)(dovetail_instance* instance, const uint8_t tx_hash[32],
                             dovetail_l1_receipt* out, const dovetail_cancel* cancel,
                             dovetail_error* error);
  /* The transaction in its network form. DOVETAIL_NOT_FOUND if neither pool nor chain has it.
   * [worker] */
  dovetail_status (*transaction)(dovetail_instance* instance, const uint8_t tx_hash[32],
                                 dovetail_buffer* out, const dovetail_cancel* cancel,
                                 dovetail_error* error);
  dovetail_status (*account)(dovetail_instance* instance, const uint8_t address[20],
                             dovetail_l1_account* out, const dovetail_cancel* cancel,
                             dovetail_error* error); /* [worker] */
  dovetail_status (*code)(dovetail_instance* instance, const uint8_t address[20],
                          dovetail_buffer* out, const dovetail_cancel* cancel,
                          dovetail_error* error); /* [worker] */
  /* Return data. A revert is DOVETAIL_CONFLICT with the revert data in out and the reason in error.
   * [worker] */
  dovetail_status (*call)(dovetail_instance* instance, const dovetail_l1_call* call,
                          dovetail_buffer* out, const dovetail_cancel* cancel,
                          dovetail_error* error);
  /* Gas units; a revert as in call, with the revert data in revert_data. [worker] */
  dovetail_status (*estimate_gas)(dovetail_instance* instance, const dovetail_l1_call* call,
                                  uint64_t* gas, dovetail_buffer* revert_data,
                                  const dovetail_cancel* cancel, dovetail_error* error);
  /* Sends a signed transaction in its network form (with its blob sidecar, type 3). Sending one
   * that the pool or chain has already is DOVETAIL_OK. DOVETAIL_CONFLICT: nonce too low or
   * replacement underpriced, the node's words in error. [worker] */
  dovetail_status (*send)(dovetail_instance* instance, dovetail_view signed_tx,
                          const dovetail_cancel* cancel, dovetail_error* error);
  /* Over the last blocks_count blocks. [worker] */
  dovetail_status (*fees)(dovetail_instance* instance, uint32_t blocks_count, dovetail_l1_fees* out,
                          const dovetail_cancel* cancel, dovetail_error* error);
} dovetail_l1_v1;

/* The host service dovetail.l1/1 (host.h): what other plugins may read of the settlement chain. */
typedef struct dovetail_l1_service_v1 {
  uint32_t struct_size;
  void* context;
  dovetail_status (*head)(void* context, int32_t tag, dovetail_l1_block* out,
                          const dovetail_cancel* cancel, dovetail_error* error); /* [worker] */
  dovetail_status (*fees)(void* context, uint32_t blocks_count, dovetail_l1_fees* out,
                          const dovetail_cancel* cancel, dovetail_error* error); /* [worker] */
} dovetail_l1_service_v1;

#ifdef __cplusplus
}
#endif
#endif
