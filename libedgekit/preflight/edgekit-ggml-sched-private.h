/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A replay of ggml's scheduler: on which device each node of a graph is
 * computed, and which tensors are copied between devices for it. */

#include "edgekit-estimator-private.h"
#include "edgekit-ggml-backend-private.h"

G_BEGIN_DECLS

/* Device 0 is main memory and the processor, 1 … @n_devices, which @devices says how to use, come before it.
 * Afterwards the nodes and leaves of @graph are those that the allocator sees.
 * @copies: as many as the devices keep in flight (4), or 1. */
void _edgekit_sched_split (EdgeKitGraph *graph, const EdgeKitSplitDevice *devices, guint n_devices, guint copies);

/* Whether every flash attention of @graph is computed on the device that it is wanted on: llama.cpp
 * asks this of a graph of one token and does without flash attention where it is not. */
gboolean _edgekit_sched_keeps_attention (EdgeKitGraph *graph, const EdgeKitSplitDevice *devices, guint n_devices);

G_END_DECLS
