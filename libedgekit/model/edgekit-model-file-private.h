/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-model-file.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitModelFile
{
  GObject parent_instance;
  char *name;
  gint64 size;
};


G_END_DECLS
