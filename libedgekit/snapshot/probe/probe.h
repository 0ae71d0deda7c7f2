/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <gmodule.h>

G_BEGIN_DECLS

/* A guest prints one JSON document on @out. An absent library is a stated fact
 * ("library": null), not a failure. */
void probe_vulkan (GString *out);

/* Appends @text as a JSON string. */
void probe_append_string (GString *out, const char *text, gsize max);

G_END_DECLS
