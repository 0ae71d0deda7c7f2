/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-preflight-private.h"
#include "edgekit-verdict-private.h"

/* How the answer depends on the length of the conversation: what a slider and a
 * chart need. */

#define MAX_STOPS 64

/**
 * edgekit_preflight_estimate_at:
 * @self: a [class@EdgeKit.Preflight]
 * @context: a context in tokens, at least 1
 *
 * Estimates the memory for another context, with everything else as it is, the
 * placement too. Pure and cheap, some microseconds.
 *
 * Returns: (transfer full) (nullable): an estimate, or %NULL while
 *   [property@EdgeKit.Preflight:ready] is %FALSE or the engine is not known
 *
 * Since: 0.1
 */
EdgeKitEstimate *
edgekit_preflight_estimate_at (EdgeKitPreflight *self, gint64 context)
{
  EdgeKitQuestion question;
  g_autofree EdgeKitBill *bill = NULL;
  const EdgeKitAnswer *now;
  EdgeKitProblem problem;
  EdgeKitSettings settings;
  EdgeKitReserve reserve;
  const char *why;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);
  g_return_val_if_fail (context >= 1, NULL);

  now = _edgekit_preflight_get_answer (self);
  if (!now || !now->estimator || now->context_used <= 0 || !_edgekit_preflight_get_question (self, &question))
    return NULL;
  problem = _edgekit_answer_make_problem (&question, now);
  _edgekit_solver_settings (&problem, (guint64) context, &settings, &why);
  bill = g_new (EdgeKitBill, 1);
  _edgekit_solver_bill (&problem, &settings, &now->fit.split, bill);
  _edgekit_answer_find_reserve (&question, now, &settings, &reserve);
  return _edgekit_answer_make_estimate (now, bill, &reserve, context);
}

/**
 * edgekit_preflight_list_context_stops:
 * @self: a [class@EdgeKit.Preflight]
 * @n_stops: (out): how many there are
 *
 * Lists the contexts that are worth choosing between: powers of two and the
 * values half way between them, from 4,096 tokens (512 for models with short
 * ones) to the longest that the model allows, which is the last.
 *
 * Returns: (transfer full) (array length=n_stops): contexts in tokens, rising
 *
 * Since: 0.1
 */
gint64 *
edgekit_preflight_list_context_stops (EdgeKitPreflight *self, gsize *n_stops)
{
  gint64 *stops = g_new0 (gint64, MAX_STOPS);
  EdgeKitModel *model;
  gint64 maximum, stop;
  gsize n = 0;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);
  g_return_val_if_fail (n_stops != NULL, NULL);

  model = edgekit_preflight_get_model (self);
  maximum = model ? edgekit_model_get_context_length (model) : EDGEKIT_UNKNOWN;
  if (maximum <= 0)
    maximum = 131072;
  for (stop = maximum < 8192 ? 512 : 4096; stop < maximum && n < MAX_STOPS - 2; stop *= 2)
    {
      stops[n++] = stop;
      if (stop + stop / 2 < maximum)
        stops[n++] = stop + stop / 2;
    }
  stops[n++] = maximum;
  *n_stops = n;
  return stops;
}

/**
 * edgekit_preflight_describe_context:
 * @self: a [class@EdgeKit.Preflight]
 *
 * Says how long conversations can be, such as “Fits up to 34,000 tokens. The
 * model itself allows 131,072.”
 *
 * Returns: (transfer full): a translated sentence, empty when not ready
 *
 * Since: 0.1
 */
char *
edgekit_preflight_describe_context (EdgeKitPreflight *self)
{
  EdgeKitQuestion question;
  const EdgeKitAnswer *answer;
  g_autofree char *usable = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (EDGEKIT_IS_PREFLIGHT (self), NULL);

  answer = _edgekit_preflight_get_answer (self);
  if (!answer || answer->context_usable < 0 || !_edgekit_preflight_get_question (self, &question))
    return g_strdup ("");
  usable = edgekit_format_tokens (_edgekit_verdict_round_context (answer->context_usable, answer->context_model_max));
  if (answer->context_usable < question.min_context && answer->context_usable < answer->context_model_max)
    {
      other = edgekit_format_tokens (question.min_context);
      /* Translators: %s is "4,096 tokens" */
      return g_strdup_printf (_ ("Not even %s fit."), other);
    }
  if (answer->context_model_max > 0 && answer->context_usable >= answer->context_model_max)
    /* Translators: %s is "131,072 tokens" */
    return g_strdup_printf (_ ("The whole %s fit."), usable);
  if (answer->context_model_max <= 0)
    /* Translators: %s is "34,000 tokens" */
    return g_strdup_printf (_ ("Fits up to %s."), usable);
  other = edgekit_format_tokens (answer->context_model_max);
  /* Translators: %1$s is "34,000 tokens", %2$s "131,072 tokens" */
  return g_strdup_printf (_ ("Fits up to %1$s. The model itself allows %2$s."), usable, other);
}
