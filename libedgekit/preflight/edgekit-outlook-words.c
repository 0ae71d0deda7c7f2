/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-outlook-private.h"

/* What a computer is good for, in words. */

static void
say_headline (EdgeKitOutlook *self)
{
  const gboolean useful = self->largest_parameters >= G_GINT64_CONSTANT (3000000000);

  if (useful && self->fast_enough)
    {
      self->outcome = EDGEKIT_OUTCOME_FITS;
      /* Translators: %s is a number of billions of parameters, as in "14B" */
      self->headline = g_strdup_printf (_ ("Good for models up to about %sB"), self->largest);
    }
  else if (useful)
    {
      self->outcome = self->speed_model ? EDGEKIT_OUTCOME_TIGHT : EDGEKIT_OUTCOME_UNKNOWN;
      /* Translators: where the speed is not known; %s is a number of billions of parameters, as in "14B" */
      self->headline = g_strdup_printf (_ ("Has room for models up to about %sB"), self->largest);
    }
  else if (self->largest)
    {
      self->outcome = EDGEKIT_OUTCOME_TIGHT;
      self->headline = g_strdup (self->fast_enough ? _ ("Good for very small models")
                                                   : _ ("Has room for very small models"));
    }
  else if (self->budget == EDGEKIT_UNKNOWN)
    {
      self->outcome = EDGEKIT_OUTCOME_UNKNOWN;
      self->headline = g_strdup (_ ("Cannot say for sure"));
    }
  else
    {
      self->outcome = EDGEKIT_OUTCOME_NO;
      self->headline = g_strdup (_ ("Language models will not run well here"));
    }
}

/* A model of a few percent more still runs, only just: what is told is the room to spare. */
static void
say_summary (EdgeKitOutlook *self, const EdgeKitPlaces *places, double best)
{
  g_autofree char *budget = edgekit_format_memory (self->budget, EDGEKIT_MEMORY_UNITS_IEC);
  g_autofree char *memory = edgekit_format_memory ((gint64) best, EDGEKIT_MEMORY_UNITS_IEC);

  if (self->budget == EDGEKIT_UNKNOWN)
    self->summary = g_strdup (_ ("How much memory there is could not be read."));
  else if (places->n_devices == 0 && self->fast_enough)
    /* Translators: %s is a size of memory */
    self->summary = g_strdup_printf (_ ("There is no usable graphics card, so the processor does the work. Models that "
                                        "need up to %s fit with room to spare; small ones run at a usable speed."),
                                     budget);
  else if (places->n_devices == 0)
    /* Translators: %s is a size of memory */
    self->summary = g_strdup_printf (_ ("There is no usable graphics card, so the processor does the work. Models that "
                                        "need up to %s fit with room to spare."),
                                     budget);
  else if (places->places[1].on_host && (places->assumed || places->unread))
    /* Translators: %1$s and %2$s are sizes of memory */
    self->summary = g_strdup_printf (_ ("Processor and graphics share %1$s of memory. Models that need up to %2$s fit with "
                                        "room to spare, if nothing else takes it."),
                                     memory, budget);
  else if (places->places[1].on_host)
    /* Translators: %1$s and %2$s are sizes of memory */
    self->summary = g_strdup_printf (_ ("Processor and graphics share memory, and %1$s of it is free for models. Those "
                                        "that need up to %2$s fit with room to spare."),
                                     memory, budget);
  else if (places->n_devices == 1)
    /* Translators: %s is a size of memory */
    self->summary = g_strdup_printf (_ ("The graphics card does the work. Models that need up to %s run completely on "
                                        "it with room to spare; what does not fit also uses main memory, which is "
                                        "slower."),
                                     budget);
  else
    /* Translators: %1$u is a number of graphics cards, %2$s a size of memory */
    self->summary = g_strdup_printf (_edgekit_ngettext ("%1$u graphics card works. Models that need up to %2$s fit "
                                                        "with room to spare.",
                                                        "%1$u graphics cards work together. Models that need up to "
                                                        "%2$s fit with room to spare.",
                                                        places->n_devices),
                                     places->n_devices, budget);
}

void
_edgekit_outlook_say (EdgeKitOutlook *self, const EdgeKitPlaces *places, double memory)
{
  say_headline (self);
  say_summary (self, places, memory);
}
