/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where @needle stands in @bytes, NUL among them or not; or NULL. memmem() is not
 * on every system, and g_strstr_len() ends at a NUL. */
const char *_edgekit_bytes_find (const char *bytes, gsize length, const char *needle, gsize needle_length);

G_END_DECLS
