/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-memory-pool.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitMemoryPool
{
  GObject parent_instance;
  guint64 absent;
  char *id;
  int kind; /* EdgeKitPoolKind */
  gint64 total;
  gint64 available;
  gint64 limit;
  char *limit_source;
  char *backing;
  gint64 bandwidth;
  gint64 soft_limit;
  gint64 swap_total;
  gint64 swap_free;
  gint64 zram_total;
  gint64 huge_pages;
  char *memory_type;
  gint64 transfer_rate;
};

G_END_DECLS
