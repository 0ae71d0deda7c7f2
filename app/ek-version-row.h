/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

#include "ek-cell-layout.h"

G_BEGIN_DECLS

#define EK_TYPE_VERSION_ROW (ek_version_row_get_type ())

/* One version of a model: wide, its facts stand in columns; narrow, below its name. */
G_DECLARE_FINAL_TYPE (EkVersionRow, ek_version_row, EK, VERSION_ROW, GtkListBoxRow)

GtkWidget             *ek_version_row_new         (EdgeKitVariantVerdict *verdict,
                                                   EdgeKitMemoryUnits     units,
                                                   gboolean               with_speed);
/* @speed may be NULL, where there is no such column. */
GtkWidget             *ek_version_row_new_caption (EkCellWidth          *memory,
                                                   EkCellWidth          *speed,
                                                   EkCellWidth          *badge);
/* What to expect of a version, in one line. */
char                  *ek_version_row_promise     (EdgeKitVariantVerdict *verdict,
                                                   EdgeKitMemoryUnits     units);
EdgeKitVariantVerdict *ek_version_row_get_verdict (EkVersionRow          *self);
void                   ek_version_row_set_narrow  (EkVersionRow          *self,
                                                   gboolean               narrow);
void                   ek_version_row_set_current (EkVersionRow          *self,
                                                   gboolean               current);
/* The columns of all rows are as wide as the widest. */
void                   ek_version_row_align       (EkVersionRow          *self,
                                                   EkCellWidth          *memory,
                                                   EkCellWidth          *speed,
                                                   EkCellWidth          *badge);

G_END_DECLS
