/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-variant-verdict-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-variant.h"

/**
 * EdgeKitVariantVerdict:
 *
 * A version of a model and how it would run on one computer.
 *
 * [method@EdgeKit.Preflight.check_variants] makes them.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitVariantVerdict, edgekit_variant_verdict, G_TYPE_OBJECT)

/**
 * EdgeKitVariantVerdict:outcome: (getter get_outcome)
 *
 * Whether it runs.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:headline: (getter get_headline)
 *
 * The verdict in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:total: (getter get_total)
 *
 * The memory that it needs, all pools together.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:usable: (getter get_usable)
 *
 * The longest conversation that fits.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:speed-low: (getter get_speed_low)
 *
 * The lower end of its speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:speed-likely: (getter get_speed_likely)
 *
 * Its likely speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:speed-high: (getter get_speed_high)
 *
 * The upper end of its speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitVariantVerdict:recommended: (getter get_recommended)
 *
 * Whether it is the one to take on this computer.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "outcome", "outcome", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitVariantVerdict, outcome), edgekit_outcome_get_type },
  { "headline", "headline", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitVariantVerdict, headline) },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVariantVerdict, total) },
  { "usable", "usable", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitVariantVerdict, usable) },
  { "speed-low", "speed_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitVariantVerdict, speed_low) },
  { "speed-likely", "speed_likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitVariantVerdict, speed_likely) },
  { "speed-high", "speed_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitVariantVerdict, speed_high) },
  { "recommended", "recommended", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitVariantVerdict, recommended) },
};

static void (*finalize_record) (GObject *object);

static void
edgekit_variant_verdict_finalize (GObject *object)
{
  g_clear_object (&EDGEKIT_VARIANT_VERDICT (object)->variant);
  finalize_record (object);
}

static void
edgekit_variant_verdict_class_init (EdgeKitVariantVerdictClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  _edgekit_record_class_install (object_class, fields, G_N_ELEMENTS (fields), 0);
  finalize_record = object_class->finalize;
  object_class->finalize = edgekit_variant_verdict_finalize;
}

static void
edgekit_variant_verdict_init (EdgeKitVariantVerdict *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_variant_verdict_get_outcome: (get-property outcome)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets whether it runs.
 *
 * Returns: an outcome
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_variant_verdict_get_outcome (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), EDGEKIT_OUTCOME_UNKNOWN);

  return (EdgeKitOutcome) self->outcome;
}

/**
 * edgekit_variant_verdict_get_headline: (get-property headline)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the verdict in a few words, in the language of the locale.
 *
 * Returns: the verdict in a few words, in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_variant_verdict_get_headline (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), NULL);

  return self->headline;
}

/**
 * edgekit_variant_verdict_get_total: (get-property total)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the memory that it needs, all pools together.
 *
 * Returns: bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_variant_verdict_get_total (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_variant_verdict_get_usable: (get-property usable)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the longest conversation that fits.
 *
 * Returns: tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_variant_verdict_get_usable (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), EDGEKIT_UNKNOWN);

  return self->usable;
}

/**
 * edgekit_variant_verdict_get_speed_low: (get-property speed-low)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the lower end of its speed.
 *
 * Returns: tokens per second, or -1 when the bandwidth of the memory is not known
 *
 * Since: 0.1
 */
double
edgekit_variant_verdict_get_speed_low (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), -1);

  return self->speed_low;
}

/**
 * edgekit_variant_verdict_get_speed_likely: (get-property speed-likely)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets its likely speed.
 *
 * Returns: tokens per second, or -1
 *
 * Since: 0.1
 */
double
edgekit_variant_verdict_get_speed_likely (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), -1);

  return self->speed_likely;
}

/**
 * edgekit_variant_verdict_get_speed_high: (get-property speed-high)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the upper end of its speed.
 *
 * Returns: tokens per second, or -1
 *
 * Since: 0.1
 */
double
edgekit_variant_verdict_get_speed_high (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), -1);

  return self->speed_high;
}

/**
 * edgekit_variant_verdict_get_recommended: (get-property recommended)
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets whether it is the one to take on this computer: of the complete versions
 * that run best, the one that keeps most of the weights, up to some 8 bits each, as
 * more of them make no difference that a person could tell.
 *
 * Returns: %TRUE for one version at most
 *
 * Since: 0.1
 */
gboolean
edgekit_variant_verdict_get_recommended (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), FALSE);

  return self->recommended;
}

/**
 * edgekit_variant_verdict_get_variant:
 * @self: a [class@EdgeKit.VariantVerdict]
 *
 * Gets the version.
 *
 * Returns: (transfer none): the version
 *
 * Since: 0.1
 */
EdgeKitVariant *
edgekit_variant_verdict_get_variant (EdgeKitVariantVerdict *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_VERDICT (self), NULL);

  return self->variant;
}
