/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-types.h"

G_BEGIN_DECLS

EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_memory       (gint64             bytes,
                                   EdgeKitMemoryUnits units);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_memory_amount (gint64            bytes,
                                   gint64             like,
                                   EdgeKitMemoryUnits units);
EDGEKIT_AVAILABLE_IN_0_1
void  edgekit_format_memory_parts (gint64             part,
                                   gint64             whole,
                                   EdgeKitMemoryUnits units,
                                   char             **part_text,
                                   char             **rest_text);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_memory_range (gint64             low,
                                   gint64             high,
                                   EdgeKitMemoryUnits units);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_size         (gint64             bytes);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_bandwidth    (gint64             bytes_per_second);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_tokens       (gint64             tokens);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_tokens_short (gint64            tokens);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_pages        (gint64             tokens);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_speed        (double             low,
                                   double             high);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_duration      (double             low,
                                    double             high);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_reading_speed (double            tokens_per_second);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_count        (gint64             count);
EDGEKIT_AVAILABLE_IN_0_1
char *edgekit_format_percent      (double             fraction);

G_END_DECLS
