/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "edgekit-accelerator.h"
#include "edgekit-cpu.h"
#include "edgekit-record-private.h"
#include "edgekit-speed.h"

G_BEGIN_DECLS

/* In tokens per second: what answers more slowly is slower than people read. */
#define EDGEKIT_READING_SPEED 5.0

struct _EdgeKitSpeed
{
  GObject parent_instance;
  double low;
  double likely;
  double high;
  char *basis;
  double full;
  double prompt_low;
  double prompt_likely;
  double prompt_high;
  gint64 prompt_tokens;
  double first_token_low;
  double first_token_likely;
  double first_token_high;
  double load_low;
  double load_likely;
  double load_high;
};

/* How a device computes: a row of data/tables/speed-classes.ini. */
typedef struct
{
  const char *row;      /* as long-lived as the library */
  double efficiency;
  double layer_seconds;
  double token_seconds;
  double experts;       /* a factor, 1 for a model without them */
  double low;
  double high;
  double prompt_rate;   /* operations per byte that the memory could move */
  double prompt_low;
  double prompt_high;
} EdgeKitSpeedRow;

/* What one core can do; 0 where it is not known. */
typedef struct
{
  double bytes;         /* of weights in a second */
  double operations;    /* of a prompt in a second */
} EdgeKitSpeedCore;

/* Of @backend ("mlx" for mlx-lm on metal) on @device, NULL for the processor.
 * @experts: of a model with experts; @bf16: which are BF16. */
void _edgekit_speed_row_find (const char *backend, EdgeKitAccelerator *device, gint64 bandwidth, gboolean experts,
                                gboolean bf16, EdgeKitSpeedRow *found);
/* With weights of @quantization, which may be NULL. */
void _edgekit_speed_core_find  (EdgeKitCpu *cpu, const char *quantization, EdgeKitSpeedCore *core);
/* How many cores an engine computes with; 0 when that is not known. */
guint64 _edgekit_speed_count_threads (EdgeKitCpu *cpu);
/* For a token that reads @bytes, of which a memory of @bandwidth and cores that do
 * @rate (0 for no limit) are passed, through @layers. */
double _edgekit_speed_seconds  (const EdgeKitSpeedRow *speed, double bytes, double cache, gint64 bandwidth,
                                double rate, double layers);

G_END_DECLS
