/* Kind bridge: assets and messages across L1 and L2. */
#ifndef DOVETAIL_ABI_BRIDGE_H
#define DOVETAIL_ABI_BRIDGE_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_BRIDGE_ID "dovetail.bridge/1"

typedef struct dovetail_bridge_log {
  uint32_t struct_size;
  uint32_t topics_count;
  const uint8_t* topics; /* 32 bytes each */
  uint8_t address[20];
  uint8_t reserved[4];
  dovetail_view data;
  uint64_t block_number;
  uint8_t tx_hash[32];
} dovetail_bridge_log;

/* A proof that an L2 to L1 log lies in an executed batch. */
typedef struct dovetail_log_proof {
  uint32_t struct_size;
  uint32_t path_count;
  const uint8_t* path; /* 32 bytes a level, leaf first */
  uint64_t batch_number;
  uint64_t leaf_index;
  uint32_t tx_number_in_batch;
  uint32_t reserved;
  uint8_t sender[20];
  uint8_t reserved2[4];
  dovetail_view message;
} dovetail_log_proof;

typedef struct dovetail_bridge_v1 {
  uint32_t struct_size;
  /* The L1 contracts to watch and to name to wallets: RLP list of [name, address, [first topics]].
   * [any] */
  dovetail_status (*contracts)(dovetail_instance* instance, dovetail_buffer* out,
                               dovetail_error* error);
  /* What the chain holds at genesis: RLP list of [address, code, [[slot, value]]]. [any] */
  dovetail_status (*predeploys)(dovetail_instance* instance, dovetail_buffer* out,
                                dovetail_error* error);
  /* One L1 event as an L2 operation in its network form; empty if the event is none. [worker] */
  dovetail_status (*decode_event)(dovetail_instance* instance, const dovetail_bridge_log* log,
                                  dovetail_buffer* operation, dovetail_error* error);
  /* The L1 call that claims what the proof shows: RLP [to, calldata]. [worker] */
  dovetail_status (*build_claim)(dovetail_instance* instance, const dovetail_log_proof* proof,
                                 dovetail_buffer* call, dovetail_error* error);
} dovetail_bridge_v1;

#ifdef __cplusplus
}
#endif
#endif
