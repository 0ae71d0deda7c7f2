/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-accelerator-private.h"
#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-estimate-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-placement-private.h"

static guint64
devices_used (const EdgeKitAnswer *answer)
{
  guint64 n = 0;

  for (guint i = 0; i < answer->fit.split.n_devices; i++)
    n += answer->fit.split.layers_on[i] > 0;
  return n;
}

static gint64
on_all (const EdgeKitAnswer *answer, guint64 bytes)
{
  return MIN (_edgekit_sat_mul (bytes, devices_used (answer)), G_MAXINT64);
}

EdgeKitEstimate *
_edgekit_answer_make_estimate (const EdgeKitAnswer *answer, const EdgeKitBill *bill, const EdgeKitReserve *reserve,
                               gint64 context)
{
  EdgeKitEstimate *self;
  g_autoptr(GListStore) items = g_list_store_new (EDGEKIT_TYPE_ESTIMATE_ITEM);

  for (guint i = 0; i < bill->n_charges; i++)
    {
      const EdgeKitCharge *charge = &bill->charges[i];
      g_autofree char *pool = _edgekit_place_make_id (&answer->places.places[charge->pool]);
      g_autoptr(EdgeKitEstimateItem) item = _edgekit_estimate_item_new (charge->kind, charge->what, pool, charge->low,
                                                                        charge->likely, charge->high, charge->source);

      g_list_store_append (items, item);
    }
  self = _edgekit_estimate_new (items, context);
  if (reserve->reserved > 0)
    {
      self->reserved = on_all (answer, reserve->reserved);
      self->cache_bytes = on_all (answer, reserve->cache);
      self->cache_tokens = MIN (reserve->tokens, G_MAXINT64);
      self->conversations = reserve->conversations;
    }
  return self;
}

static const char *
pool_label (const EdgeKitPlace *place)
{
  if (!place->device)
    return _ ("Main memory");
  return place->on_host ? _ ("Shared memory") : _ ("Graphics memory");
}

static void
set_parts (EdgeKitPoolUse *use, const EdgeKitBill *bill, guint pool)
{
  guint64 low, likely, high;

  _edgekit_bill_sums (bill, pool, &low, &likely, &high);
  use->likely = _edgekit_sat_add (use->likely, likely);
  use->high = _edgekit_sat_add (use->high, high);
  use->weights = _edgekit_sat_add (use->weights, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_WEIGHTS));
  use->kv_cache = _edgekit_sat_add (use->kv_cache, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE));
  use->recurrent_state =
      _edgekit_sat_add (use->recurrent_state, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_RECURRENT_STATE));
  use->compute = _edgekit_sat_add (use->compute, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_COMPUTE));
  use->output = _edgekit_sat_add (use->output, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_OUTPUT));
  use->overhead = _edgekit_sat_add (use->overhead, _edgekit_bill_get (bill, pool, EDGEKIT_MEMORY_KIND_OVERHEAD));
}

/* What is drawn: others, the parts, free and margin add up to the total. */
static void
set_space (EdgeKitPoolUse *use, double max_utilization)
{
  const gint64 likely = MAX (use->likely, 0);
  gint64 usable;

  if (use->capacity == EDGEKIT_UNKNOWN)
    return;
  use->others = use->total != EDGEKIT_UNKNOWN ? MAX (use->total - use->capacity, 0) : EDGEKIT_UNKNOWN;
  usable = (gint64) (max_utilization * (double) use->capacity);
  use->margin = use->capacity - usable;
  use->free = MAX (usable - likely, 0);
  use->over = MAX (likely - usable, 0);
}

/* The output layer, which is beside the others, counts as one. */
static gint64
count_layers (const EdgeKitQuestion *question, const EdgeKitSplit *split, guint i)
{
  const guint64 all = question->shape->layers->len + 1;

  if (i > 0)
    return i <= split->n_devices ? (gint64) split->layers_on[i - 1] : 0;
  return (gint64) (all - MIN (split->gpu_layers, all));
}

static EdgeKitPoolUse *
make_use (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, guint i)
{
  const EdgeKitPlace *place = &answer->places.places[i];
  EdgeKitPoolUse *use = g_object_new (EDGEKIT_TYPE_POOL_USE, NULL);

  g_set_object (&use->pool, place->pool);
  use->id = _edgekit_place_make_id (place);
  use->machine = answer->places.n_machines > 1 ? (gint64) place->machine + 1 : EDGEKIT_UNKNOWN;
  use->label = g_strdup (pool_label (place));
  use->device = place->device ? g_strdup (place->device->name) : NULL;
  use->total = place->pool ? place->pool->total : EDGEKIT_UNKNOWN;
  use->available = place->pool ? place->pool->available : EDGEKIT_UNKNOWN;
  use->capacity = place->capacity;
  if (answer->fit.bill.n_charges == 0)
    return use; /* an engine that does not run here puts nothing anywhere */
  use->layers = count_layers (question, &answer->fit.split, i);
  use->likely = use->high = 0;
  use->weights = use->kv_cache = use->recurrent_state = use->compute = use->output = use->overhead = 0;
  set_parts (use, &answer->fit.bill, i);
  return use;
}

EdgeKitPlacement *
_edgekit_answer_make_placement (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  EdgeKitPlacement *self = g_object_new (EDGEKIT_TYPE_PLACEMENT, NULL);
  const guint shared = _edgekit_places_find_shared (&answer->places);
  guint64 budget = 0, cards = 0;

  self->n_layers = question->shape->layers->len + 1;
  if (answer->fit.bill.n_charges > 0)
    {
      self->gpu_layers = MIN (answer->fit.split.gpu_layers, G_MAXINT64);
      self->cpu_expert_layers =
          _edgekit_shape_has_experts (question->shape) ? MIN (answer->fit.split.cpu_expert_layers, G_MAXINT64) : 0;
    }
  self->explanation = _edgekit_answer_explain (question, answer);
  _edgekit_answer_find_needs (question, answer, &self->card_memory_needed, &self->main_memory_needed);
  if (!self->pools)
    self->pools = g_list_store_new (EDGEKIT_TYPE_POOL_USE);
  /* devices first, as they are the better place; memory that is shared is one
   * pool for people, whatever the parts are called */
  for (guint i = 1; i <= answer->places.n_devices + 1; i++)
    {
      guint place = i <= answer->places.n_devices ? i : 0;
      g_autoptr(EdgeKitPoolUse) use = NULL;

      if (place == 0 && shared > 0 && answer->fit.split.gpu_layers > 0)
        continue;
      use = make_use (question, answer, place);
      if (place == shared && place > 0)
        set_parts (use, &answer->fit.bill, 0);
      use->used = use->likely > 0;
      if (use->likely != EDGEKIT_UNKNOWN)
        use->maybe = use->high - use->likely;
      set_space (use, answer->max_utilization);
      if (use->used && use->capacity != EDGEKIT_UNKNOWN)
        {
          budget = _edgekit_sat_add (budget, use->capacity - use->margin);
          if (place > 0 && place != shared)
            cards = _edgekit_sat_add (cards, use->capacity - use->margin);
        }
      g_list_store_append (self->pools, use);
    }
  self->budget = MIN (budget, G_MAXINT64);
  if (cards > 0)
    self->card_budget = MIN (cards, G_MAXINT64);
  return self;
}
