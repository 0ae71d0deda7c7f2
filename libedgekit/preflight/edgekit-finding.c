/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-finding-private.h"

/**
 * EdgeKitFinding:
 *
 * Something worth knowing about a verdict, often with a way to improve it.
 *
 * A finding that can be acted on carries a [property@EdgeKit.Finding:change]:
 * options of a workload to be given to [method@EdgeKit.Workload.apply], and what
 * that gains. The [property@EdgeKit.Finding:code] is stable; the sentences follow
 * the locale.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitFinding, edgekit_finding, G_TYPE_OBJECT)

/**
 * EdgeKitFinding:code: (getter get_code)
 *
 * What the finding is about, a stable word such as `kv-q8`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:severity: (getter get_severity)
 *
 * How much it matters.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:message: (getter get_message)
 *
 * What is the case, or what could be done, one sentence.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:hint: (getter get_hint)
 *
 * What it gains or costs, or what to do about it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:change: (getter get_change)
 *
 * The change of the workload, a JSON object for [method@EdgeKit.Workload.apply].
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:gain-bytes: (getter get_gain_bytes)
 *
 * How many bytes the change saves.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:gain-tokens-per-second: (getter get_gain_tokens_per_second)
 *
 * How many tokens per second the change gains.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:gain-outcome: (getter get_gain_outcome)
 *
 * The outcome after the change, or `unknown` where the change makes it no better.
 *
 * Since: 0.1
 */
/**
 * EdgeKitFinding:gain-context: (getter get_gain_context)
 *
 * The longest conversation that fits after the change, in tokens, if that is longer than before.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "code", "code", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitFinding, code) },
  { "severity", "severity", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitFinding, severity), edgekit_severity_get_type },
  { "message", "message", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitFinding, message) },
  { "hint", "hint", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitFinding, hint) },
  { "change", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitFinding, change) },
  { "gain-bytes", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitFinding, gain_bytes) },
  { "gain-tokens-per-second", NULL, EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitFinding, gain_tokens_per_second) },
  { "gain-outcome", NULL, EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitFinding, gain_outcome), edgekit_outcome_get_type },
  { "gain-context", NULL, EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitFinding, gain_context) },
};

static void
edgekit_finding_class_init (EdgeKitFindingClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_finding_init (EdgeKitFinding *self)
{
  _edgekit_record_init (self);
  self->gain_outcome = EDGEKIT_OUTCOME_UNKNOWN;
}

/**
 * edgekit_finding_get_code: (get-property code)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets what the finding is about, a stable word such as `kv-q8`.
 *
 * Returns: what the finding is about, a stable word such as `kv-q8`
 *
 * Since: 0.1
 */
const char *
edgekit_finding_get_code (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), NULL);

  return self->code;
}

/**
 * edgekit_finding_get_severity: (get-property severity)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets how much it matters.
 *
 * Returns: how much it matters
 *
 * Since: 0.1
 */
EdgeKitSeverity
edgekit_finding_get_severity (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), 0);

  return self->severity;
}

/**
 * edgekit_finding_get_message: (get-property message)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets what is the case, or what could be done, one sentence.
 *
 * Returns: what is the case, or what could be done, one sentence
 *
 * Since: 0.1
 */
const char *
edgekit_finding_get_message (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), NULL);

  return self->message;
}

/**
 * edgekit_finding_get_hint: (get-property hint)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets what it gains or costs, or what to do about it.
 *
 * Returns: (nullable): what it gains or costs, or what to do about it, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_finding_get_hint (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), NULL);

  return self->hint;
}

/**
 * edgekit_finding_get_change: (get-property change)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets the change of the workload, a JSON object for [method@EdgeKit.Workload.apply].
 *
 * Returns: (nullable): the change of the workload, a JSON object for [method@EdgeKit.Workload.apply],
 *   or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_finding_get_change (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), NULL);

  return self->change;
}

/**
 * edgekit_finding_get_gain_bytes: (get-property gain-bytes)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets how many bytes the change saves.
 *
 * Returns: how many bytes the change saves, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_finding_get_gain_bytes (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), EDGEKIT_UNKNOWN);

  return self->gain_bytes;
}

/**
 * edgekit_finding_get_gain_tokens_per_second: (get-property gain-tokens-per-second)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets how many tokens per second the change gains.
 *
 * Returns: how many tokens per second the change gains, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_finding_get_gain_tokens_per_second (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), -1);

  return self->gain_tokens_per_second;
}

/**
 * edgekit_finding_get_gain_outcome: (get-property gain-outcome)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets what the outcome is after the change.
 *
 * Returns: an outcome that is better than the present one, or `unknown` where the
 *   change makes it no better
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_finding_get_gain_outcome (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), EDGEKIT_OUTCOME_UNKNOWN);

  return self->gain_outcome;
}

/**
 * edgekit_finding_get_gain_context: (get-property gain-context)
 * @self: a [class@EdgeKit.Finding]
 *
 * Gets the longest conversation that fits after the change, if that is longer than before.
 *
 * Returns: a number of tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_finding_get_gain_context (EdgeKitFinding *self)
{
  g_return_val_if_fail (EDGEKIT_IS_FINDING (self), EDGEKIT_UNKNOWN);

  return self->gain_context;
}

EdgeKitFinding *
_edgekit_finding_new (const char *code, EdgeKitSeverity severity, const char *message, const char *hint,
                      const char *change)
{
  EdgeKitFinding *self = g_object_new (EDGEKIT_TYPE_FINDING, NULL);

  self->code = g_strdup (code);
  self->severity = severity;
  self->message = g_strdup (message);
  self->hint = g_strdup (hint);
  self->change = g_strdup (change);
  return self;
}

void
_edgekit_finding_append (GListStore *findings, const char *code, EdgeKitSeverity severity, const char *message,
                         const char *hint)
{
  g_autoptr(EdgeKitFinding) finding = _edgekit_finding_new (code, severity, message, hint, NULL);

  g_list_store_append (findings, finding);
}
