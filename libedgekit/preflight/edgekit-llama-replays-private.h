/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What was found out by replaying llama.cpp's allocations, for all models: two
 * files whose graphs are the same, as quantisations of one model, share it. */

#include "edgekit-ggml-alloc-private.h"
#include "edgekit-shape-private.h"

G_BEGIN_DECLS

/* One replay, and how far it holds. */
typedef struct
{
  EdgeKitAllocSizes sizes;
  guint64 cells;
  gboolean flash_attention;
} EdgeKitReplay;

/* All replays for layers in such places under such settings. */
typedef struct _EdgeKitReplayPlan EdgeKitReplayPlan;

/* The plan that @shape was asked for before with this number; NULL when it never was. Borrowed of the shape. */
EdgeKitReplayPlan *_edgekit_replays_recall (const EdgeKitShape *shape, guint64 question);
/* The plan that @key describes, which is taken; it is kept as the answer to @question. */
EdgeKitReplayPlan *_edgekit_replays_learn  (const EdgeKitShape *shape, guint64 question, GBytes *key);
/* FALSE when no replay holds for @cells. */
gboolean           _edgekit_replays_look   (EdgeKitReplayPlan *plan, guint64 cells, EdgeKitReplay *replay);
/* Whether llama.cpp keeps flash attention, which no number of cells changes; unknown before the first replay. */
EdgeKitTristate    _edgekit_replays_attend (EdgeKitReplayPlan *plan);
void               _edgekit_replays_add    (EdgeKitReplayPlan *plan, const EdgeKitReplay *replay);
/* Forgets what is known, of @shape too, for a benchmark of the first time. */
void               _edgekit_replays_forget (EdgeKitShape *shape);

G_END_DECLS
