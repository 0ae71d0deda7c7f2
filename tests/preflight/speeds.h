/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Benchmarks of other people (speed.jsonl), and the speed that EdgeKit says for the
 * same device and model, through the public API. */

#include <edgekit.h>

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *device;
  char *device_class;
  char *backend;
  char *model;
  char *quant;
  double bandwidth;      /* GB/s; 0 when not known */
  double bytes;          /* of the model; 0 when not known */
  double parameters;
  double active;
  double threads;        /* 0 when not known */
  double prompt;         /* tokens per second; 0 when not measured */
  double generation;
} SpeedRow;

typedef struct
{
  double low, likely, high;
  double prompt_low, prompt_likely, prompt_high;
  gboolean prompt_compares; /* the prompt was computed by as many threads */
  char *basis;
} SpeedResult;

/* @file: NULL for the rows of the project. */
GPtrArray *speeds_load     (const char *file);
/* FALSE when EdgeKit says nothing, or nothing can be asked. */
gboolean   speeds_estimate (const SpeedRow *row, SpeedResult *result);

/* A sorted list of ratios, estimate to measured. */
double     speeds_quantile (GArray *ratios, double q);

G_END_DECLS
