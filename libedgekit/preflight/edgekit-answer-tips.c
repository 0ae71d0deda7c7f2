/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-finding-private.h"
#include "edgekit-format.h"
#include "edgekit-format-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-verdict-private.h"

/* What a person can change so that it runs, or runs better. Each tip was tried
 * by the same estimator, so that what it promises is what it gives. */

#define MAX_TIPS 4
/* Less than this is not worth a line. */
#define LEAST_GAIN 0.02

typedef struct
{
  const EdgeKitQuestion *question;
  const EdgeKitAnswer *answer;
  EdgeKitSpeed *speed; /* or NULL */
  GListStore *findings;
  guint n_tips;
} Tips;

static gboolean
is_better (EdgeKitOutcome a, EdgeKitOutcome b)
{
  static const guint rank[] = {
    [EDGEKIT_OUTCOME_FITS] = 4,    [EDGEKIT_OUTCOME_TIGHT] = 3, [EDGEKIT_OUTCOME_PARTIAL] = 2,
    [EDGEKIT_OUTCOME_UNKNOWN] = 1, [EDGEKIT_OUTCOME_NO] = 0,
  };

  return rank[a] > rank[b];
}

/* The speed after a change, where it is higher; or NULL. */
static EdgeKitSpeed *
find_higher_speed (Tips *tips, const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  g_autoptr(EdgeKitSpeed) after = tips->speed ? _edgekit_answer_make_speed (question, answer) : NULL;

  return after && after->likely > tips->speed->likely ? g_steal_pointer (&after) : NULL;
}

/* What is slow since not all of it fits on the card is told how much faster it would be. */
static gboolean
speed_matters (const Tips *tips, EdgeKitSpeed *after)
{
  return after && tips->answer->outcome == EDGEKIT_OUTCOME_PARTIAL
         && after->likely >= (1 + LEAST_GAIN) * tips->speed->likely;
}

/* What the change gives, and then @hint: a list between dots, that begins as a sentence does. The sizes of all tips
 * are in the unit of what the model needs, so that they can be compared. */
static char *
describe_gain (const Tips *tips, const EdgeKitFinding *finding, EdgeKitSpeed *after, const char *hint)
{
  g_autoptr(GPtrArray) gains = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *bytes = NULL;
  g_autofree char *tokens = NULL;
  g_autofree char *rate = NULL;

  if (finding->gain_bytes > 0)
    bytes = _edgekit_format_memory_like (finding->gain_bytes, (gint64) MIN (tips->answer->needed, G_MAXINT64),
                                         tips->question->units);
  if (finding->gain_context > 0)
    tokens = edgekit_format_tokens (_edgekit_verdict_round_context (finding->gain_context,
                                                                    tips->answer->context_model_max));
  if (speed_matters (tips, after))
    rate = edgekit_format_speed (after->low, after->high);
  if (bytes)
    /* Translators: %s is a size of memory: “Saves 0.9 GiB” */
    g_ptr_array_add (gains, g_strdup_printf (_ ("Saves %s"), bytes));
  if (tokens)
    /* Translators: %s is "65,536 tokens"; first alone, then after “Saves 0.9 GiB · ” */
    g_ptr_array_add (gains, g_strdup_printf (gains->len == 0 ? _ ("Up to %s fit") : _ ("up to %s fit"), tokens));
  if (rate)
    /* Translators: %s is a speed, “4–9 tokens/s”; first alone, then after “Saves 0.9 GiB · ” */
    g_ptr_array_add (gains, g_strdup_printf (gains->len == 0 ? _ ("Answers at %s") : _ ("answers at %s"), rate));
  if (hint)
    g_ptr_array_add (gains, g_strdup (hint));
  if (gains->len == 0)
    return NULL;
  g_ptr_array_add (gains, NULL);
  return g_strjoinv (" · ", (char **) gains->pdata);
}

