/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-collector-private.h"

/* Systems whose files tell it all: Linux. */

gboolean
_edgekit_collect_platform (EdgeKitSnapshot *snapshot, EdgeKitCollectScope scope)
{
  return FALSE;
}

gboolean
_edgekit_may_run (const char *program)
{
  return TRUE;
}
