/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-checked-private.h"
#include "edgekit-ggml-alloc-private.h"
#include "edgekit-ggml-sched-private.h"
#include "edgekit-llama-graph-private.h"
#include "edgekit-llama-private.h"
#include "edgekit-llama-replays-private.h"

/* The compute buffers: the graph is built, ggml's scheduler and allocator are
 * replayed. Neither the count of layers that are alike nor, over wide ranges,
 * the context changes what they decide, and so a few replays answer for every
 * split and every context of a model. */

/* More kinds of layers than this are not looked through for repetitions. */
#define MAX_KINDS 48
/* A step from one kind of layer to another that was met this often changes
 * nothing any more; where the order of nodes is changed, it takes longer. */
#define MET_BEFORE 2
#define MET_BEFORE_REORDERED 4
#define NEVER G_MAXUINT
/* What several batches in flight need is kept that often (GGML_SCHED_MAX_COPIES). */
#define COPIES 4

/* What a graph depends on beside its layers and the length of the cache. */
typedef struct
{
  guint64 tokens;
  guint64 outputs;
  guint64 parallel;
  guint64 streams;
  guint64 ubatch;
  guint64 flags;
  const char *type_k;
  const char *type_v;
  guint64 n_devices;
} Circumstances;

/* What the devices decide together. */
typedef struct
{
  gboolean lends;    /* one of them computes with weights from main memory */
  gboolean reorders;
  gboolean limited;  /* to tensors of a size */
} Traits;

static Traits
traits_of (const EdgeKitSplit *split)
{
  Traits traits = { 0 };

  for (guint i = 0; i < split->n_devices; i++)
    {
      const EdgeKitBackend *backend = split->devices[i].rules;

      traits.lends |= backend->lends;
      traits.reorders |= backend->reorders;
      traits.limited |= backend->max_tensor < EDGEKIT_GRAPH_MAX_SIZE;
    }
  return traits;
}

static Circumstances
circumstances (const EdgeKitSettings *s, const EdgeKitSplit *split)
{
  return (Circumstances) {
    .tokens = s->tokens,
    .outputs = s->outputs,
    .parallel = s->parallel,
    .streams = s->streams,
    .ubatch = s->ubatch,
    .flags = (s->flash_attention ? 1 : 0) | (s->flash_automatic ? 2 : 0) | (s->swa_full ? 4 : 0) |
             (s->unified ? 8 : 0),
    .type_k = s->type_k,
    .type_v = s->type_v,
    .n_devices = split->n_devices,
  };
}

