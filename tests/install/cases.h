/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Computers and what must come out for them: cases.json. Each case is
 * { "id", "hardware": edgekit.hardware/1, "goal", "method", "portable",
 *   "expect": { "method", "include", "exclude", "engines" } }. */

#include <json-glib/json-glib.h>

#include "edgekit.h"

typedef struct
{
  const char *id;
  EdgeKitHardwareProfile *profile;
  EdgeKitGoal goal;
  EdgeKitInstallMethod method;
  gboolean portable;
  JsonObject *expect;
} Case;

/* element-type Case; the file of the source tree, or EDGEKIT_INSTALL_CASES. */
GPtrArray *cases_load (void);
