/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-suggestion.h"
#include "edgekit-record-private.h"
#include "edgekit-catalogue-model-private.h"

G_BEGIN_DECLS

struct _EdgeKitSuggestion
{
  GObject parent_instance;
  int outcome; /* EdgeKitOutcome */
  char *headline;
  gint64 total;
  gint64 usable;
  double speed_low;
  double speed_likely;
  double speed_high;
  double score;

  EdgeKitCatalogueModel *model;
};

G_END_DECLS
