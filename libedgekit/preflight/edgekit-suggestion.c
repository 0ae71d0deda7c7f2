/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-suggestion-private.h"
#include "edgekit-enum-types.h"

/**
 * EdgeKitSuggestion:
 *
 * A model of the catalogue and how it would run on one computer.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitSuggestion, edgekit_suggestion, G_TYPE_OBJECT)

/**
 * EdgeKitSuggestion:outcome: (getter get_outcome)
 *
 * Whether it runs.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:headline: (getter get_headline)
 *
 * The verdict in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:total: (getter get_total)
 *
 * The memory that it needs, all pools together.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:usable: (getter get_usable)
 *
 * The longest conversation that fits.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:speed-low: (getter get_speed_low)
 *
 * The lower end of its speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:speed-likely: (getter get_speed_likely)
 *
 * Its likely speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:speed-high: (getter get_speed_high)
 *
 * The upper end of its speed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitSuggestion:score: (getter get_score)
 *
 * How much it is worth here: models that fit come first, then larger ones.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "outcome", "outcome", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitSuggestion, outcome), edgekit_outcome_get_type },
  { "headline", "headline", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitSuggestion, headline) },
  { "total", "total", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitSuggestion, total) },
  { "usable", "usable", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitSuggestion, usable) },
  { "speed-low", "speed_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSuggestion, speed_low) },
  { "speed-likely", "speed_likely", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSuggestion, speed_likely) },
  { "speed-high", "speed_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSuggestion, speed_high) },
  { "score", NULL, EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitSuggestion, score) },
};

static void (*finalize_record) (GObject *object);

static void
edgekit_suggestion_finalize (GObject *object)
{
  g_clear_object (&EDGEKIT_SUGGESTION (object)->model);
  finalize_record (object);
}

static void
edgekit_suggestion_class_init (EdgeKitSuggestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  _edgekit_record_class_install (object_class, fields, G_N_ELEMENTS (fields), 0);
  finalize_record = object_class->finalize;
  object_class->finalize = edgekit_suggestion_finalize;
}

static void
edgekit_suggestion_init (EdgeKitSuggestion *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_suggestion_get_outcome: (get-property outcome)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets whether it runs.
 *
 * Returns: an outcome
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_suggestion_get_outcome (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), EDGEKIT_OUTCOME_UNKNOWN);

  return (EdgeKitOutcome) self->outcome;
}

/**
 * edgekit_suggestion_get_headline: (get-property headline)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the verdict in a few words, in the language of the locale.
 *
 * Returns: the verdict in a few words, in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_suggestion_get_headline (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), NULL);

  return self->headline;
}

/**
 * edgekit_suggestion_get_total: (get-property total)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the memory that it needs, all pools together.
 *
 * Returns: bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_suggestion_get_total (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), EDGEKIT_UNKNOWN);

  return self->total;
}

/**
 * edgekit_suggestion_get_usable: (get-property usable)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the longest conversation that fits.
 *
 * Returns: tokens, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_suggestion_get_usable (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), EDGEKIT_UNKNOWN);

  return self->usable;
}

/**
 * edgekit_suggestion_get_speed_low: (get-property speed-low)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the lower end of its speed.
 *
 * Returns: tokens per second, or -1 when the bandwidth of the memory is not known
 *
 * Since: 0.1
 */
double
edgekit_suggestion_get_speed_low (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), -1);

  return self->speed_low;
}

/**
 * edgekit_suggestion_get_speed_likely: (get-property speed-likely)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets its likely speed.
 *
 * Returns: tokens per second, or -1
 *
 * Since: 0.1
 */
double
edgekit_suggestion_get_speed_likely (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), -1);

  return self->speed_likely;
}

/**
 * edgekit_suggestion_get_speed_high: (get-property speed-high)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the upper end of its speed.
 *
 * Returns: tokens per second, or -1
 *
 * Since: 0.1
 */
double
edgekit_suggestion_get_speed_high (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), -1);

  return self->speed_high;
}

/**
 * edgekit_suggestion_get_score: (get-property score)
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets how much it is worth here: models that fit come first, then larger ones.
 *
 * Returns: a number that orders suggestions of one list
 *
 * Since: 0.1
 */
double
edgekit_suggestion_get_score (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), -1);

  return self->score;
}

/**
 * edgekit_suggestion_get_model:
 * @self: a [class@EdgeKit.Suggestion]
 *
 * Gets the model that is suggested.
 *
 * Returns: (transfer none): a model of the catalogue
 *
 * Since: 0.1
 */
EdgeKitCatalogueModel *
edgekit_suggestion_get_model (EdgeKitSuggestion *self)
{
  g_return_val_if_fail (EDGEKIT_IS_SUGGESTION (self), NULL);

  return self->model;
}
