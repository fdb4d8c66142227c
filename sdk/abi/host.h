/* What the host offers to a plugin: services, found by id with get_service. A service that this
 * host does not offer is NULL, and the plugin must then do without it or refuse in create. All
 * services are valid until destroy returns. */
#ifndef DOVETAIL_ABI_HOST_H
#define DOVETAIL_ABI_HOST_H

#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dovetail_host {
  uint32_t struct_size;
  uint32_t abi_version; /* of the host */
  void* context;
  /* A pointer to the service's struct, or NULL. [any] */
  const void* (*get_service)(void* context, dovetail_view id);
} dovetail_host;

#define DOVETAIL_LOG_ID "dovetail.log/1"
enum {
  DOVETAIL_LOG_DEBUG = 0,
  DOVETAIL_LOG_INFO = 1,
  DOVETAIL_LOG_WARNING = 2,
  DOVETAIL_LOG_ERROR = 3,
  DOVETAIL_LOG_HOST_MISBEHAVES = 4,  /* the host broke this ABI */
  DOVETAIL_LOG_PLUGIN_MISBEHAVES = 5 /* the plugin broke this ABI (written by wrappers) */
};
typedef struct dovetail_log_v1 {
  uint32_t struct_size;
  void* context;
  void (*write)(void* context, int32_t level, dovetail_view text); /* [any] */
} dovetail_log_v1;

#define DOVETAIL_METRICS_ID "dovetail.metrics/1"
/* Names follow Prometheus: base units, _total for counters. The host adds the plugin's kind and
 * name as labels. */
typedef struct dovetail_metrics_v1 {
  uint32_t struct_size;
  void* context;
  void (*counter_add)(void* context, dovetail_view name, double value); /* [any] */
  void (*gauge_set)(void* context, dovetail_view name, double value);   /* [any] */
} dovetail_metrics_v1;

#define DOVETAIL_CLOCK_ID "dovetail.clock/1"
typedef struct dovetail_clock_v1 {
  uint32_t struct_size;
  void* context;
  uint64_t (*unix_ms)(void* context);      /* wall clock, milliseconds since 1970. [any] */
  uint64_t (*monotonic_ms)(void* context); /* never goes back. [any] */
} dovetail_clock_v1;

#define DOVETAIL_STORE_ID "dovetail.store/1"
/* A durable key-value store of the plugin's own, shared by its generations: the only place for
 * durable state. */
typedef struct dovetail_store_v1 {
  uint32_t struct_size;
  void* context;
  /* DOVETAIL_NOT_FOUND if absent. [worker] */
  dovetail_status (*get)(void* context, dovetail_view key, dovetail_buffer* value,
                         dovetail_error* error);
  /* Durable when it returns. [worker] */
  dovetail_status (*put)(void* context, dovetail_view key, dovetail_view value,
                         dovetail_error* error);
  /* Removing an absent key is no error. [worker] */
  dovetail_status (*remove)(void* context, dovetail_view key, dovetail_error* error);
} dovetail_store_v1;

#define DOVETAIL_L1_SERVICE_ID "dovetail.l1/1"
/* The chain's current L1 client, for plugins that need the settlement chain (fee oracles, bridges).
 * The service's struct is dovetail_l1_service_v1 in l1.h; each call takes the generation that is
 * published at that moment. */

#ifdef __cplusplus
}
#endif
#endif
