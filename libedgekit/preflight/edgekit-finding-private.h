/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-finding.h"
#include "edgekit-record-private.h"

G_BEGIN_DECLS

struct _EdgeKitFinding
{
  GObject parent_instance;
  char *code;
  int severity; /* EdgeKitSeverity */
  char *message;
  char *hint;
  char *change;
  gint64 gain_bytes;
  double gain_tokens_per_second;
  EdgeKitOutcome gain_outcome;
  gint64 gain_context;
};

/* @change is a JSON object of workload options, or NULL. */
EdgeKitFinding *_edgekit_finding_new    (const char *code, EdgeKitSeverity severity, const char *message,
                                         const char *hint, const char *change);
/* Adds one without a change. */
void            _edgekit_finding_append (GListStore *findings, const char *code, EdgeKitSeverity severity,
                                         const char *message, const char *hint);

G_END_DECLS
