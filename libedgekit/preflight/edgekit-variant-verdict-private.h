/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-variant-verdict.h"
#include "edgekit-record-private.h"
#include "edgekit-variant-private.h"

G_BEGIN_DECLS

struct _EdgeKitVariantVerdict
{
  GObject parent_instance;
  int outcome; /* EdgeKitOutcome */
  char *headline;
  gint64 total;
  gint64 usable;
  double speed_low;
  double speed_likely;
  double speed_high;
  gboolean recommended;

  EdgeKitVariant *variant;
};

G_END_DECLS
