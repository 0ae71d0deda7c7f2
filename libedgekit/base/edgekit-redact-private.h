/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What could tell one person or one computer from another is replaced by
 * shaded blocks: home folders, UUIDs, hexadecimal ids, MAC and IP addresses,
 * serial numbers, tokens, and the names that the caller knows. */

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define EDGEKIT_REDACTED "\342\226\222\342\226\222\342\226\222\342\226\222" /* ▒▒▒▒ */

/* @names: words to replace wherever they stand alone, or NULL. @counts: kind
 * (an English noun, "name") to the number replaced, or NULL. */
char *_edgekit_redact_full (const char *text, const char *const *names, GHashTable *counts);
/* Takes what is private out of every string of @document, in place: also what the
 * members are called, what those hold whose name says that it is private, and the
 * names that the document gives away. @names: what the caller knows, or NULL. */
void  _edgekit_redact_document (JsonNode *document, const char *const *names, GHashTable *counts);
/* FALSE for words that name nobody ("root", "localhost"). */
gboolean _edgekit_redact_is_private_name (const char *name);

G_END_DECLS
