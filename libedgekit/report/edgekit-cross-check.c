/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-cross-check-private.h"

/**
 * EdgeKitCrossCheck:
 *
 * What llama.cpp itself says that a model takes, next to what EdgeKit estimates.
 *
 * The program `llama-fit-params` comes with llama.cpp and reserves everything
 * without reading a weight. It knows one conversation and no companions, and
 * makes no copies of weights for the processor here; the estimate is for the
 * same. It rounds each figure down to MiB.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitCrossCheck, edgekit_cross_check, G_TYPE_OBJECT)

/**
 * EdgeKitCrossCheck:program: (getter get_program)
 *
 * The program that was asked, with its folder; %NULL when there is none.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:failure: (getter get_failure)
 *
 * Why there are no figures of the program: `engine`, `file`, `missing`, `timeout`, `crashed`, `failed`,
 * `unreadable` or `cancelled`; %NULL when there are.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:estimate: (getter get_estimate)
 *
 * The bytes that EdgeKit estimates, all together; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:estimate-weights: (getter get_estimate_weights)
 *
 * The bytes of weights that EdgeKit estimates; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:estimate-context: (getter get_estimate_context)
 *
 * The bytes of KV cache and recurrent state that EdgeKit estimates; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:estimate-compute: (getter get_estimate_compute)
 *
 * The bytes of working space that EdgeKit estimates; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:reported: (getter get_reported)
 *
 * The bytes that the program reports, all together; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:reported-weights: (getter get_reported_weights)
 *
 * The bytes of weights that the program reports; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:reported-context: (getter get_reported_context)
 *
 * The bytes of KV cache and recurrent state that the program reports; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:reported-compute: (getter get_reported_compute)
 *
 * The bytes of working space that the program reports; %EDGEKIT_UNKNOWN without them.
 *
 * Since: 0.1
 */
/**
 * EdgeKitCrossCheck:ratio: (getter get_ratio)
 *
 * The estimate divided by what the program reports, 1 when they agree; -1 when not known.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "program", "program", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCrossCheck, program) },
  { "failure", "failure", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitCrossCheck, failure) },
  { "estimate", "estimate", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, estimate) },
  { "estimate-weights", "estimate_weights", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, estimate_weights) },
  { "estimate-context", "estimate_context", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, estimate_context) },
  { "estimate-compute", "estimate_compute", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, estimate_compute) },
  { "reported", "reported", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, reported) },
  { "reported-weights", "reported_weights", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, reported_weights) },
  { "reported-context", "reported_context", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, reported_context) },
  { "reported-compute", "reported_compute", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitCrossCheck, reported_compute) },
  { "ratio", "ratio", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitCrossCheck, ratio) },
};

static void
edgekit_cross_check_class_init (EdgeKitCrossCheckClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_cross_check_init (EdgeKitCrossCheck *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_cross_check_get_program: (get-property program)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the program that was asked.
 *
 * Returns: (nullable): the program that was asked
 *
 * Since: 0.1
 */
const char *
edgekit_cross_check_get_program (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), NULL);

  return self->program;
}

/**
 * edgekit_cross_check_get_failure: (get-property failure)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets why there are no figures of the program.
 *
 * Returns: (nullable): a word, or %NULL when there are figures
 *
 * Since: 0.1
 */
const char *
edgekit_cross_check_get_failure (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), NULL);

  return self->failure;
}

/**
 * edgekit_cross_check_get_estimate: (get-property estimate)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes that EdgeKit estimates, all together.
 *
 * Returns: the bytes that EdgeKit estimates, all together, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_estimate (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->estimate;
}

/**
 * edgekit_cross_check_get_estimate_weights: (get-property estimate-weights)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of weights that EdgeKit estimates.
 *
 * Returns: the bytes of weights that EdgeKit estimates, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_estimate_weights (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->estimate_weights;
}

/**
 * edgekit_cross_check_get_estimate_context: (get-property estimate-context)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of KV cache and recurrent state that EdgeKit estimates.
 *
 * Returns: the bytes of KV cache and recurrent state that EdgeKit estimates, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_estimate_context (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->estimate_context;
}

/**
 * edgekit_cross_check_get_estimate_compute: (get-property estimate-compute)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of working space that EdgeKit estimates.
 *
 * Returns: the bytes of working space that EdgeKit estimates, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_estimate_compute (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->estimate_compute;
}

/**
 * edgekit_cross_check_get_reported: (get-property reported)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes that the program reports, all together.
 *
 * Returns: the bytes that the program reports, all together, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_reported (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->reported;
}

/**
 * edgekit_cross_check_get_reported_weights: (get-property reported-weights)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of weights that the program reports.
 *
 * Returns: the bytes of weights that the program reports, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_reported_weights (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->reported_weights;
}

/**
 * edgekit_cross_check_get_reported_context: (get-property reported-context)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of KV cache and recurrent state that the program reports.
 *
 * Returns: the bytes of KV cache and recurrent state that the program reports, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_reported_context (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->reported_context;
}

/**
 * edgekit_cross_check_get_reported_compute: (get-property reported-compute)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the bytes of working space that the program reports.
 *
 * Returns: the bytes of working space that the program reports, or %EDGEKIT_UNKNOWN
 *
 * Since: 0.1
 */
gint64
edgekit_cross_check_get_reported_compute (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), EDGEKIT_UNKNOWN);

  return self->reported_compute;
}

/**
 * edgekit_cross_check_get_ratio: (get-property ratio)
 * @self: a [class@EdgeKit.CrossCheck]
 *
 * Gets the estimate divided by what the program reports.
 *
 * Returns: the estimate divided by what the program reports, or -1
 *
 * Since: 0.1
 */
double
edgekit_cross_check_get_ratio (EdgeKitCrossCheck *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CROSS_CHECK (self), -1);

  return self->ratio;
}
