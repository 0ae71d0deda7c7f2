/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

/* What a bar of memory shows, from start to end. */
typedef enum
{
  EK_MEMORY_PART_OTHERS,
  EK_MEMORY_PART_WEIGHTS,
  EK_MEMORY_PART_KV,
  EK_MEMORY_PART_STATE,
  EK_MEMORY_PART_COMPUTE,
  EK_MEMORY_PART_MAYBE,
  EK_MEMORY_PART_FREE,
  EK_MEMORY_PART_MARGIN,
  EK_MEMORY_PART_OVER,
} EkMemoryPart;

#define EK_N_MEMORY_PARTS (EK_MEMORY_PART_OVER + 1)

const char *ek_memory_part_get_css_class (EkMemoryPart    part);
const char *ek_memory_part_get_name      (EkMemoryPart    part);
const char *ek_memory_part_get_long_name (EkMemoryPart    part);
gboolean    ek_memory_part_is_of_model   (EkMemoryPart    part);
void        ek_memory_parts_read         (EdgeKitPoolUse *use,
                                          gint64          parts[EK_N_MEMORY_PARTS]);
void        ek_memory_parts_clip         (gint64          parts[EK_N_MEMORY_PARTS]);

G_END_DECLS
