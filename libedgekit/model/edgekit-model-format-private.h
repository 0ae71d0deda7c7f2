/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which format a file is in, by its first bytes. */

#include "edgekit-byte-reader-private.h"

G_BEGIN_DECLS

/* Reads the four bytes that every GGUF file begins with, or says what the file
 * is instead. */
gboolean _edgekit_model_format_check_magic (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error);

/* FALSE with an error that says what the file is instead; with @sentence, in
 * which %s is the name of the file, where that cannot be told. @begin are the
 * @length bytes that were read of it. */
gboolean _edgekit_model_format_refuse          (EdgeKitByteReader *reader, const guint8 *begin, gsize length,
                                                const char *sentence, GCancellable *cancellable, GError **error);
/* Whether these first bytes are those of something that people take for a model. */
gboolean _edgekit_model_format_is_other        (const guint8 *begin, gsize length);
gboolean _edgekit_model_format_check_not_empty (EdgeKitByteReader *reader, GError **error);

G_END_DECLS
