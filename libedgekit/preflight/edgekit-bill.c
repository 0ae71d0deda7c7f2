/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-estimator-private.h"

void
_edgekit_bill_add (EdgeKitBill *self, EdgeKitMemoryKind kind, const char *what, guint pool, guint64 low,
                   guint64 likely, guint64 high, const char *source)
{
  g_assert (self->n_charges < G_N_ELEMENTS (self->charges));
  if (high == 0)
    return;
  self->charges[self->n_charges++] = (EdgeKitCharge) {
    .kind = kind,
    .what = what,
    .source = source,
    .pool = pool,
    .low = MIN (low, likely),
    .likely = likely,
    .high = MAX (high, likely),
  };
}

void
_edgekit_bill_sums (const EdgeKitBill *self, guint pool, guint64 *low, guint64 *likely, guint64 *high)
{
  *low = *likely = *high = 0;
  for (guint i = 0; i < self->n_charges; i++)
    if (self->charges[i].pool == pool)
      {
        *low = _edgekit_sat_add (*low, self->charges[i].low);
        *likely = _edgekit_sat_add (*likely, self->charges[i].likely);
        *high = _edgekit_sat_add (*high, self->charges[i].high);
      }
}

guint64
_edgekit_bill_get (const EdgeKitBill *self, guint pool, EdgeKitMemoryKind kind)
{
  guint64 sum = 0;

  for (guint i = 0; i < self->n_charges; i++)
    if (self->charges[i].pool == pool && self->charges[i].kind == kind)
      sum = _edgekit_sat_add (sum, self->charges[i].likely);
  return sum;
}
