/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One engine's way to price a model. Engines differ in what they allocate, not
 * only in how much, so each has its own functions behind this table. */

#include "edgekit-estimate.h"
#include "edgekit-shape-private.h"
#include "edgekit-workload.h"

G_BEGIN_DECLS

/* A workload in which nothing is open any more. */
typedef struct
{
  guint64 context;         /* tokens, all sequences together, as asked for */
  guint64 padded_context;  /* as the engine rounds it */
  guint64 cells;           /* of one sequence's cache, or of the common one */
  guint64 streams;         /* caches side by side */
  guint64 parallel;
  gboolean unified;
  guint64 batch;
  guint64 ubatch;
  guint64 tokens;          /* that one graph computes */
  guint64 outputs;
  guint64 widest_value;    /* of all layers, all heads together */
  const char *type_k;      /* interned */
  const char *type_v;
  gboolean flash_attention;
  gboolean flash_automatic; /* the engine may do without it */
  gboolean swa_full;
  gboolean embeddings;
  gboolean bound; /* price only what needs no replay: never more than the whole */
} EdgeKitSettings;

#define EDGEKIT_MAX_DEVICES 32

/* Where a split puts things. Pool 0 is the host's memory, pool 1 + i that of
 * device i. */
typedef struct
{
  guint n_devices;
  guint64 gpu_layers;                    /* the output layer counts as one */
  guint64 layers_on[EDGEKIT_MAX_DEVICES]; /* sums to gpu_layers */
  guint64 cpu_expert_layers;
  const char *backend;                   /* a row of data/tables/overhead.ini; NULL or cpu: no device computes */
} EdgeKitSplit;

/* One line of a bill; becomes an EdgeKitEstimateItem. */
typedef struct
{
  EdgeKitMemoryKind kind;
  const char *what;   /* static strings */
  const char *source;
  guint pool;
  guint64 low;
  guint64 likely;
  guint64 high;
} EdgeKitCharge;

typedef struct
{
  EdgeKitCharge charges[8 * (EDGEKIT_MAX_DEVICES + 1)];
  guint n_charges;
} EdgeKitBill;

typedef struct
{
  const char *name;

  /* FALSE with a word for a finding when the engine cannot read the format (gguf, safetensors, mlx). */
  gboolean (*can_load)      (const char *format, const char **why);
  /* Fills in defaults and rounds; @context overrides the workload's. FALSE with
   * a word for a finding when the engine would refuse the combination. */
  gboolean (*get_settings)  (const EdgeKitShape *shape, EdgeKitWorkload *workload, guint64 context,
                             EdgeKitSettings *settings, const char **why);
  void     (*price)         (const EdgeKitShape *shape, const EdgeKitSettings *settings, const EdgeKitSplit *split,
                             EdgeKitBill *bill);
} EdgeKitEstimator;

/* NULL for an engine that nothing is known about. */
const EdgeKitEstimator *_edgekit_estimator_get (const char *engine);
/* The row of the table engines that has @name or lists it as an alias, or NULL; static. */
const char             *_edgekit_engine_find_name      (const char *name);
/* The one spelling of @engine, or @engine itself; NULL is llama.cpp. */
const char             *_edgekit_engine_canonical_name (const char *engine);

void     _edgekit_bill_add  (EdgeKitBill *self, EdgeKitMemoryKind kind, const char *what, guint pool, guint64 low,
                             guint64 likely, guint64 high, const char *source);
void     _edgekit_bill_sums (const EdgeKitBill *self, guint pool, guint64 *low, guint64 *likely, guint64 *high);
guint64  _edgekit_bill_get  (const EdgeKitBill *self, guint pool, EdgeKitMemoryKind kind);

extern const EdgeKitEstimator _edgekit_llama_cpp_estimator;

G_END_DECLS
