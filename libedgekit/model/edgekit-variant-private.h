/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-record-private.h"
#include "edgekit-variant.h"

G_BEGIN_DECLS

struct _EdgeKitVariant
{
  GObject parent_instance;
  char *name;
  char *quantization;
  double bits_per_weight;
  gint64 parameters;
  char *format;
  gint64 size;
  char *folder;
  GListStore *files; /* EdgeKitModelFile */
  gint64 parts;
  gboolean complete;
  char *location;
  char *path;
  EdgeKitModel *model;
  char *problem;
};

G_END_DECLS
