/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-model-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-storage-private.h"
#include "edgekit-table-private.h"

/* How fast the answer is: what each pool reads for a token over what its memory
 * moves, one pool after the other. */

/* Of a prompt that people wait for. */
#define PROMPT_TOKENS 1024
/* Below this no prompt is handed to a back end at once. */
#define LEAST_PROMPT 16

typedef struct
{
  const EdgeKitQuestion *question;
  const EdgeKitAnswer *answer;
  double layers;        /* of the model, or what its size makes likely */
  double dense;         /* bytes that a token reads of one layer */
  double experts;
  double output;
  double active;        /* parameters that a token takes part in */
  gboolean has_experts;
  gboolean bf16;
} Reading;

/* Where a file does not say it: models of a size have about as many. */
static double
count_layers (const EdgeKitNetwork *network, EdgeKitModel *model)
{
  double billions = (double) MAX (model->parameters, 0) / 1e9;

  if (network->layers->len > 0)
    return network->layers->len;
  if (billions <= 0)
    return 32;
  if (network->expert_weights > 0)
    return 24 + 8 * log2 (MAX (billions, 16) / 16);
  return 32 * pow (billions / 8, 0.36);
}

static void
start (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, Reading *r)
{
  const EdgeKitNetwork *n = question->network;
  double output = n->output_weights ? n->output_weights : n->input_weights;

  *r = (Reading) { question, answer, count_layers (n, question->model) };
  r->output = output;
  r->dense = (double) n->other_weights / r->layers;
  r->experts = ((double) _edgekit_network_read_of_token (n) - (double) n->other_weights - output) / r->layers;
  r->experts = MAX (r->experts, 0);
  r->has_experts = n->expert_weights > 0;
  r->bf16 = g_strcmp0 (question->model->quantization, "BF16") == 0;
  r->active = question->model->active_parameters > 0 ? (double) question->model->active_parameters
                                                     : (double) question->model->parameters;
}

static guint
last_pool (const EdgeKitSplit *split)
{
  for (guint i = split->n_devices; i > 0; i--)
    if (split->layers_on[i - 1] > 0)
      return i;
  return 0;
}

/* How many layers compute on @pool, and of how many the experts lie there. The
 * output layer, which is with the last of them, is not counted. */
static void
count_on_pool (const Reading *r, guint pool, double *layers, double *with_experts)
{
  const EdgeKitSplit *split = &r->answer->fit.split;
  const guint last = last_pool (split);
  const double n = r->question->shape->layers->len; /* 0 where the file does not say it: then all are one */
  const double all = MAX (n, 1), scale = r->layers / all;
  double moved = MIN ((double) split->cpu_expert_layers / all, 1); /* --cpu-moe */
  double here = all;

  if (pool > 0)
    here = MIN ((double) split->layers_on[pool - 1] - (pool == last && n > 0), all);
  else if (last > 0)
    here = MAX (n + 1 - (double) split->gpu_layers, 0);
  *layers = here * scale;
  *with_experts = pool > 0 ? *layers * (1 - moved) : *layers + (all - here) * scale * (last > 0 ? moved : 0);
}

static guint
devices_together (const EdgeKitAnswer *answer)
{
  guint n = 0;

  for (guint i = 0; answer->estimator->network && i < answer->fit.split.n_devices; i++)
    n += answer->fit.split.layers_on[i] > 0;
  return MAX (n / MAX (answer->places.n_machines, 1), 1);
}

typedef struct
{
  double token;        /* seconds */
  double full;         /* the same when the context is full */
  double prompt;       /* seconds for a token of a long prompt */
  const EdgeKitSpeedRow *widest;
  EdgeKitSpeedRow classes[EDGEKIT_MAX_DEVICES + 1];
} Times;

static const char *
backend_of (const EdgeKitAnswer *answer, guint pool)
{
  const EdgeKitPlace *place = &answer->places.places[pool];

  return place->device && answer->estimator == &_edgekit_mlx_lm_estimator ? "mlx" : place->backend;
}

