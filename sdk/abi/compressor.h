/* Kind compressor: packs canonical pubdata into a codec that the zkEVM can decode. It is never
 * trusted: the zkEVM decodes what was posted, and the host falls back to codec 0 if an encoder
 * fails, lies or exceeds the limits. */
#ifndef DOVETAIL_ABI_COMPRESSOR_H
#define DOVETAIL_ABI_COMPRESSOR_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_COMPRESSOR_ID "dovetail.compressor/1"

typedef struct dovetail_compressor_v1 {
  uint32_t struct_size;
  uint32_t codec_id; /* 0 none, 1 state_diff, 2 zstd: what the zkEVM calls it */
  /* Packs canonical pubdata, whose codec byte is this codec_id already, into at most size_max
   * bytes. Deterministic. Fails with DOVETAIL_RESOURCE_EXHAUSTED if it does not fit. [worker] */
  dovetail_status (*encode)(dovetail_instance* instance, dovetail_view canonical, uint64_t size_max,
                            dovetail_buffer* encoded, dovetail_error* error);
  /* The inverse, for rebuilding; refuses to give more than size_max bytes. DOVETAIL_CORRUPT on
   * bytes that encode did not make. [worker] */
  dovetail_status (*decode)(dovetail_instance* instance, dovetail_view encoded, uint64_t size_max,
                            dovetail_buffer* canonical, dovetail_error* error);
} dovetail_compressor_v1;

#ifdef __cplusplus
}
#endif
#endif
