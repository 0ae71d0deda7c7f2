/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-cross-check.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitCrossCheck
{
  GObject parent_instance;
  char *program;
  char *failure;
  gint64 estimate, estimate_weights, estimate_context, estimate_compute;
  gint64 reported, reported_weights, reported_context, reported_compute;
  double ratio;
};

/* Reads what `llama-fit-params -fitp on` prints; FALSE when it is something else. */
gboolean _edgekit_cross_check_parse (EdgeKitCrossCheck *self, const char *text, gsize length);
/* edgekit_cross_check_run() with another limit of time. */
EdgeKitCrossCheck *_edgekit_cross_check_run (EdgeKitPreflight *preflight, const char *model_file, guint timeout_ms,
                                             GCancellable *cancellable);

G_END_DECLS
