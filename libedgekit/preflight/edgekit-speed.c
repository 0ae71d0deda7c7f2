/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-speed-private.h"

/**
 * EdgeKitSpeed:
 *
 * How fast a model answers: tokens per second of one conversation, how long it
 * takes to begin, and to load the model before that.
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
/**
 * EdgeKitSpeed:full: (getter get_full)
 *
 * The likely tokens per second at the end of the context, when all of it is read
 * for every token. The others are for half of it.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:prompt-low: (getter get_prompt_low)
 *
 * The lowest tokens of a prompt per second to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:prompt-likely: (getter get_prompt_likely)
 *
 * The likely tokens of a prompt per second.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:prompt-high: (getter get_prompt_high)
 *
 * The highest tokens of a prompt per second to expect.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:prompt-tokens: (getter get_prompt_tokens)
 *
 * The tokens of the prompt that the time to the first token is for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:first-token-low: (getter get_first_token_low)
 *
 * The shortest time to the first token to expect, in seconds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:first-token-likely: (getter get_first_token_likely)
 *
 * The likely time to the first token, in seconds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:first-token-high: (getter get_first_token_high)
 *
 * The longest time to the first token to expect, in seconds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:load-low: (getter get_load_low)
 *
 * The shortest time to load the model from the disk, in seconds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:load-likely: (getter get_load_likely)
 *
 * The likely time to load the model from the disk, in seconds.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSpeed:load-high: (getter get_load_high)
 *
 * The longest time to load the model from the disk, in seconds.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "low", "low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, low) },
  { "likely", "likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, likely) },
  { "high", "high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, high) },
  { "basis", "basis", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSpeed, basis) },
  { "full", "full", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, full) },
  { "prompt-low", "prompt_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, prompt_low) },
  { "prompt-likely", "prompt_likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, prompt_likely) },
  { "prompt-high", "prompt_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, prompt_high) },
  { "prompt-tokens", "prompt_tokens", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitSpeed, prompt_tokens) },
  { "first-token-low", "first_token_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, first_token_low) },
  { "first-token-likely", "first_token_likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, first_token_likely) },
  { "first-token-high", "first_token_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, first_token_high) },
  { "load-low", "load_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, load_low) },
  { "load-likely", "load_likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, load_likely) },
  { "load-high", "load_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSpeed, load_high) },
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

/**
 * edgekit_speed_get_full: (get-property full)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the likely tokens per second at the end of the context.
 *
 * Returns: the likely tokens per second at the end of the context, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_full (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->full;
}

/**
 * edgekit_speed_get_prompt_low: (get-property prompt-low)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the lowest tokens of a prompt per second to expect.
 *
 * Returns: the lowest tokens of a prompt per second to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_prompt_low (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->prompt_low;
}

/**
 * edgekit_speed_get_prompt_likely: (get-property prompt-likely)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the likely tokens of a prompt per second.
 *
 * Returns: the likely tokens of a prompt per second, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_prompt_likely (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->prompt_likely;
}

/**
 * edgekit_speed_get_prompt_high: (get-property prompt-high)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the highest tokens of a prompt per second to expect.
 *
 * Returns: the highest tokens of a prompt per second to expect, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_prompt_high (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->prompt_high;
}

/**
 * edgekit_speed_get_prompt_tokens: (get-property prompt-tokens)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the tokens of the prompt that the time to the first token is for.
 *
 * Returns: the tokens of the prompt that the time to the first token is for, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_speed_get_prompt_tokens (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), EDGEKIT_UNKNOWN);

  return self->prompt_tokens;
}

/**
 * edgekit_speed_get_first_token_low: (get-property first-token-low)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the shortest time to the first token to expect, in seconds.
 *
 * Returns: the shortest time to the first token to expect, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_first_token_low (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->first_token_low;
}

/**
 * edgekit_speed_get_first_token_likely: (get-property first-token-likely)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the likely time to the first token, in seconds.
 *
 * Returns: the likely time to the first token, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_first_token_likely (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->first_token_likely;
}

/**
 * edgekit_speed_get_first_token_high: (get-property first-token-high)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the longest time to the first token to expect, in seconds.
 *
 * Returns: the longest time to the first token to expect, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_first_token_high (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->first_token_high;
}

/**
 * edgekit_speed_get_load_low: (get-property load-low)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the shortest time to load the model from the disk, in seconds.
 *
 * Returns: the shortest time to load the model from the disk, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_load_low (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->load_low;
}

/**
 * edgekit_speed_get_load_likely: (get-property load-likely)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the likely time to load the model from the disk, in seconds.
 *
 * Returns: the likely time to load the model from the disk, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_load_likely (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->load_likely;
}

/**
 * edgekit_speed_get_load_high: (get-property load-high)
 * @self: a [class@EdgeKit.Speed]
 *
 * Gets the longest time to load the model from the disk, in seconds.
 *
 * Returns: the longest time to load the model from the disk, in seconds, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
double
edgekit_speed_get_load_high (EdgeKitSpeed *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SPEED (self), -1);

  return self->load_high;
}
