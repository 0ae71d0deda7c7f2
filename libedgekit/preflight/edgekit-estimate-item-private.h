/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-estimate.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitEstimateItem
{
  GObject parent_instance;
  int kind; /* EdgeKitMemoryKind */
  char *what;
  char *pool;
  gint64 low;
  gint64 likely;
  gint64 high;
  char *source;
};


/* @what begins with the engine's own word: model, kv, rs, compute, output, overhead. */
EdgeKitEstimateItem *_edgekit_estimate_item_new (EdgeKitMemoryKind kind, const char *what, const char *pool,
                                                 guint64 low, guint64 likely, guint64 high, const char *source);

G_END_DECLS
