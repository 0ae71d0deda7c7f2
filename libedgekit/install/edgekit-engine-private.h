/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-engine.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitEngine
{
  GObject parent_instance;
  char *name;
  char *title;
  gint64 score;
  gboolean suitable;
  char *summary;
  GStrv reasons;
  GStrv why_not;
  GStrv loads;
  char *install;
};


G_END_DECLS
