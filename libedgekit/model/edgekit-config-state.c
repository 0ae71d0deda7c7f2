/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-config-facts-private.h"

/* What a recurrent layer keeps of a sequence, in values: the last inputs of a
 * convolution, and the state of a scan. Sizes: vLLM MambaStateShapeCalculator,
 * mlx-lm caches, and for the same models llama.cpp (facts of GGUF files). */

typedef struct
{
  guint64 embedding;
  guint64 heads;     /* of attention */
  guint64 before;    /* tokens that the convolution looks back */
  guint64 size;      /* of a state */
  guint64 inner;     /* width of the scan */
  guint64 state_heads;
  guint64 head_length;
  guint64 groups;
} Numbers;

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
get (EdgeKitConfig *config, const char *fact)
{
  return _edgekit_config_get_int (config, fact, 0);
}

/* What a form keeps, in two parts: engines store them in numbers of different width. */
typedef struct
{
  guint64 conv; /* the last inputs */
  guint64 scan;
} State;

static State
mamba (EdgeKitConfig *config, const Numbers *n)
{
  return (State) { mul (n->inner, n->before), mul (n->inner, n->size) };
}

static State
mamba2 (EdgeKitConfig *config, const Numbers *n)
{
  guint64 channels = add (n->inner, mul (2, mul (MAX (n->groups, 1), n->size)));

  return (State) { mul (n->before, channels), mul (n->inner, n->size) };
}

static State
gated_delta (EdgeKitConfig *config, const Numbers *n)
{
  guint64 key = mul (get (config, "delta_key_heads"), get (config, "delta_key_length"));
  guint64 value = mul (get (config, "delta_value_heads"), get (config, "delta_value_length"));

  return (State) { mul (n->before, add (mul (2, key), value)), mul (value, get (config, "delta_key_length")) };
}

static State
kda (EdgeKitConfig *config, const Numbers *n)
{
  guint64 width = mul (n->state_heads, n->head_length);

  return (State) { mul (n->before, mul (3, width)), mul (width, n->head_length) };
}

static State
shortconv (EdgeKitConfig *config, const Numbers *n)
{
  guint64 kernel = get (config, "short_kernel");

  return (State) { mul (n->embedding, kernel ? kernel - 1 : 0), 0 };
}

/* Two shifted tokens, and a square matrix for each head. */
static State
rwkv (EdgeKitConfig *config, const Numbers *n)
{
  return (State) { mul (n->embedding, 2), mul (n->embedding, n->head_length ? n->head_length : 64) };
}

/* Two shifted tokens, and numerator, denominator and maximum of the time mix. */
static State
rwkv4 (EdgeKitConfig *config, const Numbers *n)
{
  return (State) { mul (n->embedding, 2), mul (n->embedding, 3) };
}

static State
rg_lru (EdgeKitConfig *config, const Numbers *n)
{
  guint64 width = get (config, "recurrence_width");

  if (!width)
    width = n->embedding;
  return (State) { mul (width, n->before), width };
}

/* A square matrix for each head of attention. */
static State
linear (EdgeKitConfig *config, const Numbers *n)
{
  guint64 length = get (config, "head_length");

  if (!length)
    length = n->heads ? n->embedding / n->heads : 0;
  return (State) { 0, mul (n->heads, mul (length, length)) };
}

static const struct
{
  const char *name;
  const char *sign; /* a fact that only models with it have */
  State (*count) (EdgeKitConfig *, const Numbers *);
} forms[] = {
  { "gated-delta", "delta_value_heads", gated_delta },
  { "shortconv", "short_kernel", shortconv },
  { "rg-lru", "recurrence_width", rg_lru },
  { "mamba2", "state_heads", mamba2 },
  { "mamba", "state_size", mamba },
  { "kda", NULL, kda },
  { "rwkv", NULL, rwkv },
  { "rwkv4", NULL, rwkv4 },
  { "linear", NULL, linear },
};

static void
take_numbers (EdgeKitConfig *config, Numbers *n)
{
  guint64 kernel = get (config, "state_kernel");
  double expand = _edgekit_config_get_double (config, "state_expand", 2);

  n->embedding = get (config, "embedding");
  n->heads = get (config, "heads");
  n->before = kernel ? kernel - 1 : 0;
  n->size = get (config, "state_size");
  n->state_heads = get (config, "state_heads");
  n->head_length = get (config, "state_head_length");
  n->groups = get (config, "state_groups");
  n->inner = get (config, "state_inner");
  if (!n->inner)
    n->inner = mul (n->state_heads, n->head_length);
  if (!n->inner && expand > 0 && expand < 1024)
    n->inner = expand * n->embedding;
}

guint64
_edgekit_config_count_state (EdgeKitConfig *self, guint64 *conv)
{
  const char *form = _edgekit_config_get_rule (self, "state");
  Numbers numbers = { 0 };

  *conv = 0;
  take_numbers (self, &numbers);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (form ? g_str_equal (forms[i].name, form) : forms[i].sign && _edgekit_config_has (self, forms[i].sign))
      {
        State state = forms[i].count (self, &numbers);

        *conv = state.conv;
        return add (state.conv, state.scan);
      }
  return 0;
}
