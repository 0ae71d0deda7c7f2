/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <edgekit.h>

G_BEGIN_DECLS

/* In the order of the setting “versions-sort”. */
typedef enum
{
  EK_VERSION_ORDER_BEST,
  EK_VERSION_ORDER_SMALLEST,
  EK_VERSION_ORDER_FASTEST,
  EK_VERSION_ORDER_QUALITY,
  EK_N_VERSION_ORDERS
} EkVersionOrder;

const char            *ek_version_order_get_name     (EkVersionOrder         order);
GPtrArray             *ek_version_order_choose       (EkVersionOrder         order,
                                                      GListModel            *verdicts,
                                                      EdgeKitModel          *model);
EdgeKitVariantVerdict *ek_version_order_find_smaller (GPtrArray             *verdicts,
                                                      EdgeKitModel          *model,
                                                      const char            *location);
gboolean               ek_version_order_is_of        (EdgeKitVariantVerdict *verdict,
                                                      EdgeKitModel          *model,
                                                      const char            *location);
gboolean               ek_version_order_has_speed    (EdgeKitVariantVerdict *verdict);
gboolean               ek_version_order_have_speeds  (GPtrArray             *verdicts);

G_END_DECLS
