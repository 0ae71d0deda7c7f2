/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-detector.h"
#include "edgekit-snapshot.h"

G_BEGIN_DECLS

struct _EdgeKitDetector
{
  GObject parent_instance;
  GFile *root;                     /* NULL: this computer */
  EdgeKitSnapshot *given;          /* NULL: collect one */
  EdgeKitSnapshot *snapshot;       /* of the last detection */
  EdgeKitSnapshot *latest;         /* the same, with what a refresh collected since */
  gboolean wake;
  gboolean measure;
  gboolean run_programs;
  EdgeKitHardwareProfile *profile; /* the latest */
  double fraction;
  char *activity;
};

G_END_DECLS
