/* Kind fee_oracle: prices that the node cannot know by itself. */
#ifndef DOVETAIL_ABI_FEE_ORACLE_H
#define DOVETAIL_ABI_FEE_ORACLE_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_FEE_ORACLE_ID "dovetail.fee_oracle/1"

typedef struct dovetail_fees {
  uint32_t struct_size;
  uint32_t reserved;
  dovetail_u256 l1_base_fee;   /* wei per L1 gas */
  dovetail_u256 l1_blob_fee;   /* wei per L1 blob gas */
  dovetail_u256 pubdata_price; /* wei per byte of pubdata */
  dovetail_u256 native_price;  /* wei per unit of native (proving) resource */
  uint64_t ratio_numerator;    /* base token per ETH, as a fraction; 1/1 if the base token is ETH */
  uint64_t ratio_denominator;
  uint64_t age_ms; /* how old the sample is */
  char source[64]; /* where it comes from, terminated: "fixed", "l1 block 17" */
} dovetail_fees;

typedef struct dovetail_fee_oracle_v1 {
  uint32_t struct_size;
  /* Fills fees (whose struct_size the caller set) with the newest sample. A cached one is fine:
   * age_ms says so. Fails with DOVETAIL_UNAVAILABLE if there is none yet. [worker] */
  dovetail_status (*sample)(dovetail_instance* instance, dovetail_fees* fees,
                            const dovetail_cancel* cancel, dovetail_error* error);
} dovetail_fee_oracle_v1;

#ifdef __cplusplus
}
#endif
#endif
