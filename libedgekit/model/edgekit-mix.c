/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-outline-private.h"
#include "edgekit-table-private.h"
#include "edgekit-tensor-type-private.h"

#define TABLE "mixes"

gboolean
_edgekit_mix_exists (const char *mix)
{
  return g_key_file_has_group (_edgekit_table_get (TABLE), mix);
}

GStrv
_edgekit_mix_list (void)
{
  return g_key_file_get_groups (_edgekit_table_get (TABLE), NULL);
}

static const char *
look_up (const char *mix, const char *key)
{
  g_autofree char *value = g_key_file_get_string (_edgekit_table_get (TABLE), mix, key, NULL);

  return value ? g_intern_string (value) : NULL;
}

static gboolean
contains (const char *name, const char *part)
{
  return strstr (name, part) != NULL;
}

/* tensor_allows_quantization: what stays as it is. */
static gboolean
is_kept (const char *name, guint n_dims)
{
  static const char *const parts[] = { "_norm.weight",  "ffn_gate_inp.weight", "altup",     "laurel",     "per_layer_model_proj",
                                       "position_embd", "token_types",         "ssm_conv1d", "shortconv.conv" };

  if (n_dims < 2 || !g_str_has_suffix (name, ".weight"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (contains (name, parts[i]))
      return TRUE;
  return FALSE;
}

/* use_more_bits: the first and the last eighth of the layers, and every third between. */
static gboolean
deserves_more (guint64 i, guint64 n)
{
  return i < n / 8 || i >= 7 * n / 8 || (i - n / 8) % 3 == 2;
}

static const char *
first_of (const char *a, const char *b)
{
  return a ? a : b;
}

static const char *
type_of_value (EdgeKitMixState *state, const char *base)
{
  guint64 i = state->i_value++;
  const char *type = first_of (look_up (state->mix, "value"), base);

  if (i < (guint64) _edgekit_table_int_or (TABLE, state->mix, "value_first_layers", 0))
    type = look_up (state->mix, "value_first");
  else if (deserves_more (i, state->n_values))
    type = first_of (look_up (state->mix, "value_more"), type);
  if (state->groups >= 4)
    type = first_of (look_up (state->mix, "value_grouped"), type);
  return state->experts == 8 ? "Q8_0" : type;
}

static const char *
type_of_down (const EdgeKitMixState *state, const char *base, gint64 layer)
{
  const char *type = first_of (look_up (state->mix, "down"), base);
  gint64 part = _edgekit_table_int_or (TABLE, state->mix, "down_first_part", 0);

  if (layer < 0)
    return type;
  if (part > 0 && (guint64) layer < state->layers / part)
    return look_up (state->mix, "down_first");
  return deserves_more (layer, state->layers) ? first_of (look_up (state->mix, "down_more"), type) : type;
}

static const char *
type_of (EdgeKitMixState *state, const char *name, guint n_dims, gint64 layer)
{
  const char *base = look_up (state->mix, "base");
  const char *output = first_of (look_up (state->mix, "output"), base);

  if (g_str_equal (name, "output.weight") || (state->tied && g_str_has_suffix (name, "token_embd.weight")))
    return output;
  if (n_dims == 3 && look_up (state->mix, "experts"))
    return look_up (state->mix, "experts");
  if (contains (name, "attn_qkv.weight") || contains (name, "attn_v.weight") || contains (name, "attn_kv_b.weight"))
    return type_of_value (state, base);
  if (contains (name, "attn_k.weight"))
    return state->experts == 8 ? "Q8_0" : base;
  if (contains (name, "ffn_down"))
    return type_of_down (state, base, layer);
  if (contains (name, "attn_output.weight"))
    return first_of (look_up (state->mix, state->experts == 8 ? "attention_output_8" : "attention_output"), base);
  return base;
}

/* tensor_type_fallback: rows that do not divide into blocks of 256, or of 32. */
static const char *
fall_back (const char *name, guint64 columns)
{
  static const char *const fallbacks[][2] = {
    { "Q2_K", "Q4_0" }, { "Q3_K", "Q4_0" }, { "Q4_K", "Q5_0" }, { "Q5_K", "Q5_1" }, { "Q6_K", "Q8_0" },
  };
  const EdgeKitTensorType *type = _edgekit_tensor_type_find (name);
  const char *fallback = "F16";

  if (columns % type->block == 0)
    return name;
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    if (g_str_equal (fallbacks[i][0], name))
      fallback = fallbacks[i][1];
  return columns % _edgekit_tensor_type_find (fallback)->block == 0 ? fallback : "F16";
}

const char *
_edgekit_mix_get_type (EdgeKitMixState *state, const char *name, const guint64 *dims, guint n_dims, gint64 layer)
{
  if (is_kept (name, n_dims))
    return "F32";
  return fall_back (type_of (state, name, n_dims, layer), dims[0]);
}
