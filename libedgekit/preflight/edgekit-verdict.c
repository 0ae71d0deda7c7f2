/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-finding.h"
#include "edgekit-verdict-private.h"

/**
 * EdgeKitVerdict:
 *
 * The answer to whether a model runs on a computer, and why.
 *
 * The verdict is taken from the interval of the estimate: it *fits* when the
 * likely use of every pool stays below the comfortable share of what is free and
 * the highest use below the largest share (see
 * [property@EdgeKit.Preflight:max-utilization]).
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitVerdict, edgekit_verdict, G_TYPE_OBJECT)

/**
 * EdgeKitVerdict:outcome: (getter get_outcome)
 *
 * The short answer.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:reason: (getter get_reason)
 *
 * Why the answer is what it is.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:headline: (getter get_headline)
 *
 * The answer in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:summary: (getter get_summary)
 *
 * The answer with its reason, one or two sentences in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:utilization: (getter get_utilization)
 *
 * The largest share of a pool's capacity that the likely use takes, 1 is all of it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:findings: (getter get_findings)
 *
 * What is worth knowing, most useful first.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:context-model-max: (getter get_context_model_max)
 *
 * The longest context in tokens that the model was made for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:context-requested: (getter get_context_requested)
 *
 * The context in tokens that was asked for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:context-used: (getter get_context_used)
 *
 * The context in tokens that the estimate is for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVerdict:context-usable: (getter get_context_usable)
 *
 * The longest context in tokens that runs, 0 when none does.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "outcome", "outcome", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitVerdict, outcome), edgekit_outcome_get_type },
  { "reason", "reason", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitVerdict, reason), edgekit_verdict_reason_get_type },
  { "headline", "headline", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVerdict, headline) },
  { "summary", "summary", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVerdict, summary) },
  { "utilization", "utilization", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitVerdict, utilization) },
  { "findings", "findings", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitVerdict, findings), edgekit_finding_get_type },
  { "context-model-max", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVerdict, context_model_max) },
  { "context-requested", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVerdict, context_requested) },
  { "context-used", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVerdict, context_used) },
  { "context-usable", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVerdict, context_usable) },
};

static void
edgekit_verdict_class_init (EdgeKitVerdictClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_verdict_init (EdgeKitVerdict *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_verdict_get_outcome: (get-property outcome)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the short answer.
 *
 * Returns: the short answer
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_verdict_get_outcome (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), 0);

  return self->outcome;
}

/**
 * edgekit_verdict_get_reason: (get-property reason)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets why the answer is what it is.
 *
 * Returns: why the answer is what it is
 *
 * Since: 0.1
 */
EdgeKitVerdictReason
edgekit_verdict_get_reason (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), 0);

  return self->reason;
}

/**
 * edgekit_verdict_get_headline: (get-property headline)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the answer in a few words, in the language of the locale.
 *
 * Returns: the answer in a few words, in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_verdict_get_headline (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), NULL);

  return self->headline;
}

/**
 * edgekit_verdict_get_summary: (get-property summary)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the answer with its reason, one or two sentences in the language of the locale.
 *
 * Returns: the answer with its reason, one or two sentences in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_verdict_get_summary (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), NULL);

  return self->summary;
}

/**
 * edgekit_verdict_get_utilization: (get-property utilization)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the largest share of a pool's capacity that the likely use takes, 1 is all of it.
 *
 * Returns: the largest share of a pool's capacity that the likely use takes, 1 is all of it, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_verdict_get_utilization (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), -1);

  return self->utilization;
}

/**
 * edgekit_verdict_get_findings: (get-property findings)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets what is worth knowing, most useful first.
 *
 * Returns: (transfer none): what is worth knowing, most useful first (a list of [class@EdgeKit.Finding])
 *
 * Since: 0.1
 */
GListModel *
edgekit_verdict_get_findings (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), NULL);

  return G_LIST_MODEL (self->findings);
}

/**
 * edgekit_verdict_get_context_model_max: (get-property context-model-max)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the longest context in tokens that the model was made for.
 *
 * Returns: the longest context in tokens that the model was made for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_verdict_get_context_model_max (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->context_model_max;
}

/**
 * edgekit_verdict_get_context_requested: (get-property context-requested)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the context in tokens that was asked for.
 *
 * Returns: the context in tokens that was asked for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_verdict_get_context_requested (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->context_requested;
}

/**
 * edgekit_verdict_get_context_used: (get-property context-used)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the context in tokens that the estimate is for.
 *
 * Returns: the context in tokens that the estimate is for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_verdict_get_context_used (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->context_used;
}

/**
 * edgekit_verdict_get_context_usable: (get-property context-usable)
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets the longest context in tokens that runs, 0 when none does.
 *
 * Returns: the longest context in tokens that runs, 0 when none does, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_verdict_get_context_usable (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->context_usable;
}

gint64
_edgekit_verdict_round_context (gint64 context, gint64 maximum)
{
  gint64 step = 1;

  if (maximum > 0 && context >= maximum)
    return context;
  while (context / step >= 100)
    step *= 10;
  return context > 0 ? context / step * step : context;
}

/**
 * edgekit_verdict_get_context_rounded:
 * @self: a [class@EdgeKit.Verdict]
 *
 * Gets [property@EdgeKit.Verdict:context-usable] as people are told of it: more than two
 * digits would claim what an estimate does not know, so it is rounded down to them, unless
 * it is all that the model allows.
 *
 * Returns: tokens, such as 34,000 for 34,816, 0 when none fit, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_verdict_get_context_rounded (EdgeKitVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VERDICT (self), EDGEKIT_UNKNOWN);

  return _edgekit_verdict_round_context (self->context_usable, self->context_model_max);
}
