/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The measured rows of llama.cpp (rows.tsv, rows-cuda.tsv) and the models they were
 * measured on (tests/models/specs), for the test of the estimates and for the benchmark. */

#include "edgekit-estimator-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *model;
  const char *backend; /* of the device beside the host, or NULL: the host alone */
  gboolean ok;
  gint64 gpu_layers;
  guint64 cpu_moe;
  EdgeKitWorkload *workload;
  guint64 context;
  guint64 host_model, host_context, host_compute;
  guint64 device_model, device_context, device_compute;
  guint64 output; /* in 1/100 MiB */
} MeasuredRow;

/* The folders are tests/preflight and tests/models/specs of the source tree, or others
 * with the same files; rows-cuda.tsv may be missing. Each
 * description is written out as a file and read by the library: name → EdgeKitShape. */
GPtrArray  *measured_load_rows   (const char *folder);
GHashTable *measured_load_shapes (const char *folder);

/* Prices @row, with settings in the way llama.cpp was asked. */
gboolean    measured_price       (const MeasuredRow *row, const EdgeKitShape *shape, EdgeKitBill *bill);

G_END_DECLS
