/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-estimate-item-private.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitEstimate
{
  GObject parent_instance;
  gint64 weights;
  gint64 kv_cache;
  gint64 recurrent_state;
  gint64 compute;
  gint64 output;
  gint64 overhead;
  gint64 total;
  gint64 total_low;
  gint64 total_high;
  GListStore *items; /* EdgeKitEstimateItem */
  gint64 context;
  gint64 reserved;
  gint64 cache_bytes;
  gint64 cache_tokens;
  double conversations;
};

/* @items are EdgeKitEstimateItem; every sum saturates at G_MAXINT64. */
EdgeKitEstimate     *_edgekit_estimate_new      (GListStore *items, gint64 context);

G_END_DECLS
