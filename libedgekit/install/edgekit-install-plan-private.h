/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-install-plan.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitInstallPlan
{
  GObject parent_instance;
  char *engine;
  char *title;
  int method; /* EdgeKitInstallMethod */
  int shell; /* EdgeKitShell */
  GListStore *steps; /* EdgeKitInstallStep */
  GListStore *options; /* EdgeKitInstallOption */
  GStrv environment;
  char *command;
  char *reason;
  char *summary;
  char *uses;
  char *uses_detail;
  gint64 download_size; /* bytes */
  GListStore *alternatives; /* EdgeKitEngine */
  gboolean complete;

  /* what was asked for, so that the document can be written in English */
  EdgeKitHardwareProfile *profile;
  EdgeKitModel *model;
  EdgeKitGoal goal;
  EdgeKitInstallMethod wanted_method;
  gboolean portable;
  gboolean distributed;
};

/* Adds the members of `edgekit.install/1`, in English, to the object that is
 * open in @builder. */
void _edgekit_install_plan_write (EdgeKitInstallPlan *self, JsonBuilder *builder);

G_END_DECLS
