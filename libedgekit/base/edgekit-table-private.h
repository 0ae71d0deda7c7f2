/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Product facts: key files of data/tables/, compiled in as a GResource under
 * /org/edgekit/tables/NAME.ini. A group is a row; each row has "source" and
 * "date", which a test checks. */

#include <glib.h>

G_BEGIN_DECLS

/* A shared table, parsed once; a table that is missing or broken is a bug of
 * the build and aborts. */
GKeyFile *_edgekit_table_get (const char *name);

/* Whether a line of the table begins with @text: FALSE where a key is in no row,
 * found out without parsing the table. */
gboolean _edgekit_table_mentions (const char *name, const char *text);

/* A number of a row. A key that must be there and is not, or one that holds no
 * number, is a broken table, too; the _or forms allow the first. */
double    _edgekit_table_double    (const char *table, const char *row, const char *key);
double    _edgekit_table_double_or (const char *table, const char *row, const char *key, double fallback);
gint64    _edgekit_table_int       (const char *table, const char *row, const char *key);
gint64    _edgekit_table_int_or    (const char *table, const char *row, const char *key, gint64 fallback);

G_END_DECLS
