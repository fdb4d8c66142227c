/* A plugin in C11, with nothing but the ABI's headers: codec 0. */
#include <stdlib.h>
#include <string.h>

#include "sdk/abi/compressor.h"
#include "sdk/abi/headers_hash.h"
#include "sdk/abi/plugin.h"

struct dovetail_instance {
  uint64_t calls_count;
};

static dovetail_status fail(dovetail_error* error, dovetail_status status, const char* text) {
  if (error != NULL && error->struct_size >= sizeof *error) {
    error->status = status;
    strncpy(error->text, text, sizeof error->text - 1);
    error->text[sizeof error->text - 1] = '\0';
  }
  return status;
}

static void release(dovetail_buffer* buffer) {
  free(buffer->data);
  memset(buffer, 0, sizeof *buffer);
}

static dovetail_status copy(dovetail_instance* instance, dovetail_view from, uint64_t size_max,
                            dovetail_buffer* to, dovetail_error* error) {
  (void)instance;
  if (from.size > size_max) return fail(error, DOVETAIL_RESOURCE_EXHAUSTED, "expected fewer bytes");
  if (from.size == 0) return DOVETAIL_OK;
  to->data = malloc(from.size);
  if (to->data == NULL) return fail(error, DOVETAIL_RESOURCE_EXHAUSTED, "no memory");
  memcpy(to->data, from.data, from.size);
  to->size = from.size;
  to->release = release;
  return DOVETAIL_OK;
}

static const dovetail_compressor_v1 compressor = {sizeof compressor, 0, copy, copy};

static dovetail_status create(const dovetail_host* host, const dovetail_create_args* args,
                              dovetail_instance** instance, dovetail_error* error) {
  (void)host;
  (void)args;
  *instance = calloc(1, sizeof **instance);
  return *instance != NULL ? DOVETAIL_OK : fail(error, DOVETAIL_RESOURCE_EXHAUSTED, "no memory");
}

static void destroy(dovetail_instance* instance) {
  free(instance);
}

static dovetail_status self_test(dovetail_instance* instance, dovetail_error* error) {
  (void)instance;
  (void)error;
  return DOVETAIL_OK;
}

static const void* get_interface(dovetail_instance* instance, dovetail_view id) {
  (void)instance;
  if (id.size != strlen(DOVETAIL_COMPRESSOR_ID) ||
      memcmp(id.data, DOVETAIL_COMPRESSOR_ID, id.size) != 0)
    return NULL;
  return &compressor;
}

__attribute__((visibility("default"))) const dovetail_plugin_entry dovetail_plugin = {
    .magic = DOVETAIL_PLUGIN_MAGIC,
    .struct_size = sizeof(dovetail_plugin_entry),
    .abi_min = DOVETAIL_ABI_VERSION,
    .abi_max = DOVETAIL_ABI_VERSION,
    .headers_hash = DOVETAIL_HEADERS_HASH,
    .create = create,
    .destroy = destroy,
    .self_test = self_test,
    .get_interface = get_interface,
};
