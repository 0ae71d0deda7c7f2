/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "edgekit-snapshot.h"

G_BEGIN_DECLS

/* Why an entry has no content; the nicks of "error" in edgekit.snapshot/1. */
#define EDGEKIT_FAILURE_MISSING "missing" /* looked for and not there */
#define EDGEKIT_FAILURE_DENIED "denied"
#define EDGEKIT_FAILURE_IO "io"
#define EDGEKIT_FAILURE_TIMEOUT "timeout"
#define EDGEKIT_FAILURE_CRASHED "crashed"
#define EDGEKIT_FAILURE_REFUSED "refused" /* there, and not read: not a plain file, a bad answer */

/* Larger documents are refused; a machine of 384 threads records about 4 MiB. */
#define EDGEKIT_SNAPSHOT_MAX_SIZE (64 * 1024 * 1024)

/* A snapshot is built by one thread and immutable from then on. @recorded is an
 * ISO date. */
EdgeKitSnapshot *_edgekit_snapshot_new         (const char *recorded, gboolean live);
/* Text where it is UTF-8 without NUL (trailing NULs are cut: amdgpu pads), else base64. */
void             _edgekit_snapshot_add_bytes   (EdgeKitSnapshot *self, const char *key, const char *data, gsize length,
                                                gboolean truncated);
void             _edgekit_snapshot_add_text    (EdgeKitSnapshot *self, const char *key, const char *text);
void             _edgekit_snapshot_add_link    (EdgeKitSnapshot *self, const char *key, const char *target);
void             _edgekit_snapshot_add_list    (EdgeKitSnapshot *self, const char *key, const char *const *names,
                                                gboolean truncated);
/* @json has passed _edgekit_json_parse(). */
void             _edgekit_snapshot_add_json    (EdgeKitSnapshot *self, const char *key, JsonNode *json);
void             _edgekit_snapshot_add_failure (EdgeKitSnapshot *self, const char *key, const char *failure);
/* Copies the entries of @other over those of @self. */
void             _edgekit_snapshot_merge       (EdgeKitSnapshot *self, EdgeKitSnapshot *other);

/* The answer of a guest, or NULL. Borrowed; lives as long as @self. */
JsonNode        *_edgekit_snapshot_get_json    (EdgeKitSnapshot *self, const char *key);

G_END_DECLS
