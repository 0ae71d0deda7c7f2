/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Finds where the parts of a model go: the most valuable bytes on the fastest
 * pool, by the same prices that the estimate shows. */

#include "edgekit-places-private.h"

G_BEGIN_DECLS

typedef struct
{
  EdgeKitSplit split;
  EdgeKitBill bill;
  double low;    /* the largest share of a pool's capacity: G_MAXDOUBLE when it has none */
  double likely;
  double high;
} EdgeKitFit;

/* What was found for the last context, to begin with for the next one. */
typedef struct
{
  guint64 limit; /* by the bound */
  guint64 gap;   /* from there down to the answer; EDGEKIT_NO_GAP until one is known */
} EdgeKitGuess;

#define EDGEKIT_NO_GAP G_MAXUINT64

typedef struct
{
  const EdgeKitEstimator *estimator;
  const EdgeKitShape *shape;
  EdgeKitWorkload *workload;
  const EdgeKitPlaces *places;
  double max_utilization;
  const EdgeKitNetwork *network; /* for engines that look at it */
  GPtrArray *extras;             /* EdgeKitExtra, or NULL */
  EdgeKitGuess *layers;          /* set by the solver itself */
  EdgeKitGuess *experts;
} EdgeKitProblem;

/* What @pool holds of this model; main memory also what lies in memory that it backs. */
void     _edgekit_fit_sums      (const EdgeKitFit *fit, const EdgeKitPlaces *places, guint pool, guint64 *low,
                                 guint64 *likely, guint64 *high);
/* Settings for a context: FALSE with a word for a finding when the engine would refuse them. */
gboolean _edgekit_solver_settings (const EdgeKitProblem *problem, guint64 context, EdgeKitSettings *settings,
                                   const char **why);
/* How many devices of each computer work as one. */
guint    _edgekit_solver_count_together (const EdgeKitProblem *problem, const EdgeKitSplit *split);
/* What of the network @machine holds; NULL where there is only one. */
EdgeKitNetwork *_edgekit_solver_make_stage (const EdgeKitProblem *problem, guint machine);
/* The prices of one split. */
void     _edgekit_solver_bill   (const EdgeKitProblem *problem, const EdgeKitSettings *settings,
                                 const EdgeKitSplit *split, EdgeKitBill *bill);
/* Prices one split. */
void     _edgekit_solver_price  (const EdgeKitProblem *problem, const EdgeKitSettings *settings,
                                 const EdgeKitSplit *split, EdgeKitFit *fit);
/* The same for so many layers on the devices, divided as the engine divides them; whether it fits. */
gboolean _edgekit_solver_try    (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 gpu_layers,
                                 guint64 cpu_expert_layers, EdgeKitFit *fit);
/* The part of the price that is quickly told: what does not pass with less than everything does not pass. */
EdgeKitSettings _edgekit_solver_bound (const EdgeKitSettings *settings);

/* Prices a split of @n layers. */
typedef void (*EdgeKitTry) (const EdgeKitProblem *problem, const EdgeKitSettings *settings, guint64 n, EdgeKitFit *fit);

/* Whether the devices hold their part of the split that @try makes. */
gboolean _edgekit_solver_holds  (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try,
                                 guint64 n);
/* The largest number below @end whose split they hold; @guess is of the last search, and of the next. */
guint64  _edgekit_solver_find_most (const EdgeKitProblem *problem, const EdgeKitSettings *settings, EdgeKitTry try,
                                    guint64 end, EdgeKitGuess *guess);
/* FALSE when no split fits; then @fit is the one that fills the devices. */
gboolean _edgekit_solver_solve  (const EdgeKitProblem *problem, guint64 context, EdgeKitFit *fit);
/* The longest context up to @maximum that fits, 0 when none does. */
guint64  _edgekit_solver_usable (const EdgeKitProblem *problem, guint64 maximum);
/* Whether layers or experts that could compute on a device lie in main memory. */
gboolean _edgekit_fit_is_split  (const EdgeKitFit *fit, const EdgeKitPlaces *places, const EdgeKitShape *shape);

G_END_DECLS