static guint64
mix_hash (guint64 hash, const void *data, gsize n)
{
  const guint64 *words = data;

  for (gsize i = 0; i < n / sizeof *words; i++)
    hash = (hash ^ words[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash >> 29);
  return hash;
}

static guint64
hash_question (const Circumstances *c, const EdgeKitSplit *split)
{
  const guint64 numbers[] = { split->gpu_layers, split->cpu_expert_layers };
  guint64 hash = mix_hash (1469598103934665603u, c, sizeof *c);

  hash = mix_hash (hash, numbers, sizeof numbers);
  hash = mix_hash (hash, split->devices, split->n_devices * sizeof split->devices[0]);
  return mix_hash (hash, split->layers_on, split->n_devices * sizeof split->layers_on[0]);
}

/* Where the layers lie, and those of them that a graph needs. */
typedef struct
{
  guint8 *devices;
  guint8 *expert_devices;
  guint16 *chosen;
  guint n_chosen;
} Layout;

static void
layout_clear (Layout *self)
{
  g_free (self->devices);
  g_free (self->expert_devices);
  g_free (self->chosen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
place_layers (const EdgeKitShape *shape, const EdgeKitSplit *split, Layout *layout)
{
  const guint n = shape->layers->len;

  layout->devices = g_new0 (guint8, n + 1);
  layout->expert_devices = g_new0 (guint8, n + 1);
  layout->chosen = g_new0 (guint16, n + 1);
  for (guint i = 0; i <= n; i++)
    {
      layout->devices[i] = _edgekit_llama_pool_of (split, i, n);
      layout->expert_devices[i] = i < split->cpu_expert_layers ? 0 : layout->devices[i];
    }
}

/* Weights that a device may borrow count by their bytes, others by their shape. */
static guint32
kind_of (const EdgeKitShape *shape, const Layout *layout, gboolean lends, guint i)
{
  const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
  const gboolean host = layout->devices[i] == 0 || layout->expert_devices[i] == 0;

  return (guint32) (lends && host ? layer->weighted_form : layer->form) << 16 | layout->devices[i] << 8 |
         layout->expert_devices[i];
}

/* Numbers the kinds of layers; 0 when there are too many. */
static guint
number_kinds (const EdgeKitShape *shape, const Layout *layout, gboolean lends, const guint16 *loaded, guint n,
              guint8 *kinds)
{
  guint32 seen[MAX_KINDS];
  guint n_seen = 0;

  for (guint i = 0; i < n; i++)
    {
      const guint32 kind = kind_of (shape, layout, lends, loaded[i]);
      guint k = 0;

      while (k < n_seen && seen[k] != kind)
        k++;
      if (k == MAX_KINDS)
        return 0;
      if (k == n_seen)
        seen[n_seen++] = kind;
      kinds[i] = k;
    }
  return n_seen;
}

/* Whether holes in the memory may still grow after dozens of layers: state-space scans, and
 * decoders with a bias for each position, free large tensors in another order than they take
 * them. With layers left out mamba's buffers were missed by 7 %, those of flan-t5 by 30 %. */
static gboolean
settles_late (const EdgeKitShape *shape)
{
  for (guint i = 0; i < shape->layers->len; i++)
    if (_edgekit_shape_tensors_get (_edgekit_shape_layer (shape, i)->tensors, EDGEKIT_ROLE_SSM_D, FALSE))
      return TRUE;
  return shape->decodes;
}

/* Leaves out what repeats: after a layer the graph may go on behind a later one
 * of the same kind, if it has met every step between the two often before. An
 * even number is left out, since results may take turns between two places. The
 * last layers stay. */
static void
choose_layers (const EdgeKitShape *shape, Layout *layout, const Traits *traits)
{
  const guint enough = settles_late (shape) ? NEVER : traits->reorders ? MET_BEFORE_REORDERED : MET_BEFORE;
  g_autofree guint16 *loaded = g_new (guint16, shape->layers->len + 1);
  g_autofree guint8 *kinds = g_new (guint8, shape->layers->len + 1);
  g_autofree guint8 *steps = NULL;
  guint n = 0, n_kinds;

  for (guint i = 0; i < shape->layers->len; i++)
    if (!_edgekit_shape_layer (shape, i)->extra)
      loaded[n++] = i;
  n_kinds = number_kinds (shape, layout, traits->lends, loaded, n, kinds);
  steps = g_new0 (guint8, n_kinds * n_kinds + 1);
  layout->n_chosen = 0;
  for (guint i = 0; i < n; i++)
    {
      layout->chosen[layout->n_chosen++] = loaded[i];
      if (n_kinds == 0)
        continue;
      for (guint j = i + 1, known = i; j + 2 < n && steps[kinds[j - 1] * n_kinds + kinds[j]] >= enough; j++)
        {
          known = kinds[j] == kinds[i] && (j - i) % 2 == 0 ? j : known;
          if (j + 3 >= n || steps[kinds[j] * n_kinds + kinds[j + 1]] < enough)
            i = known;
        }
      if (i + 1 < n && steps[kinds[i] * n_kinds + kinds[i + 1]] < enough)
        steps[kinds[i] * n_kinds + kinds[i + 1]]++;
    }
}

/* Whether what is decided depends on how many bytes weights have, and not only on their shapes. */
static gboolean
weighs (const EdgeKitShape *shape, const Layout *layout, const Traits *traits)
{
  if (traits->limited)
    return TRUE;
  for (guint i = 0; traits->lends && i <= shape->layers->len; i++)
    if (layout->devices[i] == 0 || layout->expert_devices[i] == 0)
      return TRUE;
  return FALSE;
}

static GBytes *
describe_plan (const EdgeKitShape *shape, const Circumstances *c, const EdgeKitSplit *split, const Layout *layout,
               const Traits *traits)
{
  GByteArray *key = g_byte_array_sized_new (256);
  const guint8 output = layout->devices[shape->layers->len];

  if (weighs (shape, layout, traits))
    g_byte_array_append (key, shape->weighted_digest, sizeof shape->weighted_digest);
  else
    g_byte_array_append (key, shape->digest, sizeof shape->digest);
  g_byte_array_append (key, (const guint8 *) c, sizeof *c);
  for (guint i = 0; i < split->n_devices; i++)
    g_byte_array_append (key, (const guint8 *) &split->devices[i].rules, sizeof split->devices[i].rules);
  g_byte_array_append (key, &output, 1);
  g_byte_array_append (key, layout->devices, 1);
  for (guint i = 0; i < layout->n_chosen; i++)
    {
      const guint32 kind = kind_of (shape, layout, traits->lends, layout->chosen[i]);

      g_byte_array_append (key, (const guint8 *) &kind, sizeof kind);
    }
  return g_byte_array_free_to_bytes (key);
}

/* Does nothing where @layout is made already. */
static void
make_layout (const EdgeKitShape *shape, const EdgeKitSplit *split, const Traits *traits, Layout *layout)
{
  if (layout->devices)
    return;
  place_layers (shape, split, layout);
  choose_layers (shape, layout, traits);
}

/* Keys and values that the layer makes of its own input, for itself: what is on its device then stays there. */
static gboolean
attends_alone (const EdgeKitShapeLayer *layer)
{
  switch (layer->kind)
    {
    case EDGEKIT_ATTENTION_KIND_FULL:
    case EDGEKIT_ATTENTION_KIND_WINDOW:
      return layer->kv_heads > 0 && layer->state_size == 0 && !layer->decodes;
    default:
      return FALSE;
    }
}

/* Devices that can compute everything keep attention where it is, as long as they hold
 * all layers or every layer attends by itself, and the batch of the probe is too small
 * to borrow weights for. */
static gboolean
keeps_attention (const EdgeKitShape *shape, const EdgeKitSettings *s, const EdgeKitSplit *split, const Layout *layout,
                 const Traits *traits)
{
  const gboolean whole = split->gpu_layers > shape->layers->len;

  if (s->parallel >= EDGEKIT_BORROW_BATCH || traits->limited || (!whole && shape->encoder))
    return FALSE;
  for (guint i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      const guint8 device = layout->devices[i];

      if (layer->extra)
        continue;
      if (!whole && !attends_alone (layer))
        return FALSE;
      if (device > 0 && layer->kv_heads > 0 &&
          !_edgekit_backend_attends (split->devices[device - 1].rules, layer->key_length, layer->value_length,
                                     layer->heads / layer->kv_heads))
        return FALSE;
    }
  return TRUE;
}

/* What llama.cpp does where flash attention is left to it. */
static void
decide_attention (const EdgeKitShape *shape, EdgeKitSettings *s, const EdgeKitSplit *split, EdgeKitGraph *graph,
                  const EdgeKitGraphLayout *layout, const Layout *chosen)
{
  EdgeKitSettings probe = *s;

  probe.tokens = probe.outputs = s->parallel;
  _edgekit_llama_graph_build (graph, shape, &probe, layout, chosen->chosen, chosen->n_chosen);
  s->flash_attention = _edgekit_sched_keeps_attention (graph, split->devices, split->n_devices);
}

/* A cache with windows grows with the context only up to a limit. */
static void
narrow_to_windows (const EdgeKitShape *shape, const EdgeKitSettings *s, EdgeKitAllocSizes *sizes)
{
  for (guint i = 0; i < shape->layers->len; i++)
    {
      const EdgeKitShapeLayer *layer = _edgekit_shape_layer (shape, i);
      EdgeKitSettings longest = *s;
      guint64 limit;

      if (layer->kind != EDGEKIT_ATTENTION_KIND_WINDOW || s->swa_full || layer->window == 0)
        continue;
      longest.cells = G_MAXINT64;
      limit = _edgekit_llama_cells (&longest, layer);
      if (s->cells <= limit)
        sizes->last = MIN (sizes->last, limit);
      else
        sizes->first = MAX (sizes->first, limit + 1);
    }
}

/* Several devices that hold all layers work on several batches at the same time. */
static guint
copies_of (const EdgeKitShape *shape, const EdgeKitSplit *split)
{
  return split->n_devices > 1 && split->gpu_layers > shape->layers->len && split->cpu_expert_layers == 0 ? COPIES : 1;
}

static void
replay (const EdgeKitShape *shape, const EdgeKitSettings *asked, const EdgeKitSplit *split, const Traits *traits,
        const Layout *layout, EdgeKitTristate attends, EdgeKitReplay *answer)
{
  const EdgeKitBackend *host = _edgekit_backend_get ("cpu");
  g_autoptr(EdgeKitGraph) graph = _edgekit_graph_new ();
  EdgeKitGraphLayout places = { layout->devices, layout->expert_devices, traits->reorders };
  EdgeKitAllocRules rules = { .n_buffers = split->n_devices + 1 };
  EdgeKitSettings s = *asked;

  if (attends != EDGEKIT_TRISTATE_UNKNOWN)
    s.flash_attention = attends == EDGEKIT_TRISTATE_YES;
  else if (s.flash_attention && s.flash_automatic && split->n_devices > 0 &&
           !keeps_attention (shape, &s, split, layout, traits))
    decide_attention (shape, &s, split, graph, &places, layout);
  _edgekit_llama_graph_build (graph, shape, &s, &places, layout->chosen, layout->n_chosen);
  _edgekit_sched_split (graph, split->devices, split->n_devices, copies_of (shape, split));
  /* the processor computes in memory that the first device reaches, if there is such */
  if (split->n_devices > 0 && !split->devices[0].rules->remote)
    host = split->devices[0].rules;
  rules.alignment[0] = host->host_alignment;
  rules.max_piece[0] = host->max_piece;
  for (guint i = 1; i <= split->n_devices; i++)
    {
      const EdgeKitBackend *backend = split->devices[i - 1].rules;

      rules.alignment[i] = backend->alignment;
      rules.max_piece[i] = backend->max_piece;
      rules.widens[i] = backend->widens;
    }
  _edgekit_alloc_replay (graph, &rules, s.cells, &answer->sizes);
  narrow_to_windows (shape, &s, &answer->sizes);
  answer->cells = s.cells;
  answer->flash_attention = s.flash_attention;
}

void
_edgekit_llama_compute (const EdgeKitShape *shape, EdgeKitSettings *s, const EdgeKitSplit *split, guint64 *bytes)
{
  const Circumstances c = circumstances (s, split);
  const guint64 question = hash_question (&c, split);
  const Traits traits = traits_of (split);
  EdgeKitReplayPlan *plan = _edgekit_replays_recall (shape, question);
  g_auto(Layout) layout = { 0 };
  EdgeKitReplay answer;

  if (!plan)
    {
      make_layout (shape, split, &traits, &layout);
      plan = _edgekit_replays_learn (shape, question, describe_plan (shape, &c, split, &layout, &traits));
    }
  if (!_edgekit_replays_look (plan, s->cells, &answer))
    {
      make_layout (shape, split, &traits, &layout);
      replay (shape, s, split, &traits, &layout, _edgekit_replays_attend (plan), &answer);
      _edgekit_replays_add (plan, &answer);
    }
  for (guint i = 0; i <= split->n_devices; i++)
    bytes[i] = answer.sizes.bytes[i] +
               (guint64) (answer.sizes.per_cell[i] * ((gint64) s->cells - (gint64) answer.cells));
  s->flash_attention = answer.flash_attention;
}

guint64
_edgekit_llama_output (const EdgeKitShape *shape, const EdgeKitSettings *s)
{
  guint64 width = shape->vocabulary;

  /* beside the logits, what an encoder has left */
  if (s->embeddings || shape->decodes)
    width = _edgekit_sat_add (width, shape->embedding);
  return _edgekit_sat_mul (4, _edgekit_sat_mul (s->parallel, width));
}
