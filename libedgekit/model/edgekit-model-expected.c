/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-expected-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-outline-private.h"
#include "edgekit-table-private.h"

#define TABLE "expected-tensors"
#define ALIGNMENT 32

/* --- From facts to a record like one of the catalogue ----------------------- */

static gint64
get (EdgeKitModel *self, const char *key)
{
  return MAX (_edgekit_model_get_int (self, key, 0), 0);
}

static void
set (JsonObject *record, const char *member, gint64 value)
{
  if (value > 0)
    json_object_set_int_member (record, member, value);
}

/* What the row of an architecture says, which is not in its files. */
static gboolean
has_word (EdgeKitModel *self, const char *key, const char *word)
{
  g_auto(GStrv) words = g_key_file_get_string_list (_edgekit_table_get (TABLE), self->architecture, key, NULL, NULL);

  return words && g_strv_contains ((const char *const *) words, word);
}

static char
mixer_of (EdgeKitModel *self, const EdgeKitLayer *layer)
{
  switch (layer->attention)
    {
    case EDGEKIT_ATTENTION_KIND_FULL:
      return EDGEKIT_OUTLINE_FULL;
    case EDGEKIT_ATTENTION_KIND_WINDOW:
      return EDGEKIT_OUTLINE_WINDOW;
    case EDGEKIT_ATTENTION_KIND_MLA:
      return EDGEKIT_OUTLINE_MLA;
    case EDGEKIT_ATTENTION_KIND_RECURRENT:
      return EDGEKIT_OUTLINE_RECURRENT;
    case EDGEKIT_ATTENTION_KIND_HYBRID:
      return EDGEKIT_OUTLINE_BOTH;
    default:
      /* an encoder keeps nothing and has attention nevertheless; of layers that use
       * the caches of others, too, the heads are there */
      return layer->heads > 0 && layer->kv_heads > 0 ? EDGEKIT_OUTLINE_FULL : EDGEKIT_OUTLINE_NONE;
    }
}

static char
feed_of (EdgeKitModel *self, const EdgeKitLayer *layer)
{
  gint64 step = get (self, ".interleave_moe_layer_step");
  gint64 width = _edgekit_model_get_nth (self, ".feed_forward_length", layer->index, 0);
  guint n;
  gboolean list = _edgekit_model_get_ints (self, ".feed_forward_length", &n) != NULL;

  if (self->experts > 0 && layer->index >= get (self, ".leading_dense_block_count") &&
      (step <= 1 || (layer->index + 1) % step == 0))
    return list && width == 0 && get (self, ".expert_feed_forward_length") > 0 && layer->kv_heads > 0 ? 'N' : 'E';
  return width > 0 ? 'D' : 'N';
}

/* The number of the layers of this kind, in the middle where they differ. */
static gint64
typical (EdgeKitModel *self, gboolean window, gint64 (*number) (const EdgeKitLayer *layer))
{
  gint64 sum = 0, n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i++)
    {
      EdgeKitLayer *layer = _edgekit_model_layer (self, i);

      if ((layer->window > 0) != window || number (layer) <= 0)
        continue;
      sum += number (layer);
      n++;
    }
  return n > 0 ? (sum + n / 2) / n : 0;
}

static gint64
heads_of (const EdgeKitLayer *layer)
{
  return layer->heads;
}

static gint64
kv_heads_of (const EdgeKitLayer *layer)
{
  return layer->kv_heads;
}

static gint64
key_length_of (const EdgeKitLayer *layer)
{
  return layer->key_length;
}

static gint64
value_length_of (const EdgeKitLayer *layer)
{
  return layer->value_length;
}

/* One number, or one for layers with a window and one for the others. */
static void
set_by_kind (EdgeKitModel *self, JsonObject *record, const char *member, gint64 (*number) (const EdgeKitLayer *layer))
{
  gint64 full = typical (self, FALSE, number), window = typical (self, TRUE, number);

  if (full > 0 && window > 0 && full != window)
    {
      JsonObject *both = json_object_new ();

      set (both, "F", full);
      set (both, "W", window);
      json_object_set_object_member (record, member, both);
    }
  else
    set (record, member, full > 0 ? full : window);
}

static void
set_layers (EdgeKitModel *self, JsonObject *record)
{
  g_autoptr(GString) mixers = g_string_new (NULL), feeds = g_string_new (NULL);
  JsonArray *widths = json_array_new ();
  const gint64 part = has_word (self, "feeds", "half") ? 2 : 1;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->layers)); i++)
    {
      EdgeKitLayer *layer = _edgekit_model_layer (self, i);
      JsonArray *run = json_array_new ();

      g_string_append_c (mixers, mixer_of (self, layer));
      g_string_append_c (feeds, feed_of (self, layer));
      json_array_add_int_element (run, _edgekit_model_get_nth (self, ".feed_forward_length", i, 0) / part);
      json_array_add_int_element (run, 1);
      json_array_add_array_element (widths, run);
    }
  json_object_set_string_member (record, "attention", mixers->str);
  json_object_set_string_member (record, "ffn", feeds->str);
  json_object_set_array_member (record, "ff_length", widths);
}

