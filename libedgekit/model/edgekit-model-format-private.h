/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Which format a file is in, by its first bytes. */

#include "edgekit-byte-reader-private.h"

G_BEGIN_DECLS

/* Reads the four bytes that every GGUF file begins with, or says what the file
 * is instead. */
gboolean _edgekit_model_format_check_magic (EdgeKitByteReader *reader, GCancellable *cancellable, GError **error);

G_END_DECLS
