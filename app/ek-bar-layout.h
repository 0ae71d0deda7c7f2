/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int x;
  int width;
} EkBarSlot;

void ek_bar_layout    (const gint64    *amounts,
                       gsize            n,
                       int              width,
                       int              gap,
                       int              minimum,
                       EkBarSlot       *slots);
int  ek_bar_layout_at (const EkBarSlot *slots,
                       gsize            n,
                       int              x);

G_END_DECLS
