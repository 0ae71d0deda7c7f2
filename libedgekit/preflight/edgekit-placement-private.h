/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-pool-use-private.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitPlacement
{
  GObject parent_instance;
  gint64 gpu_layers;
  gint64 n_layers;
  gint64 cpu_expert_layers;
  GListStore *pools; /* EdgeKitPoolUse */
  gint64 budget;
  gint64 card_budget;
  char *explanation;
  gint64 card_memory_needed;
  gint64 main_memory_needed;
};


G_END_DECLS
