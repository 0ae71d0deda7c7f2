/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What EdgeKit knows of an architecture beyond what a file says: a row of
 * data/tables/families.ini. */

#include "edgekit-types.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_RECURRENT_NEVER,
  EDGEKIT_RECURRENT_ALL,
  EDGEKIT_RECURRENT_NO_KV_HEADS,
  EDGEKIT_RECURRENT_NO_KV_HEADS_NO_FEED_FORWARD,
  EDGEKIT_RECURRENT_INTERVAL,
  EDGEKIT_RECURRENT_BESIDE,
} EdgeKitRecurrentRule;

typedef struct
{
  gboolean known;
  gint64 window_period;   /* 0: no windows by period */
  gboolean window_first_full;
  gint64 window;          /* 0: the file says it */
  gint64 window_layers;   /* 0: any number */
  EdgeKitRecurrentRule recurrent;
  gint64 full_interval;
  gboolean no_cache;
} EdgeKitFamily;

void _edgekit_family_get (const char *architecture, EdgeKitFamily *family);

G_END_DECLS