/* FALSE when the bandwidth of a pool in use is not known. */
static gboolean
add_pool (const Reading *r, guint pool, Times *times)
{
  const EdgeKitAnswer *answer = r->answer;
  const EdgeKitPlace *place = &answer->places.places[pool];
  const double together = devices_together (answer);
  EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (place->profile);
  EdgeKitSpeedRow *class = &times->classes[pool];
  EdgeKitSpeedCore core = { 0 };
  double layers, with_experts, bytes, cache, threads, operations, share;
  gint64 bandwidth;

  count_on_pool (r, pool, &layers, &with_experts);
  cache = (double) _edgekit_bill_get (&answer->fit.bill, pool, EDGEKIT_MEMORY_KIND_KV_CACHE);
  bytes = layers * r->dense + with_experts * r->experts;
  if (last_pool (&answer->fit.split) == pool)
    bytes += r->output;
  if (bytes <= 0)
    return TRUE;
  bandwidth = _edgekit_place_get_bandwidth (place);
  if (bandwidth <= 0)
    return FALSE;
  threads = (double) _edgekit_speed_count_threads (cpu);
  if (!place->device)
    _edgekit_speed_core_find (cpu, r->question->model->quantization, &core);
  _edgekit_speed_row_find (backend_of (answer, pool), place->device, bandwidth, r->has_experts, r->bf16, class);
  bytes /= together;
  times->token += _edgekit_speed_seconds (class, bytes, cache / 2, bandwidth, threads * core.bytes, layers);
  times->full += _edgekit_speed_seconds (class, bytes, cache, bandwidth, threads * core.bytes, layers);
  /* a prompt is computed, not read: two operations for each active parameter */
  share = (layers + (last_pool (&answer->fit.split) == pool)) / (r->layers + 1);
  operations = class->prompt_rate * (double) bandwidth * together;
  if (!place->device && core.operations > 0 && threads > 0)
    operations = core.operations * threads;
  times->prompt += 2 * r->active * share / operations;
  if (!times->widest || class->low < times->widest->low)
    times->widest = class;
  return TRUE;
}

/* Devices of a computer that work as one take as long as one of them. */
static gboolean
is_counted (const EdgeKitAnswer *answer, guint pool)
{
  const EdgeKitSplit *split = &answer->fit.split;

  if (!answer->estimator->network)
    return TRUE;
  if (pool == 0 || split->layers_on[pool - 1] == 0)
    return FALSE;
  for (guint i = pool + 1; i <= split->n_devices; i++)
    if (split->layers_on[i - 1] > 0 && answer->places.places[i].machine == answer->places.places[pool].machine)
      return FALSE;
  return TRUE;
}

static void
set_prompt (EdgeKitSpeed *self, const Reading *r, const Times *times)
{
  const EdgeKitSpeedRow *class = times->widest;

  self->prompt_likely = 1 / times->prompt;
  self->prompt_low = self->prompt_likely * class->prompt_low;
  self->prompt_high = self->prompt_likely * class->prompt_high;
  self->prompt_tokens = MIN (PROMPT_TOKENS, MAX (r->answer->context_used / 2, LEAST_PROMPT));
  self->first_token_low = self->prompt_tokens / self->prompt_high + 1 / self->high;
  self->first_token_likely = self->prompt_tokens / self->prompt_likely + 1 / self->likely;
  self->first_token_high = self->prompt_tokens / self->prompt_low + 1 / self->low;
}

/* From the disk, as it is not known on which of them the model lies. */
static void
set_load (EdgeKitSpeed *self, const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  GListModel *disks = edgekit_hardware_profile_get_storage (question->profile);
  GKeyFile *table = _edgekit_table_get ("disk-speeds");
  double bytes = (double) MAX (question->model->weights_size, 0);

  for (guint i = 0; bytes > 0 && i < g_list_model_get_n_items (disks); i++)
    {
      g_autoptr(EdgeKitStorage) disk = g_list_model_get_item (disks, i);
      double fastest, slowest;

      if (!disk->kind || !g_key_file_has_group (table, disk->kind))
        continue;
      fastest = bytes / _edgekit_table_double ("disk-speeds", disk->kind, "high");
      slowest = bytes / _edgekit_table_double ("disk-speeds", disk->kind, "low");
      if (self->load_likely < 0) /* the first is where people keep their files */
        self->load_likely = bytes / _edgekit_table_double ("disk-speeds", disk->kind, "likely");
      self->load_low = self->load_low < 0 ? fastest : MIN (self->load_low, fastest);
      self->load_high = MAX (self->load_high, slowest);
    }
}

EdgeKitSpeed *
_edgekit_answer_make_speed (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  /* of a network that each token goes through several times nothing is known */
  if (answer->places.n_machines > 1 && _edgekit_answer_count_machines (answer) > 1)
    return NULL;
  return _edgekit_answer_make_speed_without_network (question, answer);
}

EdgeKitSpeed *
_edgekit_answer_make_speed_without_network (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  g_autofree Times *times = g_new0 (Times, 1);
  g_autoptr(EdgeKitSpeed) self = NULL;
  Reading reading;

  if (!answer->estimator || answer->context_used <= 0)
    return NULL;
  start (question, answer, &reading);
  for (guint i = 0; i <= answer->fit.split.n_devices; i++)
    if (is_counted (answer, i) && !add_pool (&reading, i, times))
      return NULL;
  if (!times->widest || times->token <= 0)
    return NULL;
  self = g_object_new (EDGEKIT_TYPE_SPEED, NULL);
  self->likely = 1 / times->token;
  self->low = self->likely * times->widest->low;
  self->high = self->likely * times->widest->high;
  self->full = 1 / times->full;
  self->basis = g_strdup_printf ("table:speed-classes.%s; bytes of the weights in use and half of the cache, over the "
                                 "memory’s bandwidth, and a cost for each layer",
                                 times->widest->row);
  if (reading.active > 0 && times->prompt > 0)
    set_prompt (self, &reading, times);
  set_load (self, question, answer);
  return g_steal_pointer (&self);
}
