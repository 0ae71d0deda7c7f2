/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-model-facts-private.h"

/* What a recurrent layer of a GGUF file keeps of a sequence: the last inputs of
 * a convolution, and the state of a scan. Sizes: llama.cpp llama-hparams.cpp,
 * n_embd_r and n_embd_s. */

static guint64
mul (guint64 a, guint64 b)
{
  return _edgekit_sat_mul (a, b);
}

static guint64
add (guint64 a, guint64 b)
{
  return _edgekit_sat_add (a, b);
}

static guint64
get (EdgeKitModel *self, const char *key, gint64 fallback)
{
  return MAX (_edgekit_model_get_int (self, key, fallback), 0);
}

EdgeKitStateForm
_edgekit_model_find_state_form (EdgeKitModel *self, const EdgeKitFamily *family)
{
  static const struct
  {
    const char *key;
    EdgeKitStateForm form;
  } signs[] = {
    { ".wkv.head_size", EDGEKIT_STATE_RWKV },
    { ".shortconv.l_cache", EDGEKIT_STATE_SHORT_CONVOLUTION },
    { ".kda.head_dim", EDGEKIT_STATE_KDA },
    { ".ssm.group_count", EDGEKIT_STATE_MAMBA2 },
  };

  if (family->state != EDGEKIT_STATE_BY_KEYS)
    return family->state;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (get (self, signs[i].key, 0) > 0)
      return signs[i].form;
  return EDGEKIT_STATE_MAMBA;
}

const char *
_edgekit_state_form_get_name (EdgeKitStateForm form)
{
  static const char *const names[] = {
    [EDGEKIT_STATE_MAMBA] = "mamba",
    [EDGEKIT_STATE_MAMBA2] = "mamba2",
    [EDGEKIT_STATE_RWKV] = "rwkv",
    [EDGEKIT_STATE_SHORT_CONVOLUTION] = "short-convolution",
    [EDGEKIT_STATE_KDA] = "kda",
    [EDGEKIT_STATE_LIGHTNING] = "lightning",
  };

  return names[form];
}

static guint64
count_ssm (EdgeKitModel *self, guint64 groups)
{
  guint64 kernel = get (self, ".ssm.conv_kernel", 0);
  guint64 inner = get (self, ".ssm.inner_size", 0), state = get (self, ".ssm.state_size", 0);
  guint64 channels = add (inner, mul (2, mul (groups, state)));

  return add (mul (kernel ? kernel - 1 : 0, channels), mul (state, inner));
}

/* Query, key and value have a convolution of their own; the state is a square
 * for each head. */
static guint64
count_kda (EdgeKitModel *self, guint64 heads)
{
  guint64 kernel = get (self, ".ssm.conv_kernel", 0), length = get (self, ".kda.head_dim", 0);
  guint64 width = mul (heads, length);

  return add (mul (mul (3, kernel ? kernel - 1 : 3), width), mul (width, length));
}

guint64
_edgekit_model_count_state (EdgeKitModel *self, EdgeKitStateForm form, EdgeKitLayer *layer)
{
  guint64 embedding = MAX (self->embedding_length, 0), heads = MAX (layer->heads, 0);
  guint64 length = MAX (layer->key_length, 0), kept = get (self, ".shortconv.l_cache", 0);

  switch (form)
    {
    case EDGEKIT_STATE_RWKV:
      return mul (embedding, add (get (self, ".token_shift_count", 2), get (self, ".wkv.head_size", 0)));
    case EDGEKIT_STATE_SHORT_CONVOLUTION:
      return mul (embedding, kept ? kept - 1 : 0);
    case EDGEKIT_STATE_KDA:
      return count_kda (self, heads);
    case EDGEKIT_STATE_LIGHTNING:
      return mul (heads, mul (length, length));
    case EDGEKIT_STATE_MAMBA:
      return count_ssm (self, 0);
    case EDGEKIT_STATE_MAMBA2:
    case EDGEKIT_STATE_BY_KEYS:
      break;
    }
  return count_ssm (self, get (self, ".ssm.group_count", 0));
}