static void
set_experts (EdgeKitModel *self, JsonObject *record)
{
  gint64 width = get (self, ".expert_feed_forward_length"), shared = get (self, ".expert_shared_feed_forward_length");

  if (self->experts <= 0)
    return;
  if (width == 0)
    width = MAX (self->feed_forward_length, 0);
  if (shared == 0)
    shared = get (self, ".expert_shared_count") * width;
  set (record, "experts", self->experts);
  set (record, "expert_ff_length", width);
  set (record, "shared_ff_length", shared);
  set (record, "moe_latent", get (self, ".moe_latent_size"));
}

static void
set_mla (EdgeKitModel *self, JsonObject *record)
{
  gint64 rank = get (self, ".attention.kv_lora_rank"), rope = get (self, ".rope.dimension_count");
  gint64 key = get (self, ".attention.key_length_mla"), value = get (self, ".attention.value_length_mla");
  JsonObject *mla;

  if (rank == 0)
    return;
  mla = json_object_new ();
  set (mla, "kv_lora", rank);
  set (mla, "q_lora", get (self, ".attention.q_lora_rank"));
  set (mla, "rope_dim", rope);
  set (mla, "nope_dim", (key ? key : get (self, ".attention.key_length")) - rope);
  set (mla, "v_dim", value ? value : get (self, ".attention.value_length"));
  json_object_set_object_member (record, "mla", mla);
}

static void
set_recurrent (EdgeKitModel *self, JsonObject *record)
{
  JsonObject *recurrent = json_object_new ();
  gint64 state = get (self, ".ssm.state_size"), groups = get (self, ".ssm.group_count");

  set (recurrent, "conv", get (self, ".shortconv.l_cache") ? get (self, ".shortconv.l_cache")
                                                           : get (self, ".ssm.conv_kernel"));
  if (get (self, ".shortconv.l_cache") > 0)
    json_object_set_string_member (recurrent, "kind", "shortconv");
  else if (has_word (self, "state", "gated-delta-net") && groups > 0)
    {
      gint64 heads = get (self, ".ssm.time_step_rank");

      json_object_set_string_member (recurrent, "kind", "gated-delta-net");
      set (recurrent, "key_heads", groups);
      set (recurrent, "key_dim", state);
      set (recurrent, "value_heads", heads);
      set (recurrent, "value_dim", heads > 0 ? get (self, ".ssm.inner_size") / heads : 0);
    }
  else if (groups == 0 && state > 0)
    {
      json_object_set_string_member (recurrent, "kind", "mamba");
      set (recurrent, "inner", get (self, ".ssm.inner_size"));
      set (recurrent, "state", state);
      set (recurrent, "rank", get (self, ".ssm.time_step_rank"));
    }
  else if (groups > 0)
    {
      json_object_set_string_member (recurrent, "kind", "mamba2");
      set (recurrent, "inner", get (self, ".ssm.inner_size"));
      set (recurrent, "state", state);
      set (recurrent, "groups", groups);
      set (recurrent, "heads", get (self, ".ssm.time_step_rank"));
    }
  json_object_set_object_member (record, "recurrent", recurrent);
}

static void
set_words (EdgeKitModel *self, JsonObject *record, const char *member)
{
  g_auto(GStrv) words = g_key_file_get_string_list (_edgekit_table_get (TABLE), self->architecture, member, NULL, NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; words && words[i]; i++)
    json_array_add_string_element (array, words[i]);
  json_object_set_array_member (record, member, array);
}

static void
set_strings (EdgeKitModel *self, JsonObject *record)
{
  static const char *const members[] = { "qk_norm", "attn_bias" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *value = g_key_file_get_string (_edgekit_table_get (TABLE), self->architecture, members[i], NULL);

      if (value)
        json_object_set_string_member (record, members[i], value);
    }
}

