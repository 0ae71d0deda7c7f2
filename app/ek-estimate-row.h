/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

#include "ek-adaptive-bin.h"
#include "ek-cell-layout.h"

G_BEGIN_DECLS

/* The columns beside the first one, which takes the room that is left. */
typedef enum
{
  EK_ESTIMATE_COLUMN_WHERE,
  EK_ESTIMATE_COLUMN_SIZE,
  EK_ESTIMATE_COLUMN_RANGE,
  EK_N_ESTIMATE_COLUMNS
} EkEstimateColumn;

GtkWidget *ek_estimate_row_new         (EdgeKitEstimateItem *item,
                                        EdgeKitPreflight    *preflight,
                                        EkAdaptiveBin       *adaptive,
                                        EkCellWidth        **widths);
GtkWidget *ek_estimate_row_new_caption (EkAdaptiveBin       *adaptive,
                                        EkCellWidth        **widths);

G_END_DECLS
