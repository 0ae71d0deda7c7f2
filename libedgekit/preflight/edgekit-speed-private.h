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


G_END_DECLS
