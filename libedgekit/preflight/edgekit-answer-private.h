/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Will this model run here? The answer in numbers, before any word of it. Pure:
 * the same question has the same answer. */

#include "edgekit-estimate.h"
#include "edgekit-finding.h"
#include "edgekit-model.h"
#include "edgekit-placement.h"
#include "edgekit-solver-private.h"
#include "edgekit-speed.h"
#include "edgekit-verdict.h"

G_BEGIN_DECLS

/* Of the free memory, where nothing else is asked for. */
#define EDGEKIT_MAX_UTILIZATION 0.85
#define EDGEKIT_COMFORTABLE_UTILIZATION 0.70

typedef struct
{
  EdgeKitHardwareProfile *profile;
  GListModel *profiles; /* of all computers that are to hold the model, @profile the first */
  EdgeKitModel *model;
  const EdgeKitShape *shape;
  const EdgeKitNetwork *network;
  GListModel *attachments;
  GPtrArray *extras; /* EdgeKitExtra, of the attachments */
  EdgeKitWorkload *workload;
  double comfortable_utilization;
  double max_utilization;
  gint64 min_context;
  EdgeKitMemoryUnits units;
} EdgeKitQuestion;

typedef struct
{
  const EdgeKitEstimator *estimator; /* NULL: the engine is not known */
  EdgeKitPlaces places;
  EdgeKitSettings settings;
  EdgeKitFit fit;
  EdgeKitOutcome outcome;
  EdgeKitVerdictReason reason;
  const char *engine;   /* its one spelling */
  const char *refusal;  /* a word for a finding: the engine refuses the workload */
  gint64 context_model_max;
  gint64 context_requested;
  gint64 context_used;
  gint64 context_usable;
  guint64 needed;       /* likely bytes, all pools */
  guint64 needed_low;
  guint64 needed_high;
  guint64 offered;      /* what all pools offer at the largest share */
  guint64 to_free;      /* what other programs would have to give back */
  double max_utilization; /* of the question, or what the engine is told to take */
  EdgeKitReserve reserve; /* all zero for an engine that takes what it needs */
} EdgeKitAnswer;

/* What the solver is to solve for @question. */
EdgeKitProblem   _edgekit_answer_make_problem   (const EdgeKitQuestion *question, const EdgeKitAnswer *answer);

void             _edgekit_answer_find           (const EdgeKitQuestion *question, EdgeKitAnswer *answer);
/* Of all computers that the question names. */
void             _edgekit_answer_find_places    (const EdgeKitQuestion *question, EdgeKitAnswer *answer);
/* A word for a finding when the engine cannot divide a model among these computers, or NULL. */
const char      *_edgekit_answer_check_machines (const EdgeKitAnswer *answer);
/* How many computers hold a part. */
guint            _edgekit_answer_count_machines (const EdgeKitAnswer *answer);
/* The likely bytes on one of them. */
guint64          _edgekit_answer_sum_of_machine (const EdgeKitAnswer *answer, guint machine);
void             _edgekit_answer_add_machines   (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 GListStore *findings);
/* Nothing is known of any memory: nothing can be compared. */
gboolean         _edgekit_answer_is_blind       (const EdgeKitAnswer *answer);

/* The records that people and programs read. */
EdgeKitEstimate *_edgekit_answer_make_estimate  (const EdgeKitAnswer *answer, const EdgeKitBill *bill,
                                                 const EdgeKitReserve *reserve, gint64 context);
/* What the engine takes beforehand with other settings than those of @answer. */
void             _edgekit_answer_find_reserve   (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 const EdgeKitSettings *settings, EdgeKitReserve *reserve);
EdgeKitPlacement *_edgekit_answer_make_placement (const EdgeKitQuestion *question, const EdgeKitAnswer *answer);
/* Why the parts lie where they do; NULL where they lie together. */
char            *_edgekit_answer_explain        (const EdgeKitQuestion *question, const EdgeKitAnswer *answer);
/* What would have to be free on one card, or in main memory, to hold all; EDGEKIT_UNKNOWN. */
void             _edgekit_answer_find_needs     (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 gint64 *card, gint64 *main_memory);
EdgeKitSpeed    *_edgekit_answer_make_speed     (const EdgeKitQuestion *question, const EdgeKitAnswer *answer);
/* The same as if no network lay between computers; NULL when not known. */
EdgeKitSpeed    *_edgekit_answer_make_speed_without_network (const EdgeKitQuestion *question,
                                                             const EdgeKitAnswer *answer);
EdgeKitVerdict  *_edgekit_answer_make_verdict   (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 EdgeKitPlacement *placement, EdgeKitSpeed *speed);
/* For an engine that loads a network whole. */
void             _edgekit_answer_add_network_command (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                      GListStore *commands);
/* What the other computers run, and what begins the command of the first one. */
void             _edgekit_answer_add_servers    (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 GListStore *commands);
void             _edgekit_answer_add_rpc_option (GStrvBuilder *words, const EdgeKitAnswer *answer);
/* Which cards of a computer, as a variable, where an engine would not choose these by itself; NULL where it would. */
char            *_edgekit_answer_list_visible   (const EdgeKitAnswer *answer, guint machine);
/* Options of llama.cpp's programs: how the cache is kept, and where the model lies. */
void             _edgekit_answer_add_cache_options (GStrvBuilder *words, EdgeKitWorkload *w);
void             _edgekit_answer_add_split_options (GStrvBuilder *words, const EdgeKitSplit *split, gboolean experts);
GListStore      *_edgekit_answer_make_commands  (const EdgeKitQuestion *question, const EdgeKitAnswer *answer);
void             _edgekit_answer_add_mapped     (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 GListStore *findings);
/* The command of a program with llama.cpp inside, if @answer is about one and it can do what was found. */
void             _edgekit_answer_add_wrapped_command (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                      const char *file, GListStore *commands);
void             _edgekit_answer_add_findings   (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 GListStore *findings);
void             _edgekit_answer_add_tips       (const EdgeKitQuestion *question, const EdgeKitAnswer *answer,
                                                 EdgeKitSpeed *speed, GListStore *findings);

G_END_DECLS
