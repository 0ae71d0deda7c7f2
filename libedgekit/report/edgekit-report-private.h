/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A report is one document. It is built, then what is private is taken out of
 * it, then it is written: the text and Markdown forms are read off the clean
 * document and so cannot hold more than it. */

#include <json-glib/json-glib.h>

#include "edgekit-report.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitHardwareProfile *profile;
  GListModel *computers;         /* @profile and those that hold the model with it, or NULL */
  EdgeKitPreflight *preflight;   /* or NULL */
  EdgeKitInstallPlan *plan;      /* or NULL */
  EdgeKitSnapshot *snapshot;     /* or NULL */
} EdgeKitReportParts;

typedef enum
{
  EDGEKIT_REPORT_WHOLE,
  EDGEKIT_REPORT_SUMMARY, /* the table that a report begins with */
} EdgeKitReportExtent;

void      _edgekit_report_get_parts (EdgeKitReport *self, EdgeKitReportParts *parts);
char    **_edgekit_report_list_private_names (EdgeKitReport *self);
/* `edgekit.report/1`, with everything private still in it. */
JsonNode *_edgekit_report_build (const EdgeKitReportParts *parts);
/* Markdown, or plain text. */
char     *_edgekit_report_write (JsonNode *document, gboolean markdown, EdgeKitReportExtent extent);
void      _edgekit_report_add_removed (JsonNode *document, gboolean redacted, GHashTable *counts);
char    **_edgekit_report_list_removed_of (JsonNode *document);
/* The document of @self. */
JsonNode *_edgekit_report_make_document (EdgeKitReport *self, gboolean include_private);

G_END_DECLS
