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

G_END_DECLS
