/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Which version of a model to take. */

#include "edgekit-companion-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-preflight-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-task-private.h"
#include "edgekit-variant-list.h"
#include "edgekit-variant-verdict-private.h"
#include "edgekit-verdict.h"
#include "edgekit-estimate.h"

/* Q8_0 has 8.5 bits, and its perplexity is that of 16 bits within 0.03 % (llama.cpp,
 * pull request 6745, Llama 3 70B): what is above only takes memory. */
#define ENOUGH_BITS 9.0

/* Who asks the same about other models, so that @self changes for nobody. */
static EdgeKitPreflight *
make_asker (EdgeKitPreflight *self)
{
  EdgeKitPreflight *asker = edgekit_preflight_new ();
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_copy (self->workload);

  edgekit_preflight_set_profiles (asker, G_LIST_MODEL (self->profiles));
  edgekit_preflight_set_workload (asker, workload);
  edgekit_preflight_set_comfortable_utilization (asker, self->comfortable_utilization);
  edgekit_preflight_set_max_utilization (asker, self->max_utilization);
  edgekit_preflight_set_min_context (asker, self->min_context);
  edgekit_preflight_set_memory_units (asker, self->memory_units);
  return asker;
}

static EdgeKitVariantVerdict *
check (EdgeKitVariant *variant, EdgeKitPreflight *asker)
{
  EdgeKitVariantVerdict *self = g_object_new (EDGEKIT_TYPE_VARIANT_VERDICT, NULL);
  EdgeKitVerdict *verdict;
  EdgeKitSpeed *speed;

  g_set_object (&self->variant, variant);
  self->outcome = EDGEKIT_OUTCOME_UNKNOWN;
  edgekit_preflight_set_model (asker, variant->model);
  if (!edgekit_preflight_get_ready (asker))
    {
      self->headline = g_strdup (_ ("This version could not be read"));
      return self;
    }
  verdict = edgekit_preflight_get_verdict (asker);
  speed = edgekit_preflight_get_speed (asker);
  self->outcome = edgekit_verdict_get_outcome (verdict);
  self->headline = g_strdup (edgekit_verdict_get_headline (verdict));
  self->total = edgekit_estimate_get_total (edgekit_preflight_get_estimate (asker));
  self->usable = edgekit_verdict_get_context_usable (verdict);
  if (speed)
    {
      self->speed_low = edgekit_speed_get_low (speed);
      self->speed_likely = edgekit_speed_get_likely (speed);
      self->speed_high = edgekit_speed_get_high (speed);
    }
  return self;
}

static gboolean
is_better (const EdgeKitVariantVerdict *a, const EdgeKitVariantVerdict *b)
{
  static const int ranks[] = {
    [EDGEKIT_OUTCOME_FITS] = 3, [EDGEKIT_OUTCOME_TIGHT] = 2, [EDGEKIT_OUTCOME_PARTIAL] = 1,
    [EDGEKIT_OUTCOME_NO] = 0,   [EDGEKIT_OUTCOME_UNKNOWN] = 0,
  };
  double x = a->variant->bits_per_weight, y = b->variant->bits_per_weight;

  if (ranks[a->outcome] != ranks[b->outcome])
    return ranks[a->outcome] > ranks[b->outcome];
  if (x > ENOUGH_BITS || y > ENOUGH_BITS)
    return x < y;
  return x > y;
}

static gboolean
is_worth_it (const EdgeKitVariantVerdict *verdict)
{
  switch (verdict->outcome)
    {
    case EDGEKIT_OUTCOME_FITS:
    case EDGEKIT_OUTCOME_TIGHT:
      return verdict->variant->complete;
    case EDGEKIT_OUTCOME_PARTIAL: /* only as fast as people read: a smaller version may fit the card */
      return verdict->variant->complete && verdict->speed_likely >= EDGEKIT_READING_SPEED;
    case EDGEKIT_OUTCOME_NO:
    case EDGEKIT_OUTCOME_UNKNOWN:
    default:
      return FALSE;
    }
}

static void
recommend (GListStore *verdicts)
{
  EdgeKitVariantVerdict *best = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (verdicts)); i++)
    {
      g_autoptr(EdgeKitVariantVerdict) verdict = g_list_model_get_item (G_LIST_MODEL (verdicts), i);

      if (is_worth_it (verdict) && (!best || is_better (verdict, best)))
        best = verdict;
    }
  if (best)
    best->recommended = TRUE;
}

static GListModel *
check_all (EdgeKitVariantList *variants, EdgeKitPreflight *asker, GCancellable *cancellable, GError **error)
{
  g_autoptr(GListStore) verdicts = g_list_store_new (EDGEKIT_TYPE_VARIANT_VERDICT);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (variants)); i++)
    {
      g_autoptr(EdgeKitVariant) variant = g_list_model_get_item (G_LIST_MODEL (variants), i);
      g_autoptr(EdgeKitVariantVerdict) verdict = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      verdict = check (variant, asker);
      g_list_store_append (verdicts, verdict);
    }
  recommend (verdicts);
  return G_LIST_MODEL (g_steal_pointer (&verdicts));
}

