/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-speed-private.h"
#include "edgekit-table-private.h"

/* Generating a token reads every weight that takes part in it, and the cache;
 * the memory's bandwidth is the limit on every device that people have. */

double
_edgekit_speed_seconds (const char *backend, double bytes, gint64 bandwidth, gboolean moe)
{
  return (moe ? _edgekit_table_double ("speed-classes", backend, "moe_factor") : 1) * bytes /
             ((double) bandwidth * _edgekit_table_double ("speed-classes", backend, "efficiency")) +
         _edgekit_table_double ("speed-classes", backend, "overhead_ms") / 1000;
}

EdgeKitSpeed *
_edgekit_speed_new (const char *backend, double seconds)
{
  EdgeKitSpeed *self = g_object_new (EDGEKIT_TYPE_SPEED, NULL);

  self->likely = 1 / seconds;
  self->low = self->likely * _edgekit_table_double ("speed-classes", backend, "low");
  self->high = self->likely * _edgekit_table_double ("speed-classes", backend, "high");
  self->basis = g_strdup ("bytes of the weights in use and half of the cache, over the memory’s bandwidth; "
                          "table speed-classes");
  return self;
}
