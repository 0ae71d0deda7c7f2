/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-cpu.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitCpu
{
  GObject parent_instance;
  guint64 absent;
  char *name;
  char *vendor;
  gint64 packages;
  gint64 cores;
  gint64 threads;
  gint64 performance_cores;
  gint64 efficiency_cores;
  gint64 low_power_cores;
  gint64 usable_threads;
  GStrv features;
  GListStore *caches;
  gint64 max_mhz;
};

G_END_DECLS
