/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-attachment-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-extras-private.h"

/* A projector and an adapter are weights that an engine holds beside those of the
 * model; a draft is a second model with a context of its own in the same process. */

#define MIB G_GUINT64_CONSTANT (1048576)
#define FLOAT 4

static void
extra_free (EdgeKitExtra *self)
{
  g_object_unref (self->attachment);
  g_clear_pointer (&self->shape, _edgekit_shape_free);
  g_clear_pointer (&self->network, _edgekit_network_free);
  g_free (self);
}

static EdgeKitExtra *
find_kind (GPtrArray *extras, const char *kind)
{
  for (guint i = 0; i < extras->len; i++)
    {
      EdgeKitExtra *extra = g_ptr_array_index (extras, i);

      if (g_str_equal (extra->attachment->kind, kind))
        return extra;
    }
  return NULL;
}

static void
add_extra (GPtrArray *extras, EdgeKitAttachment *attachment)
{
  EdgeKitExtra *extra = find_kind (extras, attachment->kind);
  const guint64 bytes = MAX (attachment->weights_size, 0);

  if (extra) /* an engine takes one draft and one projector, and any number of adapters */
    {
      if (g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_LORA))
        extra->bytes = _edgekit_sat_add (extra->bytes, bytes);
      return;
    }
  extra = g_new0 (EdgeKitExtra, 1);
  extra->attachment = g_object_ref (attachment);
  extra->bytes = bytes;
  if (attachment->model)
    {
      extra->shape = _edgekit_shape_new_for_model (attachment->model);
      extra->network = _edgekit_network_new (attachment->model);
    }
  g_ptr_array_add (extras, extra);
}

GPtrArray *
_edgekit_extras_new (GListModel *attachments)
{
  GPtrArray *extras = g_ptr_array_new_with_free_func ((GDestroyNotify) extra_free);

  for (guint i = 0; attachments && i < g_list_model_get_n_items (attachments); i++)
    {
      g_autoptr(EdgeKitAttachment) attachment = g_list_model_get_item (attachments, i);

      add_extra (extras, attachment);
    }
  return extras;
}

/* --- Where -------------------------------------------------------------------- */

static guint
first_device (const EdgeKitSplit *split)
{
  for (guint i = 0; i < split->n_devices; i++)
    if (split->layers_on[i] > 0)
      return i + 1;
  return 0;
}

/* All of a draft is on the devices, in the proportions of the model. */
static void
make_split (const EdgeKitSplit *of_model, const EdgeKitShape *shape, EdgeKitSplit *split)
{
  const guint64 layers = shape->layers->len + 1;
  guint64 sum = 0, given = 0;

  memset (split, 0, sizeof *split);
  if (of_model->gpu_layers == 0)
    return;
  split->n_devices = of_model->n_devices;
  memcpy (split->devices, of_model->devices, split->n_devices * sizeof split->devices[0]);
  split->gpu_layers = layers;
  for (guint i = 0; i < split->n_devices; i++)
    {
      guint64 upto;

      sum += of_model->layers_on[i];
      upto = MIN (sum, of_model->gpu_layers) == of_model->gpu_layers
               ? layers
               : (guint64) ((double) sum / (double) of_model->gpu_layers * (double) layers + 0.5);
      split->layers_on[i] = upto - MIN (given, upto);
      given = MAX (given, upto);
    }
}

/* --- What --------------------------------------------------------------------- */

/* The first word stays that of the engine. */
static const char *
name_for_draft (EdgeKitMemoryKind kind)
{
  switch (kind)
    {
    case EDGEKIT_MEMORY_KIND_WEIGHTS:
      return "model weights of the draft";
    case EDGEKIT_MEMORY_KIND_KV_CACHE:
      return "kv cache of the draft";
    case EDGEKIT_MEMORY_KIND_RECURRENT_STATE:
      return "rs state of the draft";
    case EDGEKIT_MEMORY_KIND_OUTPUT:
      return "output buffer of the draft";
    default:
      return "compute buffer of the draft";
    }
}

/* The back end and its libraries are there already. */
static void
add_bill (EdgeKitBill *bill, const EdgeKitBill *draft, guint pool_offset)
{
  for (guint i = 0; i < draft->n_charges; i++)
    {
      const EdgeKitCharge *c = &draft->charges[i];

      if (c->kind != EDGEKIT_MEMORY_KIND_OVERHEAD)
        _edgekit_bill_add (bill, c->kind, name_for_draft (c->kind), c->pool + pool_offset, c->low, c->likely, c->high,
                           c->source);
    }
}

/* llama-server gives it the context of one conversation, and a cache of its own
 * types (tools/server: llama_n_ctx_seq of the model's context, n_parallel = 1). */
static void
charge_draft (const EdgeKitProblem *problem, const EdgeKitExtra *extra, const EdgeKitSettings *settings,
              const EdgeKitSplit *split, EdgeKitBill *bill)
{
  g_autofree EdgeKitBill *one = g_new (EdgeKitBill, 1);
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_copy (problem->workload);
  EdgeKitSettings own;
  EdgeKitSplit where;
  const char *why;

  edgekit_workload_set_parallel (workload, 1);
  edgekit_workload_set_cache_type_k (workload, NULL);
  edgekit_workload_set_cache_type_v (workload, NULL);
  problem->estimator->get_settings (extra->shape, workload, settings->cells, &own, &why);
  make_split (split, extra->shape, &where);
  one->n_charges = 0;
  problem->estimator->price (extra->shape, &own, &where, one);
  add_bill (bill, one, 0);
}

