/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "edgekit-workload.h"

G_BEGIN_DECLS

struct _EdgeKitWorkload
{
  GObject parent_instance;

  int preset;
  char *engine;
  gint64 context;
  gint64 parallel;
  int kv_unified;
  gint64 batch;
  gint64 ubatch;
  gint64 outputs;
  char *cache_type_k;
  char *cache_type_v;
  int flash_attention;
  gboolean swa_full;
  int repack;
  gboolean embeddings;
  char *backend;
  gint64 gpu_layers;
  gint64 cpu_moe;
  char *engine_version;
  double gpu_memory_utilization;
  gint64 tensor_parallel;
  gboolean eager;
};

typedef enum
{
  EDGEKIT_OPTION_PRESET,
  EDGEKIT_OPTION_STRING, /* NULL is open */
  EDGEKIT_OPTION_COUNT,  /* EDGEKIT_UNKNOWN is open */
  EDGEKIT_OPTION_SWITCH, /* EDGEKIT_TRISTATE_UNKNOWN is open */
  EDGEKIT_OPTION_FLAG,
  EDGEKIT_OPTION_SHARE,  /* above 0, up to 1; EDGEKIT_UNKNOWN is open */
} EdgeKitWorkloadOptionType;

typedef struct
{
  const char *name; /* of the property */
  const char *key;  /* in JSON: the option of the command edgekit, with underscores */
  EdgeKitWorkloadOptionType type;
  goffset offset;
} EdgeKitWorkloadOption;

const EdgeKitWorkloadOption *_edgekit_workload_get_options (guint *n_options);

/* Makes @self equal to @other, with one burst of notifications. */
void _edgekit_workload_assign (EdgeKitWorkload *self, EdgeKitWorkload *other);
/* Adds an object with the options that are set. */
void _edgekit_workload_write  (EdgeKitWorkload *self, JsonBuilder *builder);

G_END_DECLS
