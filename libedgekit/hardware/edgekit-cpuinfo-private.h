/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* /proc/cpuinfo, cut into processors. Every architecture writes it in its own
 * way; what they share is lines of "name : value". */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 number; /* EDGEKIT_UNKNOWN: what is said of all processors */
  const char *begin;
  const char *end;
} EdgeKitCpuinfoBlock;

/* The blocks of @text (may be NULL), in its order; they point into it. */
GArray *_edgekit_cpuinfo_blocks (const char *text);
/* How many of them are processors. */
guint   _edgekit_cpuinfo_count  (GArray *blocks);
/* The value behind "@name :" without space around it; owned, or NULL when there
 * is none. */
char   *_edgekit_cpuinfo_field  (const EdgeKitCpuinfoBlock *block, const char *name);
gint64  _edgekit_cpuinfo_int    (const EdgeKitCpuinfoBlock *block, const char *name);
/* The first value of @names, in their order, in any block. */
char   *_edgekit_cpuinfo_first  (GArray *blocks, const char *const *names);
/* The architecture as `uname -m` would say it, or NULL. */
const char *_edgekit_cpuinfo_architecture (const char *text);

G_END_DECLS
