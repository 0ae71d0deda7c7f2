/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-table-private.h"
#include "edgekit-vllm-private.h"

/* What vLLM takes beside the KV cache. It finds that out itself: at the start it
 * runs the longest step that may come, and looks at the peak. The parts of that
 * peak were found by 60 logs of an H100, which report it to 0.01 GiB. */

#define MIB G_GUINT64_CONSTANT (1048576)
#define NUMBER 2 /* bytes of an activation */

/* What torch and its libraries keep of the peak beside tensors of the model. */
#define SMALL_CHANGE (105 * MIB)
/* Pictures, and what the tower makes of them, in a trial run. */
#define TOWER_CHANGE (210 * MIB)

/* --- Releases --------------------------------------------------------------- */

/* Compares "0.9" and "0.21.1" by their numbers. */
static int
compare_versions (const char *a, const char *b)
{
  while (*a || *b)
    {
      char *end_a, *end_b;
      guint64 x = g_ascii_strtoull (a, &end_a, 10), y = g_ascii_strtoull (b, &end_b, 10);

      if (x != y)
        return x < y ? -1 : 1;
      if ((end_a == a && *a) || (end_b == b && *b))
        return 0; /* “0.21rc1”: what follows is not compared */
      a = end_a + (*end_a == '.');
      b = end_b + (*end_b == '.');
    }
  return 0;
}

const char *
_edgekit_vllm_release (const char *version)
{
  g_auto(GStrv) rows = g_key_file_get_groups (_edgekit_table_get ("vllm-releases"), NULL);
  guint row = 0;

  for (guint i = 0; rows[i]; i++)
    if (!version || compare_versions (rows[i], version) <= 0)
      row = i;
  return g_intern_string (rows[row]);
}

/* The row of @release or, where it does not say @key, one before it. */
static char *
find_row (const char *release, const char *key)
{
  GKeyFile *table = _edgekit_table_get ("vllm-releases");
  g_auto(GStrv) rows = g_key_file_get_groups (table, NULL);
  const char *row = rows[0];

  for (guint i = 0; rows[i] && compare_versions (rows[i], release) <= 0; i++)
    if (g_key_file_has_key (table, rows[i], key, NULL))
      row = rows[i];
  return g_strdup (row);
}

double
_edgekit_vllm_release_number (const char *release, const char *key)
{
  g_autofree char *row = find_row (release, key);

  return _edgekit_table_double ("vllm-releases", row, key);
}

gboolean
_edgekit_vllm_release_says (const char *release, const char *key, const char *word)
{
  g_autofree char *row = find_row (release, key);
  g_autofree char *value = g_key_file_get_string (_edgekit_table_get ("vllm-releases"), row, key, NULL);

  return g_strcmp0 (value, word) == 0;
}

/* --- Parts ------------------------------------------------------------------ */

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

static gboolean
is_linked (const EdgeKitDevices *devices)
{
  return devices->capability >= 90 && devices->capability < 110;
}

/* Experts of block floats are laid out anew for the tensor cores of Hopper and
 * Blackwell, whose tiles are wider than some models: 2,880 becomes 3,072. */
static guint64
padded_experts (const EdgeKitNetwork *network, const EdgeKitDevices *devices, guint n)
{
  const guint64 width = network->embedding, part = network->expert_feed_forward / n;

  if (!network->block_floats || !is_linked (devices) || width == 0 || part == 0)
    return network->expert_weights;
  return (guint64) ((double) network->expert_weights * _edgekit_sat_pad (width, 256) / width *
                    _edgekit_sat_pad (part, 64) / part);
}

