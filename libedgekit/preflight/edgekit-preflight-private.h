/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-answer-private.h"
#include "edgekit-extras-private.h"
#include "edgekit-preflight.h"

G_BEGIN_DECLS

/* Everything that an answer consists of, for people and programs. */
typedef struct
{
  EdgeKitAnswer *answer;
  EdgeKitEstimate *estimate;
  EdgeKitVerdict *verdict;
  EdgeKitPlacement *placement;
  EdgeKitSpeed *speed; /* NULL when not known */
  GListStore *commands;
} EdgeKitResult;

EdgeKitResult *_edgekit_result_new  (const EdgeKitQuestion *question);
void           _edgekit_result_free (EdgeKitResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitResult, _edgekit_result_free)

/* The document edgekit.preflight/1. */
char          *_edgekit_result_to_json (const EdgeKitResult *self, const EdgeKitQuestion *question);

struct _EdgeKitPreflight
{
  GObject parent_instance;
  GListStore *profiles;
  GListStore *models;
  EdgeKitHardwareProfile *profile;
  EdgeKitModel *model;
  EdgeKitShape *shape; /* of the model */
  EdgeKitNetwork *network; /* of the model, as other engines see it */
  GListStore *attachments;
  GPtrArray *extras; /* of the attachments */
  EdgeKitWorkload *workload;
  double comfortable_utilization;
  double max_utilization;
  gint64 min_context;
  EdgeKitMemoryUnits memory_units;

  GListStore *no_commands;

  EdgeKitResult *result; /* NULL: to be found */
  GSource *idle;         /* will notify, or did */
  int telling;           /* atomic: it will */
};

/* The question that @self asks now; FALSE when something is missing. Borrowed. */
gboolean       _edgekit_preflight_get_question (EdgeKitPreflight *self, EdgeKitQuestion *question);
/* Drops the answer, and tells who listens in the next turn of the main loop. */
void           _edgekit_preflight_question_changed (EdgeKitPreflight *self);
/* Finds the answer if it is not found yet; NULL when something is missing. */
const EdgeKitResult *_edgekit_preflight_get_result (EdgeKitPreflight *self);
/* NULL when something is missing; valid until the question changes. */
const EdgeKitAnswer *_edgekit_preflight_get_answer (EdgeKitPreflight *self);

G_END_DECLS
