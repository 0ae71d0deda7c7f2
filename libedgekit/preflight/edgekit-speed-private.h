/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-speed.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitSpeed
{
  GObject parent_instance;
  double low;
  double likely;
  double high;
  char *basis;
};

/* For one token, @bytes of which are read. @backend: a row of speed-classes.
 * @moe: of a model with experts. */
double        _edgekit_speed_seconds (const char *backend, double bytes, gint64 bandwidth, gboolean moe);
/* With the range that is honest for @backend. */
EdgeKitSpeed *_edgekit_speed_new     (const char *backend, double seconds);

G_END_DECLS
