/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-companion.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitCompanion
{
  GObject parent_instance;
  int kind; /* EdgeKitCompanionKind */
  char *name;
  gint64 size;
};

G_END_DECLS
