/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-speed-private.h"

/**
 * EdgeKitSpeed:
 *
 * How fast a model answers: tokens per second of one conversation.
 *
 * The speed is an estimate from memory bandwidth, see
 * [property@EdgeKit.Speed:basis]. Where no bandwidth is known, nothing is said:
 * every number is -1 and the basis is `unknown`.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitSpeed, edgekit_speed, G_TYPE_OBJECT)

/**
 * EdgeKitSpeed:low: (getter get_low)
 *
 * The lowest tokens per second to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:likely: (getter get_likely)
 *
 * The likely tokens per second.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:high: (getter get_high)
 *
 * The highest tokens per second to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:basis: (getter get_basis)
 *
 * What the numbers rest on: `table:` and the row of the speed table, or `unknown`.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "low", "low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, low) },
  { "likely", "likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, likely) },
  { "high", "high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, high) },
  { "basis", "basis", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSpeed, basis) },
};

static void
edgekit_speed_class_init (EdgeKitSpeedClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_speed_init (EdgeKitSpeed *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_speed_get_low: (get-property low)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the lowest tokens per second to expect.
 *
 * Returns: the lowest tokens per second to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_low (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->low;
}

/**
 * edgekit_speed_get_likely: (get-property likely)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the likely tokens per second.
 *
 * Returns: the likely tokens per second, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_likely (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->likely;
}

/**
 * edgekit_speed_get_high: (get-property high)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the highest tokens per second to expect.
 *
 * Returns: the highest tokens per second to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_high (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->high;
}

/**
 * edgekit_speed_get_basis: (get-property basis)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets what the numbers rest on: `table:` and the row of the speed table, or `unknown`.
 *
 * Returns: what the numbers rest on: `table:` and the row of the speed table, or `unknown`
 *
 * Since: 0.1
 */
const char *
edgekit_speed_get_basis (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), NULL);

  return self->basis;
}
