/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* One engine's way to price a model. Engines differ in what they allocate, not
 * only in how much, so each has its own functions behind this table. */

#include "edgekit-estimate.h"
#include "edgekit-network-private.h"
#include "edgekit-shape-private.h"
#include "edgekit-workload.h"

G_BEGIN_DECLS

/* Numbers of a cache are stored in blocks. */
typedef struct
{
  const char *name;
  guint64 block; /* numbers */
  guint64 bytes; /* of a block */
} EdgeKitCacheType;

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
  const EdgeKitCacheType *row_k; /* of llama.cpp */
  const EdgeKitCacheType *row_v;
  gboolean flash_attention;
  gboolean flash_automatic; /* the engine may do without it */
  gboolean swa_full;
  gboolean embeddings;
  gboolean bound; /* price only what needs no replay: never more than the whole */

  /* of engines that load a network, see EdgeKitNetworkEngine */
  guint64 devices;         /* that hold a model together, 0 for as many as it takes */
  double fraction;         /* of a device's memory that the engine takes, 0 for what it needs */
  gboolean eager;          /* no graphs are recorded */
  const char *release;     /* a row of the engine's table */
} EdgeKitSettings;

#define EDGEKIT_MAX_DEVICES 32

/* How a device computes. */
typedef struct
{
  const struct _EdgeKitGgmlBackend *rules;    /* what decides how large its buffers are */
  const struct _EdgeKitGgmlBackend *overhead; /* what its library takes: the same, or a row measured on such devices */
} EdgeKitSplitDevice;

/* Where a split puts things. Pool 0 is the host's memory, pool 1 + i that of
 * device i. */
typedef struct
{
  guint n_devices;                       /* 0: the processor computes all */
  guint64 gpu_layers;                    /* the output layer counts as one */
  guint64 layers_on[EDGEKIT_MAX_DEVICES]; /* sums to gpu_layers */
  guint64 cpu_expert_layers;
  EdgeKitSplitDevice devices[EDGEKIT_MAX_DEVICES];
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
  EdgeKitCharge charges[16 * (EDGEKIT_MAX_DEVICES + 1)]; /* the model has up to eight a pool, and what goes with it, too */
  guint n_charges;
} EdgeKitBill;

/* What an engine wants to know of the devices of a computer that it can use. */
typedef struct
{
  guint n;
  guint64 memory;         /* of the smallest, all of it */
  guint64 sum;            /* of all */
  guint64 free;           /* of the fullest */
  guint capability;       /* of CUDA, 89 for 8.9; 0 when not known */
  const char *backend;
} EdgeKitDevices;

/* What an engine that takes memory beforehand can do with it. */
typedef struct
{
  guint64 reserved;       /* on each device */
  guint64 cache;          /* the part of it that is left for the KV cache */
  guint64 tokens;         /* that the cache holds */
  double conversations;   /* of the whole context at once */
} EdgeKitReserve;

/* An engine that loads a network whole, on one device or on several that work as
 * one. It takes the place of the functions below. */
typedef struct
{
  const char *const *backends; /* of EdgeKitPlaces, that it runs on; NULL-terminated */
  const char *needs;           /* a word for a finding where there is no such device */
  guint least_capability;      /* of CUDA */
  const char *compact_cache;   /* the type of cache that takes half of the usual one */
  /* FALSE with a word for a finding when it cannot load the model; "…-unsure"
   * when that is not known. */
  gboolean (*can_load)     (EdgeKitModel *model, const char **why);
  /* FALSE with a word for a finding when @n devices cannot work as one. */
  gboolean (*can_divide)   (const EdgeKitNetwork *network, guint n, const char **why);
  gboolean (*get_settings) (const EdgeKitNetwork *network, EdgeKitWorkload *workload, guint64 context,
                            const EdgeKitDevices *devices, EdgeKitSettings *settings, const char **why);
  /* Of one of @n devices that hold the model; pools are filled in by the caller. */
  void     (*price)        (const EdgeKitNetwork *network, const EdgeKitSettings *settings,
                            const EdgeKitDevices *devices, guint n, EdgeKitBill *bill);
  /* NULL for an engine that takes what it needs. */
  void     (*reserve)      (const EdgeKitNetwork *network, const EdgeKitSettings *settings,
                            const EdgeKitDevices *devices, guint n, EdgeKitReserve *reserve);
} EdgeKitNetworkEngine;

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
  const EdgeKitNetworkEngine *network; /* or NULL */
  gboolean helps_host; /* computes batches on the devices, too, when no layer lies there */
  /* The names of the types of cache that it takes: the @i-th of them, NULL after the last. */
  const char *(*cache_type) (guint i);
  /* The context where none is asked for; NULL: EdgeKit chooses one that is useful. */
  guint64  (*usual_context) (const EdgeKitDevices *devices);
} EdgeKitEstimator;

/* The names of the engines that are worth comparing; NULL-terminated. */
const char *const *_edgekit_estimator_list_engines (void);
/* NULL for an engine that nothing is known about. */
const EdgeKitEstimator *_edgekit_estimator_get (const char *engine);
/* The row of the table engines that has @name or lists it as an alias, or NULL; static. */
const char             *_edgekit_engine_find_name      (const char *name);
/* The one spelling of @engine, or @engine itself; NULL is llama.cpp. */
const char             *_edgekit_engine_canonical_name (const char *engine);
/* What people call the engine of this row, such as "vLLM"; NULL where there is no row. */
char                   *_edgekit_engine_make_title     (const char *name);

/* One more device. @backend: a row of data/tables/overhead.ini; @capability: of CUDA, 89 for 8.9, or 0;
 * @remote: of another computer, see _edgekit_backend_get_remote(). */
void     _edgekit_split_add_device (EdgeKitSplit *self, const char *backend, guint capability, gboolean remote);

void     _edgekit_bill_add  (EdgeKitBill *self, EdgeKitMemoryKind kind, const char *what, guint pool, guint64 low,
                             guint64 likely, guint64 high, const char *source);
void     _edgekit_bill_sums (const EdgeKitBill *self, guint pool, guint64 *low, guint64 *likely, guint64 *high);
guint64  _edgekit_bill_get  (const EdgeKitBill *self, guint pool, EdgeKitMemoryKind kind);

extern const EdgeKitEstimator _edgekit_llama_cpp_estimator;
extern const EdgeKitEstimator _edgekit_ollama_estimator;
extern const EdgeKitEstimator _edgekit_vllm_estimator;
extern const EdgeKitEstimator _edgekit_mlx_lm_estimator;

/* Bits of a number in the cache of mlx-lm; 0 for a type that it does not have. */
guint _edgekit_mlx_lm_cache_bits (const char *type);

G_END_DECLS
