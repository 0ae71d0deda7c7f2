/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-llama-replays-private.h"

/* No catalogue needs more; then it begins anew. */
#define MAX_PLANS 8192
#define MAX_REPLAYS 256

struct _EdgeKitReplayPlan
{
  GArray *replays; /* EdgeKitReplay; behind the lock */
};

/* g_bytes_hash goes byte by byte. */
static guint
hash_words (gconstpointer data)
{
  gsize n;
  const guint8 *bytes = g_bytes_get_data ((GBytes *) data, &n);
  guint64 hash = n, word;

  for (; n > 0; bytes += MIN (n, sizeof word), n -= MIN (n, sizeof word))
    {
      word = 0;
      memcpy (&word, bytes, MIN (n, sizeof word));
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return (guint) hash;
}

static GMutex lock;
static GHashTable *plans; /* GBytes → EdgeKitReplayPlan; behind the lock */

static void
plan_clear (gpointer data)
{
  EdgeKitReplayPlan *self = data;

  g_array_unref (self->replays);
}

static void
plan_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, plan_clear);
}

static EdgeKitReplayPlan *
plan_new (void)
{
  EdgeKitReplayPlan *self = g_atomic_rc_box_new0 (EdgeKitReplayPlan);

  self->replays = g_array_new (FALSE, FALSE, sizeof (EdgeKitReplay));
  return self;
}

/* What @shape was asked: number → plan. Whoever prices a shape may do so from any thread. */
static GHashTable *
asked_of (const EdgeKitShape *shape)
{
  EdgeKitShape *self = (EdgeKitShape *) shape; /* a cache changes nothing that can be seen */

  if (!self->replays)
    {
      self->replays = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, plan_unref);
      self->free_replays = (GDestroyNotify) g_hash_table_unref;
    }
  return self->replays;
}

EdgeKitReplayPlan *
_edgekit_replays_recall (const EdgeKitShape *shape, guint64 question)
{
  EdgeKitReplayPlan *plan;

  g_mutex_lock (&lock);
  plan = g_hash_table_lookup (asked_of (shape), &question);
  g_mutex_unlock (&lock);
  return plan;
}

EdgeKitReplayPlan *
_edgekit_replays_learn (const EdgeKitShape *shape, guint64 question, GBytes *key)
{
  EdgeKitReplayPlan *plan;

  g_mutex_lock (&lock);
  if (!plans)
    plans = g_hash_table_new_full (hash_words, g_bytes_equal, (GDestroyNotify) g_bytes_unref, plan_unref);
  plan = g_hash_table_lookup (plans, key);
  if (plan)
    g_bytes_unref (key);
  else
    {
      if (g_hash_table_size (plans) >= MAX_PLANS)
        g_hash_table_remove_all (plans);
      plan = plan_new ();
      g_hash_table_insert (plans, key, plan);
    }
  g_hash_table_insert (asked_of (shape), g_memdup2 (&question, sizeof question), g_atomic_rc_box_acquire (plan));
  g_mutex_unlock (&lock);
  return plan;
}

gboolean
_edgekit_replays_look (EdgeKitReplayPlan *plan, guint64 cells, EdgeKitReplay *replay)
{
  gboolean found = FALSE;

  g_mutex_lock (&lock);
  for (guint i = plan->replays->len; i > 0 && !found; i--)
    {
      const EdgeKitReplay *candidate = &g_array_index (plan->replays, EdgeKitReplay, i - 1);

      found = cells >= candidate->sizes.first && cells <= candidate->sizes.last;
      if (found)
        *replay = *candidate;
    }
  g_mutex_unlock (&lock);
  return found;
}

EdgeKitTristate
_edgekit_replays_attend (EdgeKitReplayPlan *plan)
{
  EdgeKitTristate attends = EDGEKIT_TRISTATE_UNKNOWN;

  g_mutex_lock (&lock);
  if (plan->replays->len > 0)
    attends = g_array_index (plan->replays, EdgeKitReplay, 0).flash_attention ? EDGEKIT_TRISTATE_YES : EDGEKIT_TRISTATE_NO;
  g_mutex_unlock (&lock);
  return attends;
}

void
_edgekit_replays_add (EdgeKitReplayPlan *plan, const EdgeKitReplay *replay)
{
  g_mutex_lock (&lock);
  if (plan->replays->len >= MAX_REPLAYS)
    g_array_set_size (plan->replays, 0);
  g_array_append_vals (plan->replays, replay, 1);
  g_mutex_unlock (&lock);
}

void
_edgekit_replays_forget (EdgeKitShape *shape)
{
  g_mutex_lock (&lock);
  if (plans)
    g_hash_table_remove_all (plans);
  g_clear_pointer ((GHashTable **) &shape->replays, g_hash_table_unref);
  g_mutex_unlock (&lock);
}