static JsonObject *
make_record (EdgeKitModel *self, gboolean tied)
{
  JsonObject *record = json_object_new ();
  const char *row = self->architecture;
  gint64 per_layer = get (self, ".embedding_length_per_layer_input");

  json_object_set_string_member (record, "id", "facts");
  json_object_set_string_member (record, "arch", self->architecture);
  set (record, "layers", self->n_layers);
  set (record, "embedding_length", self->embedding_length);
  set (record, "vocab", self->vocabulary_size);
  json_object_set_boolean_member (record, "tied", tied);
  json_object_set_boolean_member (record, "ff_gated", !has_word (self, "feeds", "plain"));
  set (record, "norms", _edgekit_table_int_or (TABLE, row, "norms", 2));
  if (has_word (self, "inputs", "positions"))
    set (record, "positions", MAX (self->context_length, 0));
  if (has_word (self, "inputs", "token-types"))
    set (record, "type_vocab", 2);
  set_layers (self, record);
  set_by_kind (self, record, "heads", heads_of);
  set_by_kind (self, record, "kv_heads", kv_heads_of);
  set_by_kind (self, record, "head_dim_k", key_length_of);
  set_by_kind (self, record, "head_dim_v", value_length_of);
  set_experts (self, record);
  set_mla (self, record);
  set_recurrent (self, record);
  set_words (self, record, "fused");
  set_words (self, record, "flags");
  set_strings (self, record);
  if (per_layer > 0)
    {
      JsonObject *embedding = json_object_new ();

      set (embedding, "dim", per_layer);
      set (embedding, "vocab", self->vocabulary_size);
      json_object_set_object_member (record, "per_layer_embedding", embedding);
    }
  return record;
}

/* --- Mixes ------------------------------------------------------------------ */

static double
bits_of_mix (const char *mix)
{
  return _edgekit_table_double ("mixes", mix, "bits");
}

/* The mix of that name, or the one nearest to what a name or size suggests. */
static const char *
choose_mix (EdgeKitModel *self, const char *quantization, double bits)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("mixes"), NULL);
  const char *best = NULL;

  if (quantization && _edgekit_mix_exists (quantization))
    return g_intern_string (quantization);
  for (guint i = 0; rows[i]; i++)
    if (!best || fabs (bits_of_mix (rows[i]) - bits) < fabs (bits_of_mix (best) - bits))
      best = g_intern_string (rows[i]);
  return best;
}

static guint64
total_of (GPtrArray *tensors)
{
  guint64 total = 0;

  for (guint i = 0; i < tensors->len; i++)
    total = _edgekit_sat_add (total, ((EdgeKitTensor *) g_ptr_array_index (tensors, i))->size);
  return total;
}

static double
count_parameters (GPtrArray *tensors)
{
  double total = 0;

  for (guint i = 0; i < tensors->len; i++)
    total += (double) ((EdgeKitTensor *) g_ptr_array_index (tensors, i))->parameters;
  return total;
}

/* --- Models in two parts ------------------------------------------------------ */

static void
add_copy (GPtrArray *tensors, const EdgeKitTensor *from, const char *part, const char *prefix)
{
  const char *rest = from->rest;
  g_autofree char *name = NULL;
  EdgeKitTensor *to;

  if (from->layer < 0)
    name = g_strconcat (part, from->name, NULL);
  else
    {
      /* its short name here, llama-arch.cpp LLM_TENSOR_DEC_ATTN_OUT */
      g_autofree char *short_name = g_str_has_prefix (rest, "attn_output.")
                                      ? g_strconcat ("attn_o.", rest + strlen ("attn_output."), NULL)
                                      : g_strdup (rest);

      name = g_strdup_printf ("%sblk.%" G_GINT64_FORMAT ".%s%s", part, (gint64) from->layer, prefix, short_name);
    }
  to = _edgekit_tensor_new (name, from->dims, from->n_dims, EDGEKIT_TENSOR_INNERMOST_FIRST);
  if (!to)
    return;
  to->tensor_type = g_strdup (from->tensor_type);
  to->size = from->size;
  g_ptr_array_add (tensors, to);
}

/* An encoder, and a decoder of as many layers that looks at what it says: T5. */
static GPtrArray *
double_up (GPtrArray *single)
{
  GPtrArray *tensors = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < single->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (single, i);

      if (tensor->layer < 0 && !g_str_has_prefix (tensor->name, "output_norm."))
        {
          g_ptr_array_add (tensors, g_object_ref (tensor));
          continue;
        }
      add_copy (tensors, tensor, "enc.", "");
      add_copy (tensors, tensor, "dec.", "");
      if (tensor->layer >= 0 && g_str_has_prefix (tensor->rest, "attn_"))
        add_copy (tensors, tensor, "dec.", "cross_");
    }
  g_ptr_array_unref (single);
  return tensors;
}

/* --- What there is --------------------------------------------------------- */

