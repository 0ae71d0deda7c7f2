/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-answer-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-outlook-private.h"
#include "edgekit-places-private.h"
#include "edgekit-record-private.h"
#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

/**
 * EdgeKitOutlook:
 *
 * What a computer is good for, before anybody names a model.
 *
 * The size of model is the largest common one that fits comfortably in the best
 * memory of the computer, as its usual version and with 8,192 tokens of conversation,
 * and that would answer about as fast as people read: an estimate, from the same
 * estimates as those of [method@EdgeKit.Catalogue.suggest]. Where the speed of the memory
 * is not known, it is the largest that has room, and nothing is called good.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitOutlook, edgekit_outlook, G_TYPE_OBJECT)

/**
 * EdgeKitOutlook:outcome: (getter get_outcome)
 *
 * How good the outlook is.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:headline: (getter get_headline)
 *
 * The answer in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:summary: (getter get_summary)
 *
 * The answer with its reason, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:largest: (getter get_largest)
 *
 * The largest common size of model that fits, in billions of parameters.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:largest-parameters: (getter get_largest_parameters)
 *
 * The same as a number of parameters.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:budget: (getter get_budget)
 *
 * How large a model may be in the best memory, in bytes.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:speed-low: (getter get_speed_low)
 *
 * The lower end of the speed of a usual model, in tokens per second.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:speed-high: (getter get_speed_high)
 *
 * The upper end of the speed of a usual model, in tokens per second.
 *
 * Since: 0.1
 */
/**
 * EdgeKitOutlook:speed-model: (getter get_speed_model)
 *
 * The size of the model that the speed is about, in billions of parameters.
 *
 * Since: 0.1
 */
static const EdgeKitField fields[] = {
  { "outcome", "outcome", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitOutlook, outcome), edgekit_outcome_get_type },
  { "headline", "headline", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitOutlook, headline) },
  { "summary", "summary", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitOutlook, summary) },
  { "largest", "largest", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitOutlook, largest) },
  { "largest-parameters", "largest_parameters", EDGEKIT_FIELD_INT,
    G_STRUCT_OFFSET (EdgeKitOutlook, largest_parameters) },
  { "budget", "budget", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitOutlook, budget) },
  { "speed-low", "speed_low", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitOutlook, speed_low) },
  { "speed-high", "speed_high", EDGEKIT_FIELD_DOUBLE, G_STRUCT_OFFSET (EdgeKitOutlook, speed_high) },
  { "speed-model", "speed_model", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitOutlook, speed_model) },
};

static void
edgekit_outlook_class_init (EdgeKitOutlookClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), fields, G_N_ELEMENTS (fields), 0);
}

static void
edgekit_outlook_init (EdgeKitOutlook *self)
{
  _edgekit_record_init (self);
}

#define BITS_PER_WEIGHT 4.85
/* What each card but the first needs for itself: working space, and what its back end takes; the
 * estimates for two and for four cards differ by so much. */
#define FURTHER_CARD (0.6 * 1024 * 1024 * 1024)
/* How much more a back end may take on a card than is likely. */
#define UNCERTAIN (0.25 * 1024 * 1024 * 1024)
/* The size that a speed is told of: what most people run. */
#define USUAL_SIZE "8"

static double
weights_of_size (const char *size)
{
  return _edgekit_table_double ("common-sizes", size, "parameters") * BITS_PER_WEIGHT / 8;
}

static double
best_memory (const EdgeKitPlaces *places)
{
  double sum = 0;

  if (places->n_devices == 0)
    return (double) places->places[0].capacity;
  for (guint i = 1; i <= places->n_devices; i++)
    sum += (double) places->places[i].capacity;
  return sum;
}

