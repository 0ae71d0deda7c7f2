/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-outlook.h"
#include "edgekit-places-private.h"

G_BEGIN_DECLS

struct _EdgeKitOutlook
{
  GObject parent_instance;
  int outcome; /* EdgeKitOutcome */
  char *headline;
  char *summary;
  char *largest;
  gint64 largest_parameters;
  gboolean fast_enough; /* the largest answers about as fast as people read, as far as is known */
  gint64 budget;
  double speed_low;
  double speed_high;
  char *speed_model;
};

/* The outcome, the headline and the summary, of what is known of the sizes and the speed; @memory: of the best pool, in
 * bytes. */
void _edgekit_outlook_say (EdgeKitOutlook       *self,
                           const EdgeKitPlaces  *places,
                           double                memory);

G_END_DECLS
