/* Kind prover: proves a program on an input tape. It knows nothing of Ethereum. */
#ifndef DOVETAIL_ABI_PROVER_H
#define DOVETAIL_ABI_PROVER_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_PROVER_ID "dovetail.prover/1"

typedef struct dovetail_prover_limits {
  uint32_t struct_size;
  uint32_t jobs_max;      /* jobs that may be under way at once */
  uint64_t memory_bytes;  /* what a job may take at most */
  uint64_t cycles_max;    /* of one run */
  uint32_t security_bits; /* provable, of the weakest layer */
  uint32_t profile;       /* machine profile version */
} dovetail_prover_limits;

typedef struct dovetail_prover_job {
  uint32_t struct_size;
  uint32_t reserved;
  uint8_t idempotency_key[32];
  dovetail_view verifying_key;   /* as setup gave it */
  dovetail_view input_tape;      /* 32-bit words, little endian */
  dovetail_view expected_output; /* 8 words; a run that ends otherwise is not proven */
} dovetail_prover_job;

/* How a job reports. progress may be called at any time before done, from any thread. done is
 * called exactly once, never inside submit, never after destroy; status other than DOVETAIL_OK
 * leaves proof empty. The receiver releases proof. */
typedef struct dovetail_prover_events {
  uint32_t struct_size;
  void* context;
  void (*progress)(void* context, uint64_t done_units, uint64_t total_units);
  void (*done)(void* context, dovetail_status status, dovetail_buffer* proof,
               const dovetail_error* error);
} dovetail_prover_events;

typedef struct dovetail_prover_v1 {
  uint32_t struct_size;
  void (*limits)(dovetail_instance* instance, dovetail_prover_limits* out); /* [any] */
  /* Prepares a program (a static rv32im ELF file). May take minutes. [worker] */
  dovetail_status (*setup)(dovetail_instance* instance, dovetail_view program_elf,
                           dovetail_buffer* verifying_key, const dovetail_cancel* cancel,
                           dovetail_error* error);
  /* Takes a copy of what job points at, and returns at once with a job id.
   * DOVETAIL_RESOURCE_EXHAUSTED when jobs_max are under way. An idempotency key under way gives the
   * same id. [worker] */
  dovetail_status (*submit)(dovetail_instance* instance, const dovetail_prover_job* job,
                            const dovetail_prover_events* events, uint64_t* job_id,
                            dovetail_error* error);
  /* The job ends soon with DOVETAIL_CANCELLED; done is still called. Unknown ids are
   * DOVETAIL_NOT_FOUND. [any] */
  dovetail_status (*cancel)(dovetail_instance* instance, uint64_t job_id, dovetail_error* error);
  /* DOVETAIL_OK only if the proof shows that the program with this key ends with this output.
   * [worker] */
  dovetail_status (*verify)(dovetail_instance* instance, dovetail_view verifying_key,
                            dovetail_view expected_output, dovetail_view proof,
                            dovetail_error* error);
} dovetail_prover_v1;

#ifdef __cplusplus
}
#endif
#endif