static GPtrArray *
make_tensors (EdgeKitModel *self, gboolean tied, const char *mix)
{
  g_autoptr(JsonObject) record = make_record (self, tied);
  g_autoptr(EdgeKitOutline) outline = _edgekit_outline_new (record, NULL);
  GPtrArray *tensors = g_ptr_array_new_with_free_func (g_object_unref);

  if (outline)
    _edgekit_outline_add_tensors (outline, mix, tensors);
  return get (self, ".decoder_block_count") > 0 ? double_up (tensors) : tensors;
}

/* --- As large as the files -------------------------------------------------- */

static double
distance (guint64 a, guint64 b)
{
  return fabs ((double) a - (double) b);
}

/* No key says whether the output layer is the embeddings again: what the files
 * measure does. */
static GPtrArray *
fit_tensors (EdgeKitModel *self, const char *quantization, guint64 weights)
{
  g_autoptr(GPtrArray) plain = make_tensors (self, FALSE, "F16");
  double parameters = count_parameters (plain);
  const char *mix = choose_mix (self, quantization, parameters > 0 ? weights * 8 / parameters : 0);
  g_autoptr(GPtrArray) apart = make_tensors (self, FALSE, mix);
  g_autoptr(GPtrArray) tied = make_tensors (self, TRUE, mix);

  return distance (total_of (tied), weights) < distance (total_of (apart), weights) ? g_steal_pointer (&tied)
                                                                                     : g_steal_pointer (&apart);
}

GPtrArray *
_edgekit_model_expect_tensors (EdgeKitModel *self, const char *quantization, guint64 weights)
{
  GPtrArray *tensors = fit_tensors (self, quantization, weights);
  guint64 total = total_of (tensors), offset = 0;
  double factor = total > 0 ? (double) weights / (double) total : 0;

  for (guint i = 0; i < tensors->len; i++)
    {
      EdgeKitTensor *tensor = g_ptr_array_index (tensors, i);

      tensor->size = (gint64) (tensor->size * factor);
      tensor->size_is_bound = TRUE;
      tensor->offset = offset;
      offset = _edgekit_sat_pad (_edgekit_sat_add (offset, tensor->size), ALIGNMENT);
    }
  return tensors;
}

/* --- The model -------------------------------------------------------------- */

static guint64
size_of (GPtrArray *parts)
{
  guint64 size = 0;

  for (guint i = 0; i < parts->len; i++)
    size = _edgekit_sat_add (size, ((EdgeKitModelPart *) g_ptr_array_index (parts, i))->size);
  return size;
}

static void
note_stop (EdgeKitModel *self, guint64 n_read)
{
  g_autofree char *read = edgekit_format_size (MIN (n_read, G_MAXINT64));
  g_autofree char *message =
    /* Translators: a size, such as "1.0 MB" */
    g_strdup_printf (_ ("Reading stopped after %s, as no more of the model’s description was to be read; the figures "
                        "are rougher than usual."), read);

  _edgekit_model_add_note (self, "budget-reached", EDGEKIT_SEVERITY_INFO, message,
                           _ ("For exact figures, download the model and check its file."));
}

EdgeKitModel *
_edgekit_model_new_from_facts (GPtrArray *parts, const char *quantization, guint64 n_read, const char *what,
                               GError **error)
{
  EdgeKitModelPart *first = g_ptr_array_index (parts, 0);
  guint64 size = size_of (parts), header = MIN (first->gguf->header_guess, size);
  g_autoptr(EdgeKitMetadata) facts = _edgekit_metadata_ref (first->gguf->metadata);
  g_autoptr(EdgeKitModel) bare = _edgekit_model_new_from_gguf (parts, n_read, what, error);
  EdgeKitModel *model;

  first->gguf->metadata = _edgekit_metadata_ref (facts);
  if (!bare)
    return NULL;
  g_ptr_array_unref (first->gguf->tensors);
  first->gguf->tensors =
    _edgekit_model_expect_tensors (bare, quantization ? quantization : bare->quantization, size - header);
  model = _edgekit_model_new_from_gguf (parts, n_read, what, error);
  first->gguf->metadata = _edgekit_metadata_ref (facts);
  if (!model)
    return NULL;
  /* they are for estimates, and nobody else’s to see */
  model->expected = g_ptr_array_ref (first->gguf->tensors);
  g_list_store_remove_all (model->tensors);
  if (quantization)
    {
      g_free (model->quantization);
      model->quantization = g_strdup (quantization);
    }
  model->stopped = first->gguf->stopped;
  if (model->stopped)
    note_stop (model, n_read);
  else
    _edgekit_model_add_note (model, "facts-only", EDGEKIT_SEVERITY_INFO,
                             _ ("Only the begin of the model’s description was read; how large its parts are is "
                                "estimated."),
                             NULL);
  return model;
}
