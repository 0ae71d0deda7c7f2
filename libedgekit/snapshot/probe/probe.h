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

/* A guest of macOS; adds members to the object that is open in @out. */
void probe_metal (GString *out);

/* --- the document (probe-json.c) --- */
void probe_json_open   (GString *out, const char *name, char bracket);
void probe_json_close  (GString *out, char bracket);
/* At most @max bytes of @text, made valid. */
void probe_json_string (GString *out, const char *name, const char *text, gsize max);
/* Left out where it is no gint64: no such number is a fact. */
void probe_json_number (GString *out, const char *name, guint64 value);
void probe_json_bool   (GString *out, const char *name, gboolean value);
void probe_json_pci    (GString *out, guint domain, guint bus, guint device, guint function);
/* What failed and what it returned. */
void probe_json_error  (GString *out, const char *what, int status);

G_END_DECLS
