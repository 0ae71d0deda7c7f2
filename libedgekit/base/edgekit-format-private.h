/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-format.h"

G_BEGIN_DECLS

/* A number, in groups of digits as the language has them; @decimals: 0 or 1. */
char *_edgekit_format_whole       (gint64 value);
char *_edgekit_format_decimals    (double value,
                                   int    decimals);
/* The word for what is not known. */
char *_edgekit_format_unknown     (void);
/* @bytes with the unit that @like is written in: "0.9 GiB" beside "21.5 GiB". */
char *_edgekit_format_memory_like (gint64             bytes,
                                   gint64             like,
                                   EdgeKitMemoryUnits units);

G_END_DECLS
