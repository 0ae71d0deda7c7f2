/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-install-plan.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitInstallStep
{
  GObject parent_instance;
  int kind; /* EdgeKitStepKind */
  char *title;
  char *command;
  int shell; /* EdgeKitShell */
  int state; /* EdgeKitStepState */
  char *reason;
};


G_END_DECLS
