/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-command-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-estimate-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-memory-pool-private.h"
#include "edgekit-placement-private.h"
#include "edgekit-preflight-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-verdict-private.h"
#include "edgekit-workload-private.h"

static void
write_gain (EdgeKitFinding *finding, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "gain");
  json_builder_begin_object (builder);
  _edgekit_json_add_int (builder, "bytes", finding->gain_bytes);
  _edgekit_json_add_double (builder, "tokens_per_second", finding->gain_tokens_per_second);
  if (finding->gain_outcome != EDGEKIT_OUTCOME_UNKNOWN)
    _edgekit_json_add_enum (builder, "outcome", EDGEKIT_TYPE_OUTCOME, finding->gain_outcome);
  _edgekit_json_add_int (builder, "context", finding->gain_context);
  json_builder_end_object (builder);
}

static void
write_finding (EdgeKitFinding *finding, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  _edgekit_record_write (finding, builder);
  if (finding->change)
    {
      _edgekit_json_add_document (builder, "change", finding->change);
      write_gain (finding, builder);
    }
  json_builder_end_object (builder);
}

static void
write_verdict (EdgeKitVerdict *verdict, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  _edgekit_json_add_enum (builder, "outcome", EDGEKIT_TYPE_OUTCOME, verdict->outcome);
  _edgekit_json_add_enum (builder, "reason", EDGEKIT_TYPE_VERDICT_REASON, verdict->reason);
  _edgekit_json_add_string (builder, "headline", verdict->headline);
  _edgekit_json_add_string (builder, "summary", verdict->summary);
  _edgekit_json_add_double (builder, "utilization", verdict->utilization);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (verdict->findings)); i++)
    {
      g_autoptr(EdgeKitFinding) finding = g_list_model_get_item (G_LIST_MODEL (verdict->findings), i);

      write_finding (finding, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  json_builder_set_member_name (builder, "context");
  json_builder_begin_object (builder);
  _edgekit_json_add_int (builder, "model_max", verdict->context_model_max);
  _edgekit_json_add_int (builder, "requested", verdict->context_requested);
  _edgekit_json_add_int (builder, "used", verdict->context_used);
  _edgekit_json_add_int (builder, "usable", verdict->context_usable);
  json_builder_end_object (builder);
}

/* How the profile knows what is free of a pool. */
static void
write_pool_source (const EdgeKitQuestion *question, EdgeKitPoolUse *use, JsonBuilder *builder)
{
  g_autofree char *path = use->pool ? g_strdup_printf ("memory_pools.%s.available", use->pool->id) : NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = g_list_model_get_item (question->profiles, MAX (use->machine, 1) - 1);
  const char *source = NULL;

  if (path)
    edgekit_hardware_profile_get_provenance (profile, path, &source);
  _edgekit_json_add_string (builder, "source", source ? source : "description of the computer");
}

static void
write_placement (const EdgeKitResult *result, const EdgeKitQuestion *question, JsonBuilder *builder)
{
  EdgeKitPlacement *placement = result->placement;

  json_builder_set_member_name (builder, "placement");
  json_builder_begin_object (builder);
  _edgekit_record_write (placement, builder);
  json_builder_set_member_name (builder, "pools");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (placement->pools)); i++)
    {
      g_autoptr(EdgeKitPoolUse) use = g_list_model_get_item (G_LIST_MODEL (placement->pools), i);

      json_builder_begin_object (builder);
      _edgekit_json_add_string (builder, "pool", use->id);
      _edgekit_json_add_int (builder, "machine", use->machine);
      _edgekit_json_add_int (builder, "layers", use->layers);
      _edgekit_json_add_int (builder, "bytes", use->likely);
      _edgekit_json_add_int (builder, "bytes_high", use->high);
      _edgekit_json_add_int (builder, "available", use->available);
      _edgekit_json_add_int (builder, "capacity", use->capacity);
      write_pool_source (question, use, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
write_object (gpointer record, const char *member, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, member);
  if (record)
    _edgekit_record_write_object (record, builder);
  else
    json_builder_add_null_value (builder);
}

static void
write_commands (const EdgeKitResult *result, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "commands");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (result->commands)); i++)
    {
      g_autoptr(EdgeKitCommand) command = g_list_model_get_item (G_LIST_MODEL (result->commands), i);

      _edgekit_record_write_object (command, builder);
    }
  json_builder_end_array (builder);
}

