/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-placement.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitPoolUse
{
  GObject parent_instance;
  EdgeKitMemoryPool *pool;
  char *label;
  char *device;
  gint64 total;
  gint64 available;
  gint64 capacity;
  gint64 others;
  gint64 weights;
  gint64 kv_cache;
  gint64 recurrent_state;
  gint64 compute;
  gint64 output;
  gint64 overhead;
  gint64 likely;
  gint64 high;
  gint64 maybe;
  gint64 free;
  gint64 margin;
  gint64 over;
  gboolean used;
  gint64 layers;
  gint64 machine;
  char *id;
};

G_END_DECLS
