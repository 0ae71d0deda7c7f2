/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes of a plain file, and a NUL after them. NULL when it is not there, not
 * plain, cannot be read, or is larger than @max. Waits for no pipe. */
char *_edgekit_small_file_read (const char *path, gsize max, gsize *length);

G_END_DECLS
