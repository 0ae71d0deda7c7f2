/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-verdict.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitVerdict
{
  GObject parent_instance;
  int outcome; /* EdgeKitOutcome */
  int reason; /* EdgeKitVerdictReason */
  char *headline;
  char *summary;
  double utilization;
  GListStore *findings; /* EdgeKitFinding */
  gint64 context_model_max;
  gint64 context_requested;
  gint64 context_used;
  gint64 context_usable;
};

/* A context as people are told of it: down to two digits, unless it is @maximum. */
gint64 _edgekit_verdict_round_context (gint64 context, gint64 maximum);

G_END_DECLS
