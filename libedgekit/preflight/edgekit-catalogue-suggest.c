/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What of the catalogue runs on a computer. */

#include <math.h>

#include "edgekit-catalogue-model-private.h"
#include "edgekit-catalogue.h"
#include "edgekit-enum-types.h"
#include "edgekit-estimate.h"
#include "edgekit-hardware-profile.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-placement.h"
#include "edgekit-preflight.h"
#include "edgekit-speed-private.h"
#include "edgekit-suggestion-private.h"
#include "edgekit-task-private.h"
#include "edgekit-verdict.h"

/* Slower than this, in tokens per second, hardly anybody would call it running. */
#define TOO_SLOW 2.0

/* What the slowest main memory of a computer of these years gives, in bytes per second: one channel
 * (64 bits) of DDR4-2133, the first speed of JEDEC JESD79-4. */
#define LEAST_BANDWIDTH (2133e6 * 8)

/* Of a computer whose memory has no known speed: whether each token could take longer than reading it. The
 * memory of a graphics card is faster than any of this. */
static gboolean
may_be_slow (const EdgeKitCatalogueModel *model, EdgeKitPreflight *preflight)
{
  const gint64 weights = edgekit_estimate_get_weights (edgekit_preflight_get_estimate (preflight));
  EdgeKitPlacement *placement = edgekit_preflight_get_placement (preflight);

  if (!placement || edgekit_placement_get_card_budget (placement) != EDGEKIT_UNKNOWN || model->parameters <= 0)
    return FALSE;
  return (double) weights * (double) model->active_parameters / (double) model->parameters >
         LEAST_BANDWIDTH / EDGEKIT_READING_SPEED;
}

/* Larger models are better, and of one with experts only a part takes part in each
 * token: the geometric mean of both numbers is a common rule of thumb. */
static double
worth (const EdgeKitCatalogueModel *model, EdgeKitOutcome outcome, double speed, gboolean slow)
{
  static const double ranks[] = {
    [EDGEKIT_OUTCOME_FITS] = 3, [EDGEKIT_OUTCOME_TIGHT] = 2, [EDGEKIT_OUTCOME_PARTIAL] = 1,
    [EDGEKIT_OUTCOME_NO] = 0,   [EDGEKIT_OUTCOME_UNKNOWN] = 0,
  };
  double size = sqrt ((double) model->parameters * (double) model->active_parameters);
  double rank = ranks[outcome];

  if (speed >= 0 && speed < EDGEKIT_READING_SPEED)
    rank -= speed < TOO_SLOW ? 1 : 0.5;
  else if (speed < 0 && slow)
    rank -= 0.5;
  return 1000 * rank + log2 (MAX (size, 1));
}

static EdgeKitSuggestion *
judge (EdgeKitCatalogueModel *model, EdgeKitPreflight *preflight)
{
  EdgeKitSuggestion *self = g_object_new (EDGEKIT_TYPE_SUGGESTION, NULL);
  EdgeKitVerdict *verdict;
  EdgeKitSpeed *speed;

  edgekit_preflight_set_model (preflight, edgekit_catalogue_model_get_model (model));
  verdict = edgekit_preflight_get_verdict (preflight);
  speed = edgekit_preflight_get_speed (preflight);
  g_set_object (&self->model, model);
  self->outcome = edgekit_verdict_get_outcome (verdict);
  self->headline = g_strdup (edgekit_verdict_get_headline (verdict));
  self->total = edgekit_estimate_get_total (edgekit_preflight_get_estimate (preflight));
  self->usable = edgekit_verdict_get_context_usable (verdict);
  if (speed)
    {
      self->speed_low = edgekit_speed_get_low (speed);
      self->speed_likely = edgekit_speed_get_likely (speed);
      self->speed_high = edgekit_speed_get_high (speed);
    }
  self->score = worth (model, self->outcome, self->speed_likely, may_be_slow (model, preflight));
  return self;
}

static int
compare_worth (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const EdgeKitSuggestion *x = a, *y = b;

  return x->score > y->score ? -1 : x->score < y->score;
}

/**
 * edgekit_catalogue_suggest:
 * @self: a catalogue
 * @profile: a computer
 * @use: (nullable): one of the [property@EdgeKit.CatalogueModel:uses], or %NULL for all
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Checks the models of the catalogue against a computer. What runs comes first,
 * the most worth having at the top; what does not run is left out. Where the speed of
 * main memory is not known, models that any such memory reads in time come before
 * larger ones.
 *
 * Returns: (transfer full): a list of [class@EdgeKit.Suggestion], or %NULL when it was cancelled
 *
 * Since: 0.1
 */
