/* The entry of a plugin: one exported data symbol, dovetail_plugin.
 *
 * Order of events: the host reads magic, struct_size, abi_min and abi_max; it refuses before
 * calling anything if its own DOVETAIL_ABI_VERSION is outside the range or, while version 1 is a
 * draft, if headers_hash differs from its own. Then create, self_test, any number of calls,
 * destroy; destroy is called when no call and no job is under way.
 *
 * The manifest (DovetailPlugin.cmake writes it) lies in the section .dovetail and repeats id, kind
 * and versions, so that it can be read without loading the library. The section's bytes:
 *   offset 0   4 bytes  "DVTM"
 *   offset 4   u32      version of this format: 1; little endian, as is the next
 *   offset 8   u32      size of the JSON text in bytes
 *   offset 12  JSON, UTF-8, without a terminator; bytes after it are padding and ignored
 * The JSON is the author's manifest.json (id, kind, version, description, license, stability,
 * provides, requires, exclusive, config_schema) with "abi": {"min": 1, "max": 1, "headers": "<64
 * hex digits>"} and "built_with": "<compiler>" added by the build. */
#ifndef DOVETAIL_ABI_PLUGIN_H
#define DOVETAIL_ABI_PLUGIN_H

#include "sdk/abi/host.h"
#include "sdk/abi/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DOVETAIL_PLUGIN_MAGIC UINT64_C(0x314c494154564f44) /* "DOVTAIL1" in memory */
#define DOVETAIL_PLUGIN_SYMBOL "dovetail_plugin"
#define DOVETAIL_MANIFEST_SECTION ".dovetail"

/* What a plugin is created from. */
typedef struct dovetail_create_args {
  uint32_t struct_size;
  uint32_t reserved;
  dovetail_view name;        /* the name of the slot's entry: "acme" */
  dovetail_view config_json; /* satisfies the manifest's config_schema, defaults filled in */
  uint64_t chain_id;         /* of the L2 chain */
  uint64_t generation;       /* counts from 1 in this process */
} dovetail_create_args;

typedef struct dovetail_plugin_entry {
  uint64_t magic;       /* DOVETAIL_PLUGIN_MAGIC */
  uint32_t struct_size; /* sizeof(dovetail_plugin_entry) */
  uint32_t abi_min;     /* the versions of the ABI that the plugin can serve, both included */
  uint32_t abi_max;
  uint32_t reserved;
  uint8_t headers_hash[32]; /* DOVETAIL_HEADERS_HASH of the headers it was compiled with */

  /* Makes an instance. Quick (under a second): no network, no long work. host lives until destroy
   * returns. Several instances may exist at once, also of several versions of the library.
   * [control] */
  dovetail_status (*create)(const dovetail_host* host, const dovetail_create_args* args,
                            dovetail_instance** instance, dovetail_error* error);
  /* Ends an instance: its threads are joined, its files closed when it returns. Never fails.
   * [control] */
  void (*destroy)(dovetail_instance* instance);
  /* Checks that the instance can work (a round trip of an encoder, a known answer); no network.
   * [control] */
  dovetail_status (*self_test)(dovetail_instance* instance, dovetail_error* error);
  /* The interface struct with this id, e.g. "dovetail.da/1", or NULL. The same pointer each time,
   * valid until destroy. A plugin of kind K must offer "dovetail.K/1". [any] */
  const void* (*get_interface)(dovetail_instance* instance, dovetail_view id);
} dovetail_plugin_entry;

#ifdef __cplusplus
}
#endif
#endif
