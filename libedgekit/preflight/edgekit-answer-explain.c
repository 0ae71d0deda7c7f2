/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-answer-private.h"
#include "edgekit-checked-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"

/* Why the parts of a model lie where they do, and what memory would hold it whole. */

static guint64
limit_of (const EdgeKitAnswer *answer, guint pool)
{
  const gint64 capacity = answer->places.places[pool].capacity;

  return capacity > 0 ? (guint64) (answer->max_utilization * (double) capacity) : 0;
}

/* The device that the next layer, or its experts, would not fit on: what it takes
 * there, and what is free. */
static gboolean
find_obstacle (const EdgeKitAnswer *answer, const EdgeKitFit *next, guint64 *takes, guint64 *free)
{
  for (guint i = 1; i <= answer->places.n_devices; i++)
    {
      guint64 low, now, then, high, limit = limit_of (answer, i);

      _edgekit_bill_sums (&answer->fit.bill, i, &low, &now, &high);
      _edgekit_bill_sums (&next->bill, i, &low, &then, &high);
      if (then <= limit || now > limit)
        continue;
      *takes = then - MIN (now, then);
      *free = limit - now;
      return TRUE;
    }
  return FALSE;
}

static char *
say_experts (const EdgeKitAnswer *answer, const char *takes, const char *free)
{
  const guint n = (guint) answer->fit.split.cpu_expert_layers;

  /* Translators: %1$u is a number of layers, %2$s and %3$s are sizes of memory */
  return g_strdup_printf (_edgekit_ngettext ("The experts of %1$u layer stay in main memory: on the graphics card they "
                                             "would take another %2$s, and %3$s is left there.",
                                             "The experts of %1$u layers stay in main memory: those of one layer more "
                                             "would take %2$s on the graphics card, and %3$s is left there.",
                                             n),
                          n, takes, free);
}

static char *
say_layers (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, const char *takes, const char *free)
{
  const guint n = question->shape->layers->len + 1 - (guint) answer->fit.split.gpu_layers;

  /* Translators: %1$u is a number of layers, %2$s and %3$s are sizes of memory */
  return g_strdup_printf (_edgekit_ngettext ("%1$u layer stays in main memory: on the graphics card it would take "
                                             "another %2$s, and %3$s is left there.",
                                             "%1$u layers stay in main memory: one more on the graphics card would take "
                                             "%2$s, and %3$s is left there.",
                                             n),
                          n, takes, free);
}

char *
_edgekit_answer_explain (const EdgeKitQuestion *question, const EdgeKitAnswer *answer)
{
  const EdgeKitProblem problem = _edgekit_answer_make_problem (question, answer);
  const EdgeKitSplit *split = &answer->fit.split;
  const gboolean by_experts = answer->reason == EDGEKIT_VERDICT_REASON_SPLIT_EXPERTS;
  g_autofree EdgeKitFit *next = NULL;
  g_autofree char *takes = NULL;
  g_autofree char *left = NULL;
  guint64 more, room;

  if (answer->outcome != EDGEKIT_OUTCOME_PARTIAL || !answer->estimator || answer->estimator->network)
    return NULL;
  if (edgekit_workload_get_gpu_layers (question->workload) >= 0 || edgekit_workload_get_cpu_moe (question->workload) >= 0)
    return g_strdup (_ ("The layers lie where you asked for them."));
  next = g_new (EdgeKitFit, 1);
  _edgekit_solver_try (&problem, &answer->settings, split->gpu_layers + !by_experts,
                       split->cpu_expert_layers - (by_experts && split->cpu_expert_layers > 0), next);
  if (!find_obstacle (answer, next, &more, &room))
    return NULL;
  takes = edgekit_format_memory ((gint64) MIN (more, G_MAXINT64), question->units);
  left = edgekit_format_memory ((gint64) MIN (room, G_MAXINT64), question->units);
  return by_experts ? say_experts (answer, takes, left) : say_layers (question, answer, takes, left);
}

/* What must be free so that @likely is the largest share of it. */
static gint64
free_for (const EdgeKitAnswer *answer, guint64 likely)
{
  const double needed = (double) likely / MAX (answer->max_utilization, 0.01);

  return needed < (double) G_MAXINT64 ? (gint64) needed + 1 : G_MAXINT64;
}

void
_edgekit_answer_find_needs (const EdgeKitQuestion *question, const EdgeKitAnswer *answer, gint64 *card, gint64 *main_memory)
{
  EdgeKitProblem problem = _edgekit_answer_make_problem (question, answer);
  const EdgeKitSplit host = { 0 };
  g_autofree EdgeKitPlaces *places = NULL;
  g_autofree EdgeKitFit *fit = NULL;
  EdgeKitSplit whole = { .gpu_layers = question->shape->layers->len + 1 };
  guint64 low, likely, high;

  *card = *main_memory = EDGEKIT_UNKNOWN;
  if (!answer->estimator || answer->estimator->network || answer->context_used <= 0)
    return;
  fit = g_new (EdgeKitFit, 1);
  places = g_new0 (EdgeKitPlaces, 1);
  places->n_devices = 1;
  places->backend = g_str_equal (answer->places.backend, "cpu") ? "cuda" : answer->places.backend;
  problem.places = places;
  whole.layers_on[0] = whole.gpu_layers;
  _edgekit_split_add_device (&whole, places->backend, 0, FALSE);
  _edgekit_solver_price (&problem, &answer->settings, &whole, fit);
  _edgekit_bill_sums (&fit->bill, 1, &low, &likely, &high);
  *card = free_for (answer, likely);
  _edgekit_solver_price (&problem, &answer->settings, &host, fit);
  _edgekit_bill_sums (&fit->bill, 0, &low, &likely, &high);
  *main_memory = free_for (answer, likely);
}
