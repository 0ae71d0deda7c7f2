/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A JSON document of a model's files, read piece by piece: the header of a
 * safetensors file and an index list hundreds of thousands of names, which no
 * tree should hold. As strict as base/edgekit-json: UTF-8, no NUL, a bounded
 * depth, integers of 64 bits. Every error names the file and the place. */

#include "edgekit-byte-reader-private.h"

G_BEGIN_DECLS

typedef struct _EdgeKitJsonReader EdgeKitJsonReader;

/* The next @length bytes of @bytes are the document. @bytes and @cancellable are
 * borrowed. */
EdgeKitJsonReader *_edgekit_json_reader_new          (EdgeKitByteReader *bytes, guint64 length,
                                                      GCancellable *cancellable);
void               _edgekit_json_reader_free         (EdgeKitJsonReader *self);

/* Into the object or the array that must come next, and to its next member or
 * item. @name (valid until the next call) and @more end with NULL and FALSE. */
gboolean           _edgekit_json_reader_enter_object (EdgeKitJsonReader *self, GError **error);
gboolean           _edgekit_json_reader_next_member  (EdgeKitJsonReader *self, const char **name, GError **error);
gboolean           _edgekit_json_reader_enter_array  (EdgeKitJsonReader *self, GError **error);
gboolean           _edgekit_json_reader_next_item    (EdgeKitJsonReader *self, gboolean *more, GError **error);
/* @string is valid until the next call. */
gboolean           _edgekit_json_reader_read_string  (EdgeKitJsonReader *self, const char **string, GError **error);
/* A whole number of zero or more. */
gboolean           _edgekit_json_reader_read_number  (EdgeKitJsonReader *self, guint64 *number, GError **error);
/* Whatever comes next. */
gboolean           _edgekit_json_reader_skip         (EdgeKitJsonReader *self, GError **error);
/* After the last value: nothing but spaces may follow. */
gboolean           _edgekit_json_reader_finish       (EdgeKitJsonReader *self, GError **error);
/* FALSE, with an error that says where in the document something is wrong. */
gboolean           _edgekit_json_reader_damaged      (EdgeKitJsonReader *self, GError **error, const char *format, ...)
                                                      G_GNUC_PRINTF (3, 4);
/* How much of the document has been read, from 0 to 1. */
double             _edgekit_json_reader_get_fraction (EdgeKitJsonReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitJsonReader, _edgekit_json_reader_free)

G_END_DECLS
