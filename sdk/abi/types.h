/* The types that every part of the plugin ABI shares. C11, no dependency but stdint.h and stddef.h.
 *
 * Rules of the whole ABI:
 *  - Integers are fixed-width, little endian as the machine's; 256-bit numbers are 32 bytes, big
 *    endian.
 *  - A struct that may grow begins with struct_size, set by whoever fills it; it grows at its end
 *    only, is passed by pointer, and a slot is read only if struct_size covers it (DOVETAIL_HAS).
 *  - A dovetail_view is borrowed for the call. A dovetail_buffer is owned by whoever receives it,
 *    who releases it.
 *  - Every function that can fail returns a dovetail_status and writes text into the caller's
 *    dovetail_error.
 *  - Each function's comment ends with its thread tag:
 *      [control]  one call at a time per instance, from the host's control thread;
 *      [worker]   any host thread, several at once unless the interface says otherwise; may block;
 *      [any]      any thread, at any time between create and destroy, without blocking.
 *  - No function throws; none lets an exception or longjmp cross. */
#ifndef DOVETAIL_ABI_TYPES_H
#define DOVETAIL_ABI_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define DOVETAIL_NOEXCEPT noexcept
#else
#define DOVETAIL_NOEXCEPT
#endif

/* The version of the ABI as a whole. 1 is a draft until its tag: until then host and plugin must
 * agree in the hash of these headers as well (plugin.h). */
#define DOVETAIL_ABI_VERSION 1u

/* True if a struct received from the other side is long enough to hold member. */
#define DOVETAIL_HAS(type, pointer, member) \
  ((pointer)->struct_size >= offsetof(type, member) + sizeof((pointer)->member))

typedef int32_t dovetail_status;
enum {
  DOVETAIL_OK = 0,
  DOVETAIL_INVALID_ARGUMENT = 1, /* the caller broke the contract; the same call fails again */
  DOVETAIL_NOT_FOUND = 2,
  DOVETAIL_UNAVAILABLE = 3, /* the outside world failed; the same call may succeed later */
  DOVETAIL_TIMEOUT = 4,
  DOVETAIL_CANCELLED = 5,
  DOVETAIL_CORRUPT = 6, /* bytes that fail their own check */
  DOVETAIL_UNSUPPORTED = 7,
  DOVETAIL_CONFLICT = 8, /* the state does not allow it now */
  DOVETAIL_RESOURCE_EXHAUSTED = 9,
  DOVETAIL_PERMISSION_DENIED = 10,
  DOVETAIL_INTERNAL = 11 /* a fault of the callee */
};

/* Borrowed bytes, or UTF-8 text without a terminator. Valid for the call. data may be NULL if size
 * is 0. Frozen. */
typedef struct dovetail_view {
  const uint8_t* data;
  uint64_t size;
} dovetail_view;

/* Owned bytes. The receiver calls release(buffer) exactly once, from any thread; release is never
 * NULL in a buffer that was filled. An empty buffer is all zero and needs no release. The library
 * that made it stays loaded until then. Frozen. */
typedef struct dovetail_buffer {
  uint8_t* data;
  uint64_t size;
  void* owner; /* for release alone */
  void (*release)(struct dovetail_buffer* buffer);
} dovetail_buffer;

/* Where a failing function writes why. The caller owns it and sets struct_size; text is UTF-8,
 * terminated, cut if longer. Say what was expected, what was found and what to do. */
#define DOVETAIL_ERROR_TEXT_SIZE 1000
typedef struct dovetail_error {
  uint32_t struct_size;
  dovetail_status status;
  char text[DOVETAIL_ERROR_TEXT_SIZE];
} dovetail_error;

/* A 256-bit number, big endian. Frozen. */
typedef struct dovetail_u256 {
  uint8_t bytes[32];
} dovetail_u256;

/* Asks whether the caller has lost interest. Long functions look at it at least once a second and
 * then return DOVETAIL_CANCELLED. NULL: never cancelled. */
typedef struct dovetail_cancel {
  uint32_t struct_size;
  void* context;
  int32_t (*cancelled)(void* context); /* nonzero: stop. [any] */
} dovetail_cancel;

/* Opaque: one created plugin. */
typedef struct dovetail_instance dovetail_instance;

#ifdef __cplusplus
}
#endif
#endif