/* vLLM divides a draft as it does the model, and keeps both in one pool of pages;
 * of the trial run the model is the larger part. */
static void
charge_draft_network (const EdgeKitProblem *problem, const EdgeKitExtra *extra, const EdgeKitSettings *settings,
                      const EdgeKitSplit *split, EdgeKitBill *bill)
{
  g_autofree EdgeKitBill *one = g_new (EdgeKitBill, 1);
  EdgeKitDevices devices;
  guint kept = 0;

  _edgekit_places_describe (problem->places, &devices);
  one->n_charges = 0;
  problem->estimator->network->price (extra->network, settings, &devices,
                                      _edgekit_solver_count_together (problem, split), one);
  for (guint i = 0; i < one->n_charges; i++)
    if (one->charges[i].kind != EDGEKIT_MEMORY_KIND_COMPUTE)
      one->charges[kept++] = one->charges[i];
  one->n_charges = kept;
  for (guint i = 0; i < split->n_devices; i++)
    if (split->layers_on[i] > 0)
      add_bill (bill, one, i + 1);
}

/* The tower works on one picture at a time. With flash attention, which it uses
 * where the back end has it, scores are never a tensor (tools/mtmd/clip.cpp). Some
 * models cut large pictures into several times as many pieces as the usual size has. */
static void
charge_tower (const EdgeKitAttachment *a, guint pool, EdgeKitBill *bill)
{
  guint64 row = _edgekit_sat_add (_edgekit_sat_mul (4, a->embedding), _edgekit_sat_mul (2, a->feed_forward));
  guint64 tensors = _edgekit_sat_mul (_edgekit_sat_mul (row, a->patches), FLOAT);
  guint64 scores = _edgekit_sat_mul (_edgekit_sat_mul (a->patches, a->patches), _edgekit_sat_mul (a->heads, FLOAT));

  if (tensors == 0)
    tensors = 256 * MIB; /* a file that does not say it: about what towers of 400 million weights need */
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_COMPUTE, "compute buffer of the projector", pool, tensors / 4, tensors,
                     MAX (_edgekit_sat_add (_edgekit_sat_mul (tensors, 4), scores), 1024 * MIB),
                     "patches of a picture × (4 × width + 2 × feed-forward width) × 4 bytes; more for large pictures, and "
                     "without flash attention");
}

static void
charge_weights (const char *what, guint pool, guint64 bytes, EdgeKitBill *bill)
{
  _edgekit_bill_add (bill, EDGEKIT_MEMORY_KIND_WEIGHTS, what, pool, bytes, bytes, bytes, "sum of the tensors of its file");
}

/* Each part of an adapter lies with the layer that it belongs to. */
static void
charge_adapters (guint64 bytes, const EdgeKitProblem *problem, const EdgeKitSplit *split, EdgeKitBill *bill)
{
  const char *what = "model weights of adapters";
  const guint64 layers = problem->shape->layers->len + 1;
  guint64 placed = 0;

  for (guint i = 0; i < split->n_devices; i++)
    if (split->layers_on[i] > 0)
      {
        double share = MIN ((double) split->layers_on[i] / (double) layers, 1);
        guint64 part = problem->estimator->network ? bytes : MIN ((guint64) (share * (double) bytes), bytes - placed);

        charge_weights (what, i + 1, part, bill);
        placed = problem->estimator->network ? bytes : placed + part;
      }
  if (placed < bytes)
    charge_weights (what, 0, bytes - placed, bill);
}

/* A GGUF file for what is built on llama.cpp, safetensors for the others, which
 * have their projectors among the weights of the model. */
gboolean
_edgekit_extras_can_load (const EdgeKitEstimator *estimator, const EdgeKitAttachment *attachment)
{
  const char *why;

  if (attachment->model)
    return estimator->network ? estimator->network->can_load (attachment->model, &why)
                              : estimator->can_load (edgekit_model_get_format (attachment->model), &why);
  if (g_str_equal (attachment->kind, EDGEKIT_ATTACHMENT_MMPROJ))
    return estimator->network == NULL;
  return (estimator->network == NULL) == g_str_has_suffix (attachment->name, ".gguf");
}

void
_edgekit_extras_charge (const EdgeKitProblem *problem, const EdgeKitSettings *settings, const EdgeKitSplit *split,
                        EdgeKitBill *bill)
{
  for (guint i = 0; problem->extras && i < problem->extras->len; i++)
    {
      const EdgeKitExtra *extra = g_ptr_array_index (problem->extras, i);
      const EdgeKitAttachment *a = extra->attachment;

      if (!_edgekit_extras_can_load (problem->estimator, a))
        continue;
      if (extra->shape && problem->estimator->network)
        charge_draft_network (problem, extra, settings, split, bill);
      else if (extra->shape)
        charge_draft (problem, extra, settings, split, bill);
      else if (g_strcmp0 (a->kind, EDGEKIT_ATTACHMENT_MMPROJ) == 0)
        {
          charge_weights ("model weights of the projector", first_device (split), extra->bytes, bill);
          charge_tower (a, first_device (split), bill);
        }
      else
        charge_adapters (extra->bytes, problem, split, bill);
    }
}