void
_edgekit_vllm_weights (const EdgeKitNetwork *network, const EdgeKitSettings *settings, const EdgeKitDevices *devices,
                       guint n, EdgeKitVllmRange *range)
{
  const guint64 sum = add (_edgekit_network_sum (network), network->tower_weights);
  const guint64 whole = MIN (network->whole_weights, sum);
  guint64 likely = add (sum - network->expert_weights, padded_experts (network, devices, n));

  /* a model of 32-bit floats is loaded as 16-bit ones */
  if (network->wide_weights > sum / 2)
    likely -= network->wide_weights / 2;
  likely = add (likely, mul (network->latent_parameters, NUMBER));
  likely = add ((likely - MIN (whole, likely)) / n, whole);
  /* beside them the sines and cosines of every position */
  likely = add (likely, mul (mul (network->positions, network->rope_length), NUMBER));
  range->low = sum / n;
  range->likely = likely;
  range->high = add (likely, MAX (mul (network->n_weights, MIB) / n, likely / 100));
}

void
_edgekit_vllm_activation (const EdgeKitNetwork *network, const EdgeKitSettings *settings, guint n,
                          EdgeKitVllmRange *range)
{
  const guint64 tokens = settings->batch;
  const double sampler_bytes = _edgekit_vllm_release_number (settings->release, "sampler_bytes");
  /* gate, up and their product beside the residual, the input and the output */
  guint64 feed_forward = add (mul (3, network->feed_forward / n), mul (3, network->embedding));
  guint64 sampler = (guint64) (sampler_bytes * MIN ((double) mul (settings->outputs, network->vocabulary), 1e15));
  guint64 peak, experts = 0;

  feed_forward = mul (mul (feed_forward, tokens), NUMBER);
  if (network->encoder)
    sampler = 0;
  peak = add (MAX (sampler, feed_forward), mul (mul (network->embedding, tokens), NUMBER));
  if (network->expert_weights > 0 && !network->block_floats) /* whose kernels do without */
    { /* two working spaces, which stay: what the chosen experts take in and give back */
      guint64 wide = MAX (mul (2, network->expert_feed_forward / n), network->embedding);

      experts = mul (mul (add (wide, network->embedding), mul (tokens, MAX (network->experts_used, 1))), NUMBER);
    }
  peak = add (peak, SMALL_CHANGE);
  range->low = peak - peak / 20;
  range->likely = add (add (peak, experts), network->sees ? TOWER_CHANGE : 0);
  range->high = add (range->likely, add (256 * MIB, network->sees ? 2 * TOWER_CHANGE : 0));
}

void
_edgekit_vllm_graphs (const EdgeKitNetwork *network, const EdgeKitSettings *settings, const EdgeKitDevices *devices,
                      EdgeKitVllmRange *range)
{
  guint64 likely;

  *range = (EdgeKitVllmRange) { 0 };
  if (settings->eager)
    return;
  /* each of about fifty graphs keeps something of every layer */
  likely = add (410 * MIB, mul (17 * MIB, network->layers->len));
  if (network->expert_weights > 0)
    likely = add (likely, 400 * MIB);
  if (devices->memory < EDGEKIT_VLLM_LARGE_DEVICE)
    likely /= 2; /* shorter steps, fewer sizes */
  range->low = MIN (40 * MIB, likely);
  range->likely = likely;
  range->high = mul (2, likely);
}

void
_edgekit_vllm_other (const EdgeKitSettings *settings, const EdgeKitDevices *devices, guint n, EdgeKitVllmRange *range)
{
  const char *key = n == 1 ? "other_mib" : is_linked (devices) ? "linked_mib" : "together_mib";

  range->likely = (guint64) _edgekit_vllm_release_number (settings->release, key) * MIB;
  range->low = range->likely / 2;
  range->high = add (range->likely, 256 * MIB);
}

void
_edgekit_vllm_context (const EdgeKitDevices *devices, guint n, EdgeKitVllmRange *range)
{
  range->low = 250 * MIB;
  range->likely = 450 * MIB;
  range->high = 620 * MIB;
  if (n > 1 && is_linked (devices))
    {
      range->low += 512 * MIB;
      range->likely += 1045 * MIB;
      range->high += 1600 * MIB;
    }
}
