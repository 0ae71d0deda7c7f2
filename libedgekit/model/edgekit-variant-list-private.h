/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-variant-list.h"

G_BEGIN_DECLS

struct _EdgeKitVariantList
{
  GObject parent_instance;

  char *location;
  GListStore *variants;   /* EdgeKitVariant */
  GListStore *companions; /* EdgeKitCompanion */
  double fraction;
  char *activity;
  gint64 bytes_read;
  gboolean loading;
  EdgeKitRemoteOptions *options; /* or NULL */
};

G_END_DECLS
