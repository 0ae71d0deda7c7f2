/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define EK_TYPE_MEMORY_SEGMENT (ek_memory_segment_get_type ())

G_DECLARE_FINAL_TYPE (EkMemorySegment, ek_memory_segment, EK, MEMORY_SEGMENT, GtkWidget)

GtkWidget *ek_memory_segment_new      (const char      *css_class);
void       ek_memory_segment_set_text (EkMemorySegment *self,
                                       const char      *text,
                                       const char      *short_text);

G_END_DECLS