static gboolean
size_fits (const char *size, const EdgeKitPlaces *places)
{
  const double on_processor = _edgekit_table_double ("common-sizes", size, "processor");
  const double further = places->n_devices ? (places->n_devices - 1) * FURTHER_CARD : 0;
  const double on_cards = _edgekit_table_double ("common-sizes", size, "card") + further;
  const double host = (double) places->places[0].capacity, memory = best_memory (places);

  if (places->n_devices == 0)
    return on_processor <= EDGEKIT_COMFORTABLE_UTILIZATION * host;
  /* what the graphics borrows is main memory, in which the rest lies, too */
  if (places->places[1].on_host && host >= 0 && MAX (on_cards, on_processor) > EDGEKIT_COMFORTABLE_UTILIZATION * host)
    return FALSE;
  return on_cards <= EDGEKIT_COMFORTABLE_UTILIZATION * memory &&
         on_cards + places->n_devices * UNCERTAIN <= EDGEKIT_MAX_UTILIZATION * memory;
}

/* The row of the speed of this computer, and how long one of its tokens takes with a model of @size;
 * FALSE where nothing is known of it. */
static gboolean
time_token (EdgeKitHardwareProfile *profile, const EdgeKitPlaces *places, const char *size, EdgeKitSpeedRow *speed,
            double *seconds)
{
  const EdgeKitPlace *place = &places->places[places->n_devices ? 1 : 0];
  const gint64 bandwidth = _edgekit_place_get_bandwidth (place);
  EdgeKitSpeedCore core = { 0 };
  double threads = 0;

  if (bandwidth <= 0)
    return FALSE;
  _edgekit_speed_row_find (places->backend, place->device, bandwidth, FALSE, FALSE, speed);
  if (places->n_devices == 0)
    {
      EdgeKitCpu *cpu = edgekit_hardware_profile_get_cpu (profile);

      _edgekit_speed_core_find (cpu, "Q4_K_M", &core);
      threads = (double) _edgekit_speed_count_threads (cpu);
    }
  *seconds = _edgekit_speed_seconds (speed, weights_of_size (size), 0, bandwidth, threads * core.bytes,
                                     _edgekit_table_double ("common-sizes", size, "layers"));
  return *seconds > 0;
}

static gboolean
size_is_fast_enough (EdgeKitHardwareProfile *profile, const EdgeKitPlaces *places, const char *size)
{
  EdgeKitSpeedRow speed;
  double seconds;

  return time_token (profile, places, size, &speed, &seconds) && 1 / seconds >= EDGEKIT_READING_SPEED;
}

static void
find_largest (EdgeKitOutlook *self, EdgeKitHardwareProfile *profile, const EdgeKitPlaces *places, gboolean fast_enough)
{
  g_auto(GStrv) names = g_key_file_get_groups (_edgekit_table_get ("common-sizes"), NULL);

  for (char **name = names; *name; name++)
    {
      gint64 parameters = _edgekit_table_int ("common-sizes", *name, "parameters");

      if (parameters <= self->largest_parameters || !size_fits (*name, places)
          || (fast_enough && !size_is_fast_enough (profile, places, *name)))
        continue;
      g_free (self->largest);
      self->largest = g_strdup (*name);
      self->largest_parameters = parameters;
      self->fast_enough = fast_enough;
    }
}

static void
find_speed (EdgeKitOutlook *self, EdgeKitHardwareProfile *profile, const EdgeKitPlaces *places)
{
  EdgeKitSpeedRow speed;
  double seconds;
  g_autofree char *size = NULL;

  if (!self->largest)
    return;
  size = g_strdup (self->largest_parameters >= G_GINT64_CONSTANT (8000000000) ? USUAL_SIZE : self->largest);
  if (!time_token (profile, places, size, &speed, &seconds))
    return;
  self->speed_model = g_steal_pointer (&size);
  self->speed_low = speed.low / seconds;
  self->speed_high = speed.high / seconds;
}

/**
 * edgekit_outlook_new:
 * @profile: a profile
 *
 * Makes the outlook of a computer. Pure and cheap.
 *
 * Returns: (transfer full): an outlook
 *
 * Since: 0.1
 */
