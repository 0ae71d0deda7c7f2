/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The begin of a file, read forward in bounded steps: nothing is mapped, no
 * length from the file is believed before the bytes are counted. */

#include "edgekit-error.h"

G_BEGIN_DECLS

typedef struct _EdgeKitByteReader EdgeKitByteReader;

/* Called after each piece that was read; @n_bytes is what this reader has read so far. */
typedef void (*EdgeKitByteProgress) (guint64 n_bytes, gpointer data);

/* How much of a header has been read; @fraction grows from 0 to 1. */
typedef void (*EdgeKitHeaderProgress) (double fraction, gpointer data);

/* @stream is @size bytes long; @name stands before every error. No more than
 * @budget bytes are read. */
EdgeKitByteReader *_edgekit_byte_reader_new          (GInputStream *stream, guint64 size, guint64 budget,
                                                      const char *name);
void               _edgekit_byte_reader_free         (EdgeKitByteReader *self);
void               _edgekit_byte_reader_set_progress (EdgeKitByteReader *self, EdgeKitByteProgress progress,
                                                      gpointer data);
void               _edgekit_byte_reader_set_swapped  (EdgeKitByteReader *self, gboolean swapped);
/* The budget is what may be read, rather than what no real file goes beyond. */
void               _edgekit_byte_reader_set_may_stop (EdgeKitByteReader *self, gboolean may_stop);
gboolean           _edgekit_byte_reader_get_may_stop (EdgeKitByteReader *self);
/* Lengths are 4 bytes and not 8. */
void               _edgekit_byte_reader_set_short    (EdgeKitByteReader *self, gboolean is_short);

gboolean           _edgekit_byte_reader_get_swapped  (EdgeKitByteReader *self);
gboolean           _edgekit_byte_reader_get_short    (EdgeKitByteReader *self);
const char        *_edgekit_byte_reader_get_name     (EdgeKitByteReader *self);
guint64            _edgekit_byte_reader_get_size     (EdgeKitByteReader *self);
guint64            _edgekit_byte_reader_get_position (EdgeKitByteReader *self);
guint64            _edgekit_byte_reader_get_left     (EdgeKitByteReader *self);
guint64            _edgekit_byte_reader_get_n_read   (EdgeKitByteReader *self);

/* At the end of the file: EDGEKIT_ERROR_TRUNCATED; past the budget: TOO_LARGE. */
gboolean           _edgekit_byte_reader_read         (EdgeKitByteReader *self, gpointer dest, gsize n,
                                                      GCancellable *cancellable, GError **error);
gboolean           _edgekit_byte_reader_skip         (EdgeKitByteReader *self, guint64 n, GCancellable *cancellable,
                                                      GError **error);
gboolean           _edgekit_byte_reader_read_u32     (EdgeKitByteReader *self, guint32 *value,
                                                      GCancellable *cancellable, GError **error);
gboolean           _edgekit_byte_reader_read_u64     (EdgeKitByteReader *self, guint64 *value,
                                                      GCancellable *cancellable, GError **error);
gboolean           _edgekit_byte_reader_read_length  (EdgeKitByteReader *self, guint64 *length,
                                                      GCancellable *cancellable, GError **error);
/* @n strings, each a length and so many bytes. */
gboolean           _edgekit_byte_reader_skip_strings (EdgeKitByteReader *self, guint64 n, GCancellable *cancellable,
                                                      GError **error);

/* Says that at least @n more bytes will be read, for a source that is asked step by step. */
void               _edgekit_byte_reader_expect       (EdgeKitByteReader *self, guint64 n);

/* FALSE, with EDGEKIT_ERROR_INVALID_DATA: the file, the place and what is wrong there. */
gboolean           _edgekit_byte_reader_damaged      (EdgeKitByteReader *self, GError **error, const char *format, ...)
                                                      G_GNUC_PRINTF (3, 4);
/* The same of another place; takes @detail. */
gboolean           _edgekit_byte_reader_damaged_at   (EdgeKitByteReader *self, guint64 position, char *detail,
                                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitByteReader, _edgekit_byte_reader_free)

G_END_DECLS
