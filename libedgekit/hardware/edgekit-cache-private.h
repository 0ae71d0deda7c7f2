/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-cache.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitCache
{
  GObject parent_instance;
  guint64 absent;
  gint64 level;
  char *kind;
  gint64 size;
  gint64 count;
};

G_END_DECLS