static void
try_change (Tips *tips, const char *code, const char *change, const char *message, const char *hint)
{
  g_autoptr(EdgeKitWorkload) workload = edgekit_workload_copy (tips->question->workload);
  g_autoptr(EdgeKitFinding) finding = NULL;
  g_autoptr(EdgeKitSpeed) faster = NULL;
  EdgeKitQuestion question = *tips->question;
  g_autofree EdgeKitAnswer *answer = g_new (EdgeKitAnswer, 1);
  gboolean better;

  if (tips->n_tips >= MAX_TIPS || !edgekit_workload_apply (workload, change, NULL))
    return;
  question.workload = workload;
  _edgekit_answer_find (&question, answer);
  better = is_better (answer->outcome, tips->answer->outcome);
  if (answer->refusal || is_better (tips->answer->outcome, answer->outcome))
    return;
  if (!better && (double) answer->needed > (1 - LEAST_GAIN) * (double) tips->answer->needed)
    return;
  finding = _edgekit_finding_new (code, EDGEKIT_SEVERITY_INFO, message, NULL, change);
  faster = find_higher_speed (tips, &question, answer);
  finding->gain_tokens_per_second = faster ? faster->likely - tips->speed->likely : -1;
  finding->gain_bytes = answer->needed < tips->answer->needed ? (gint64) (tips->answer->needed - answer->needed) : 0;
  if (better)
    finding->gain_outcome = answer->outcome;
  if (answer->context_usable > tips->answer->context_usable)
    finding->gain_context = answer->context_usable;
  finding->hint = describe_gain (tips, finding, faster, hint);
  g_list_store_append (tips->findings, finding);
  tips->n_tips++;
}

static void
shorten_context (Tips *tips)
{
  const EdgeKitAnswer *answer = tips->answer;
  gint64 context = answer->context_usable;
  g_autofree char *change = NULL;
  g_autofree char *message = NULL;
  g_autofree char *tokens = NULL;

  /* to be comfortable, half of what is used now is a round proposal */
  if (context <= 0 || context >= answer->context_used)
    context = answer->context_used / 2 / 256 * 256;
  if (context < tips->question->min_context)
    return;
  tokens = edgekit_format_tokens (context);
  change = g_strdup_printf ("{\"context\": %" G_GINT64_FORMAT "}", context);
  /* Translators: %s is "12,000 tokens" */
  message = g_strdup_printf (_ ("Limit conversations to %s"), tokens);
  try_change (tips, "shorter-context", change, message, NULL);
}

static void
compact_cache (Tips *tips)
{
  const EdgeKitNetworkEngine *network = tips->answer->estimator->network;
  EdgeKitWorkload *w = tips->question->workload;
  g_autofree char *change = NULL;

  if (edgekit_workload_get_cache_type_k (w) || edgekit_workload_get_cache_type_v (w))
    return;
  if (network)
    {
      change = g_strdup_printf ("{\"cache_type_k\": \"%s\"}", network->compact_cache);
      /* Translators: what a tip costs, and how it is done: after “Saves 0.9 GiB · ” */
      try_change (tips, "compact-cache", change, _ ("Store the conversation more compactly"),
                  _ ("little loss · KV cache of 8 bits"));
      return;
    }
  /* Translators: what a tip costs, and how it is done: after “Saves 0.9 GiB · ” */
  try_change (tips, "compact-cache", "{\"cache_type_k\": \"q8_0\", \"cache_type_v\": \"q8_0\"}",
              _ ("Store the conversation more compactly"), _ ("almost no loss · cache type q8_0"));
}

void
_edgekit_answer_add_tips (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, EdgeKitSpeed *speed,
                          GListStore *findings)
{
  Tips tips = { question, answer, speed, findings, 0 };
  EdgeKitWorkload *w = question->workload;

  if (!answer->estimator || answer->outcome == EDGEKIT_OUTCOME_FITS || _edgekit_answer_is_blind (answer))
    return;
  if (edgekit_workload_get_gpu_layers (w) >= 0 || edgekit_workload_get_cpu_moe (w) >= 0)
    try_change (&tips, "split-automatically", "{\"gpu_layers\": null, \"cpu_moe\": null}",
                _ ("Let EdgeKit choose what goes to the graphics card"), NULL);
  shorten_context (&tips);
  compact_cache (&tips);
  if (edgekit_workload_get_flash_attention (w) == EDGEKIT_TRISTATE_NO)
    try_change (&tips, "flash-attention", "{\"flash_attn\": true}", _ ("Turn flash attention on"), NULL);
  if (edgekit_workload_get_parallel (w) > 1)
    try_change (&tips, "fewer-chats", "{\"parallel\": 1}", _ ("Serve one chat at a time"), NULL);
  if (edgekit_workload_get_swa_full (w))
    try_change (&tips, "window-cache", "{\"swa_full\": false}",
                _ ("Keep only the window of layers that look no further back"), NULL);
}
