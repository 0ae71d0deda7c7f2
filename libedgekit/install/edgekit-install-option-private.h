/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-install-plan.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitInstallOption
{
  GObject parent_instance;
  char *name;
  char *value;
  char *reason;
};


G_END_DECLS