EdgeKitOutlook *
edgekit_outlook_new (EdgeKitHardwareProfile *profile)
{
  EdgeKitOutlook *self;
  EdgeKitPlaces places;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);

  self = g_object_new (EDGEKIT_TYPE_OUTLOOK, NULL);
  _edgekit_places_find (profile, NULL, &places);
  if (places.n_devices > 0 || places.places[0].capacity != EDGEKIT_UNKNOWN)
    {
      self->budget = (gint64) (EDGEKIT_COMFORTABLE_UTILIZATION * best_memory (&places));
      find_largest (self, profile, &places, TRUE);
      if (!self->largest)
        find_largest (self, profile, &places, FALSE);
      find_speed (self, profile, &places);
    }
  _edgekit_outlook_say (self, &places, best_memory (&places));
  return self;
}

/**
 * edgekit_outlook_get_outcome: (get-property outcome)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets how good the outlook is.
 *
 * Returns: %EDGEKIT_OUTCOME_FITS for computers that run useful models, %EDGEKIT_OUTCOME_TIGHT for very small or slow
 *   ones only, %EDGEKIT_OUTCOME_NO for none, %EDGEKIT_OUTCOME_UNKNOWN where the memory or its speed is not known
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_outlook_get_outcome (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), EDGEKIT_OUTCOME_UNKNOWN);

  return self->outcome;
}

/**
 * edgekit_outlook_get_headline: (get-property headline)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the answer in a few words.
 *
 * Returns: a translated text
 *
 * Since: 0.1
 */
const char *
edgekit_outlook_get_headline (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), NULL);

  return self->headline;
}

/**
 * edgekit_outlook_get_summary: (get-property summary)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the answer with its reason.
 *
 * Returns: one or two translated sentences
 *
 * Since: 0.1
 */
const char *
edgekit_outlook_get_summary (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), NULL);

  return self->summary;
}

/**
 * edgekit_outlook_get_largest: (get-property largest)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the largest common size of model that fits.
 *
 * Returns: (nullable): billions of parameters such as “14”, or %NULL when none fits
 *
 * Since: 0.1
 */
const char *
edgekit_outlook_get_largest (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), NULL);

  return self->largest;
}

/**
 * edgekit_outlook_get_largest_parameters: (get-property largest-parameters)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the largest common size of model that fits.
 *
 * Returns: a number of parameters, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_outlook_get_largest_parameters (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), EDGEKIT_UNKNOWN);

  return self->largest_parameters;
}

/**
 * edgekit_outlook_get_budget: (get-property budget)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets how large a model may be to fit comfortably in the best memory.
 *
 * Returns: bytes, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_outlook_get_budget (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), EDGEKIT_UNKNOWN);

  return self->budget;
}

/**
 * edgekit_outlook_get_speed_low: (get-property speed-low)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the lower end of the speed of a usual model.
 *
 * Returns: tokens per second, or -1 when the bandwidth of the memory is not known
 *
 * Since: 0.1
 */
double
edgekit_outlook_get_speed_low (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), -1);

  return self->speed_low;
}

/**
 * edgekit_outlook_get_speed_high: (get-property speed-high)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the upper end of the speed of a usual model.
 *
 * Returns: tokens per second, or -1 when the bandwidth of the memory is not known
 *
 * Since: 0.1
 */
double
edgekit_outlook_get_speed_high (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), -1);

  return self->speed_high;
}

/**
 * edgekit_outlook_get_speed_model: (get-property speed-model)
 * @self: an [class@EdgeKit.Outlook]
 *
 * Gets the size of the model that the speed is about.
 *
 * Returns: (nullable): billions of parameters such as “8”, or %NULL when no speed is known
 *
 * Since: 0.1
 */
const char *
edgekit_outlook_get_speed_model (EdgeKitOutlook *self)
{
  g_return_val_if_fail (EDGEKIT_IS_OUTLOOK (self), NULL);

  return self->speed_model;
}
