/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

#include "ek-memory-parts.h"

G_BEGIN_DECLS

char *ek_memory_words_header      (EdgeKitPoolUse    *use,
                                   EdgeKitMemoryUnits units);
char *ek_memory_words_device      (EdgeKitPoolUse    *use,
                                   EdgeKitMemoryUnits units);
char *ek_memory_words_label       (EdgeKitPoolUse    *use,
                                   EdgeKitMemoryUnits units);
char *ek_memory_words_description (EdgeKitPoolUse    *use,
                                   EdgeKitMemoryUnits units);
char *ek_memory_words_tooltip     (EdgeKitPoolUse    *use,
                                   EdgeKitEstimate   *estimate,
                                   EkMemoryPart       part,
                                   EdgeKitMemoryUnits units);

G_END_DECLS
