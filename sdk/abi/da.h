/* Kind da: where pubdata goes, and what L1 is shown of it. */
#ifndef DOVETAIL_ABI_DA_H
#define DOVETAIL_ABI_DA_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_DA_ID "dovetail.da/1"

enum { DOVETAIL_STREAM_ROLLUP = 0, DOVETAIL_STREAM_PORTER = 1 };

/* One stream of posted bytes. Frozen. */
typedef struct dovetail_stream {
  uint32_t id;
  uint32_t reserved;
  dovetail_view bytes;
} dovetail_stream;

/* What is published. */
typedef struct dovetail_da_batch {
  uint32_t struct_size;
  uint32_t streams_count;
  const dovetail_stream* streams;
  uint64_t chain_id;
  uint64_t batch_number;
  uint8_t idempotency_key[32]; /* equal for every try at the same batch with the same bytes */
} dovetail_da_batch;

/* What publishing gives. The caller sets struct_size and releases both buffers. */
typedef struct dovetail_da_receipt {
  uint32_t struct_size;
  uint32_t blobs_count;
  uint8_t commitment[32];   /* daCommitment of the batch output */
  dovetail_buffer l1_input; /* operatorDAInput of the commit transaction */
  dovetail_buffer receipt;  /* what retrieve and status take, to be kept with the batch */
  dovetail_buffer blobs;    /* blobs_count * 131,072 bytes to travel with the commit transaction */
} dovetail_da_receipt;

enum { DOVETAIL_DA_PENDING = 0, DOVETAIL_DA_AVAILABLE = 1, DOVETAIL_DA_LOST = 2 };

/* What a DA mode is. Constant for an instance. */
typedef struct dovetail_da_info {
  uint32_t struct_size;
  uint32_t scheme;       /* the L1 scheme id: 1 validium, 3 calldata, 4 blobs */
  uint64_t size_max;     /* bytes of all streams of a batch */
  char l1_validator[64]; /* the contract that checks it on L1, terminated: "RollupDAValidator" */
} dovetail_da_info;

typedef struct dovetail_da_v1 {
  uint32_t struct_size;
  /* [any] */
  void (*info)(dovetail_instance* instance, dovetail_da_info* info);
  /* Publishes, or does nothing if this idempotency key was published; both give the same receipt.
   * When it returns, the bytes are as durable as the mode promises before L1 (validium: on disk).
   * [worker] */
  dovetail_status (*publish)(dovetail_instance* instance, const dovetail_da_batch* batch,
                             dovetail_da_receipt* receipt, const dovetail_cancel* cancel,
                             dovetail_error* error);
  /* The bytes of one stream. DOVETAIL_UNSUPPORTED where they lie in the L1 transaction itself.
   * [worker] */
  dovetail_status (*retrieve)(dovetail_instance* instance, dovetail_view receipt, uint32_t stream,
                              dovetail_buffer* bytes, const dovetail_cancel* cancel,
                              dovetail_error* error);
  /* state becomes one of DOVETAIL_DA_*. [worker] */
  dovetail_status (*status)(dovetail_instance* instance, dovetail_view receipt, int32_t* state,
                            dovetail_error* error);
} dovetail_da_v1;

#ifdef __cplusplus
}
#endif
#endif