/**
 * edgekit_preflight_check_variants:
 * @self: a [class@EdgeKit.Preflight] with a computer
 * @variants: versions of a model, which have been loaded
 *
 * Checks every version against the computer and the workload of @self, whose own
 * model does not matter. One that runs is recommended, if any does: one that only partly lies in the fast memory no
 * slower than people read.
 *
 * Returns: (transfer full): a list of [class@EdgeKit.VariantVerdict], in the order of @variants
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_check_variants (EdgeKitPreflight *self, EdgeKitVariantList *variants)
{
  g_autoptr(EdgeKitPreflight) asker = NULL;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (variants), NULL);

  asker = make_asker (self);
  return check_all (variants, asker, NULL, NULL);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  EdgeKitPreflight *asker = g_object_get_data (G_OBJECT (task), "asker");
  GError *error = NULL;
  GListModel *verdicts = check_all (task_data, asker, cancellable, &error);

  _edgekit_task_return (task, verdicts, g_object_unref, error);
}

/**
 * edgekit_preflight_check_variants_async:
 * @self: a [class@EdgeKit.Preflight] with a computer
 * @variants: versions of a model, which have been loaded
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: data for @callback
 *
 * Does the work of [method@EdgeKit.Preflight.check_variants] in a thread, for the
 * computer and the workload as they are now.
 *
 * Since: 0.1
 */
void
edgekit_preflight_check_variants_async (EdgeKitPreflight *self, EdgeKitVariantList *variants,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (EDGEKIT_IS_PREFLIGHT (self));
  g_return_if_fail (EDGEKIT_IS_VARIANT_LIST (variants));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_preflight_check_variants_async);
  g_task_set_task_data (task, g_object_ref (variants), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "asker", make_asker (self), g_object_unref);
  g_task_run_in_thread (task, check_in_thread);
}

/**
 * edgekit_preflight_check_variants_finish:
 * @self: a [class@EdgeKit.Preflight]
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@EdgeKit.Preflight.check_variants_async].
 *
 * Returns: (transfer full): a list of [class@EdgeKit.VariantVerdict], or %NULL when it was cancelled
 *
 * Since: 0.1
 */
GListModel *
edgekit_preflight_check_variants_finish (EdgeKitPreflight *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
write_verdict (EdgeKitVariantVerdict *self, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  _edgekit_record_write (self->variant, builder);
  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  _edgekit_json_add_enum (builder, "outcome", EDGEKIT_TYPE_OUTCOME, self->outcome);
  _edgekit_json_add_string (builder, "headline", self->headline);
  json_builder_end_object (builder);
  _edgekit_json_add_int (builder, "total", self->total);
  _edgekit_json_add_int (builder, "usable", self->usable);
  if (self->speed_likely >= 0)
    {
      json_builder_set_member_name (builder, "speed");
      json_builder_begin_object (builder);
      _edgekit_json_add_double (builder, "low", self->speed_low);
      _edgekit_json_add_double (builder, "likely", self->speed_likely);
      _edgekit_json_add_double (builder, "high", self->speed_high);
      json_builder_end_object (builder);
    }
  json_builder_set_member_name (builder, "recommended");
  json_builder_add_boolean_value (builder, self->recommended);
  json_builder_end_object (builder);
}

/**
 * edgekit_preflight_variants_to_json:
 * @self: a [class@EdgeKit.Preflight] with a computer
 * @variants: versions of a model, which have been loaded
 * @translated: %TRUE for sentences in the language of the locale, %FALSE for English ones
 *
 * Writes what [method@EdgeKit.Preflight.check_variants] finds as an
 * `edgekit.variants/1` document. Sizes are integers in bytes. It has paths in it,
 * which are private.
 *
 * Returns: (transfer full): a JSON document
 *
 * Since: 0.1
 */
char *
edgekit_preflight_variants_to_json (EdgeKitPreflight *self, EdgeKitVariantList *variants, gboolean translated)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GListModel) verdicts = NULL;
  GListModel *companions;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (variants), NULL);

  if (!translated)
    _edgekit_i18n_push_english ();
  verdicts = edgekit_preflight_check_variants (self, variants);
  if (!translated)
    _edgekit_i18n_pop_english ();
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.variants/1");
  _edgekit_json_add_string (builder, "repository", edgekit_variant_list_get_location (variants));
  json_builder_set_member_name (builder, "variants");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (verdicts); i++)
    {
      g_autoptr(EdgeKitVariantVerdict) verdict = g_list_model_get_item (verdicts, i);

      write_verdict (verdict, builder);
    }
  json_builder_end_array (builder);
  companions = edgekit_variant_list_get_companions (variants);
  json_builder_set_member_name (builder, "companions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (companions); i++)
    {
      g_autoptr(EdgeKitCompanion) companion = g_list_model_get_item (companions, i);

      _edgekit_record_write_object (companion, builder);
    }
  json_builder_end_array (builder);
  _edgekit_json_add_int (builder, "bytes_read", edgekit_variant_list_get_bytes_read (variants));
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