/* Only where there are several. */
static void
write_machines (const EdgeKitResult *result, JsonBuilder *builder)
{
  const guint n = result->answer->places.n_machines;

  if (n < 2)
    return;
  json_builder_set_member_name (builder, "machines");
  json_builder_begin_array (builder);
  for (guint machine = 0; machine < n; machine++)
    {
      json_builder_begin_object (builder);
      _edgekit_json_add_int (builder, "machine", machine + 1);
      _edgekit_json_add_string (builder, "role", machine == 0 ? "starts" : "serves");
      if (result->answer->fit.bill.n_charges > 0)
        _edgekit_json_add_int (builder, "bytes",
                               (gint64) MIN (_edgekit_answer_sum_of_machine (result->answer, machine), G_MAXINT64));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Only where there are any. */
static void
write_attachments (const EdgeKitQuestion *question, JsonBuilder *builder)
{
  const guint n = g_list_model_get_n_items (question->attachments);

  if (n == 0)
    return;
  json_builder_set_member_name (builder, "companions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = g_list_model_get_item (question->attachments, i);

      _edgekit_record_write_object (attachment, builder);
    }
  json_builder_end_array (builder);
}

/* Where the numbers come from that have no source beside them. */
static void
write_sources (JsonBuilder *builder)
{
  static const char *const sources[][2] = {
    { "model", "headers of model.files; what they leave open, the family’s row of a table" },
    { "machines", "the computers in the order in which they were named; their bytes are sums of estimate.items" },
    { "companions", "headers of their files" },
    { "workload", "as asked for; what is absent is the default of the preset and of the engine" },
    { "estimate", "sums of estimate.items" },
    { "verdict.utilization", "largest share of a pool’s capacity, by the likely sizes" },
    { "verdict.findings", "the same estimate with the change" },
    { "context.model_max", "header of the model" },
    { "context.requested", "as asked for" },
    { "context.used", "as asked for, or the default, cut to what fits" },
    { "context.usable", "longest context for which the estimate stays within the largest share" },
    { "placement", "the split that the estimate is for, found with the same estimate" },
    { "placement.pools.bytes", "sums of estimate.items" },
    { "placement.pools.layers", "the split that the estimate is for" },
    { "speed", "speed.basis" },
    { "commands.machine", "the computers in the order in which they were named" },
  };

  json_builder_set_member_name (builder, "sources");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    _edgekit_json_add_string (builder, sources[i][0], sources[i][1]);
  json_builder_end_object (builder);
}

char *
_edgekit_result_to_json (const EdgeKitResult *self, const EdgeKitQuestion *question)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *model = edgekit_model_to_json (question->model, FALSE);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.preflight/1");
  _edgekit_json_add_document (builder, "model", model);
  _edgekit_json_add_string (builder, "engine", self->answer->engine);
  write_machines (self, builder);
  write_attachments (question, builder);
  json_builder_set_member_name (builder, "workload");
  _edgekit_workload_write (question->workload, builder);
  write_object (self->estimate, "estimate", builder);
  write_verdict (self->verdict, builder);
  write_placement (self, question, builder);
  write_object (self->speed, "speed", builder);
  write_commands (self, builder);
  write_sources (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}

/**
 * edgekit_preflight_to_json:
 * @self: a [class@EdgeKit.Preflight]
 * @translated: %TRUE for sentences in the language of the locale, %FALSE for
 *   English ones
 *
 * Writes the question and the answer as an `edgekit.preflight/1` document. Sizes
 * are integers in bytes.
 *
 * Returns: (transfer full) (nullable): a JSON document, or %NULL while
 *   [property@EdgeKit.Preflight:ready] is %FALSE
 *
 * Since: 0.1
 */
char *
edgekit_preflight_to_json (EdgeKitPreflight *self, gboolean translated)
{
  EdgeKitQuestion question;
  g_autoptr(EdgeKitResult) result = NULL;
  char *json;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  if (!_edgekit_preflight_get_question (self, &question))
    return NULL;
  if (!translated)
    _edgekit_i18n_push_english ();
  result = _edgekit_result_new (&question);
  json = _edgekit_result_to_json (result, &question);
  if (!translated)
    _edgekit_i18n_pop_english ();
  return json;
}