GListModel *
edgekit_catalogue_suggest (EdgeKitCatalogue *self, EdgeKitHardwareProfile *profile, const char *use,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr(GListStore) suggestions = g_list_store_new (EDGEKIT_TYPE_SUGGESTION);
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  GListModel *models;

  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  preflight = edgekit_preflight_new ();
  edgekit_preflight_set_profile (preflight, profile);
  models = edgekit_catalogue_get_models (self);
  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(EdgeKitCatalogueModel) model = g_list_model_get_item (models, i);
      g_autoptr(EdgeKitSuggestion) suggestion = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (use && !g_strv_contains ((const char *const *) model->uses, use))
        continue;
      suggestion = judge (model, preflight);
      if (suggestion->outcome != EDGEKIT_OUTCOME_NO && suggestion->outcome != EDGEKIT_OUTCOME_UNKNOWN)
        g_list_store_append (suggestions, suggestion);
    }
  g_list_store_sort (suggestions, compare_worth, NULL);
  return G_LIST_MODEL (g_steal_pointer (&suggestions));
}

typedef struct
{
  EdgeKitHardwareProfile *profile;
  char *use;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->profile);
  g_free (request->use);
  g_free (request);
}

static void
suggest_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  GListModel *list = edgekit_catalogue_suggest (source, request->profile, request->use, cancellable, &error);

  _edgekit_task_return (task, list, g_object_unref, error);
}

/**
 * edgekit_catalogue_suggest_async:
 * @self: a catalogue
 * @profile: a computer
 * @use: (nullable): one of the [property@EdgeKit.CatalogueModel:uses], or %NULL for all
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it is done
 * @user_data: data for @callback
 *
 * Does the work of [method@EdgeKit.Catalogue.suggest] in a thread.
 *
 * Since: 0.1
 */
void
edgekit_catalogue_suggest_async (EdgeKitCatalogue *self, EdgeKitHardwareProfile *profile, const char *use,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  Request *request;

  g_return_if_fail (EDGEKIT_IS_CATALOGUE (self));
  g_return_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile));

  request = g_new0 (Request, 1);
  request->profile = g_object_ref (profile);
  request->use = g_strdup (use);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_catalogue_suggest_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, suggest_in_thread);
}

/**
 * edgekit_catalogue_suggest_finish:
 * @self: a catalogue
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends [method@EdgeKit.Catalogue.suggest_async].
 *
 * Returns: (transfer full): a list of [class@EdgeKit.Suggestion], or %NULL when it was cancelled
 *
 * Since: 0.1
 */
GListModel *
edgekit_catalogue_suggest_finish (EdgeKitCatalogue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
write_suggestion (EdgeKitSuggestion *suggestion, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  _edgekit_record_write (suggestion->model, builder);
  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  _edgekit_json_add_enum (builder, "outcome", EDGEKIT_TYPE_OUTCOME, suggestion->outcome);
  _edgekit_json_add_string (builder, "headline", suggestion->headline);
  json_builder_end_object (builder);
  _edgekit_json_add_int (builder, "total", suggestion->total);
  _edgekit_json_add_int (builder, "usable", suggestion->usable);
  if (suggestion->speed_likely >= 0)
    {
      json_builder_set_member_name (builder, "speed");
      json_builder_begin_object (builder);
      _edgekit_json_add_double (builder, "low", suggestion->speed_low);
      _edgekit_json_add_double (builder, "likely", suggestion->speed_likely);
      _edgekit_json_add_double (builder, "high", suggestion->speed_high);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/**
 * edgekit_catalogue_suggest_to_json:
 * @self: a catalogue
 * @profile: a computer
 * @use: (nullable): one of the [property@EdgeKit.CatalogueModel:uses], or %NULL for all
 * @translated: %TRUE for sentences in the language of the locale, %FALSE for English ones
 *
 * Writes what [method@EdgeKit.Catalogue.suggest] finds as an `edgekit.suggest/1`
 * document. Sizes are integers in bytes.
 *
 * Returns: (transfer full): a JSON document
 *
 * Since: 0.1
 */
char *
edgekit_catalogue_suggest_to_json (EdgeKitCatalogue *self, EdgeKitHardwareProfile *profile, const char *use,
                                   gboolean translated)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GListModel) list = NULL;

  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);

  if (!translated)
    _edgekit_i18n_push_english ();
  list = edgekit_catalogue_suggest (self, profile, use, NULL, NULL);
  if (!translated)
    _edgekit_i18n_pop_english ();
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.suggest/1");
  _edgekit_json_add_string (builder, "recorded", edgekit_catalogue_get_recorded (self));
  _edgekit_json_add_string (builder, "use", use);
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitSuggestion) suggestion = g_list_model_get_item (list, i);

      write_suggestion (suggestion, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
