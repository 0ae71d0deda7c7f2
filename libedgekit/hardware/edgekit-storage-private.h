/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-storage.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitStorage
{
  GObject parent_instance;
  guint64 absent;
  char *path;
  char *kind;
  gint64 total;
  gint64 free;
};

G_END_DECLS
