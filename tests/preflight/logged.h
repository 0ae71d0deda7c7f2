/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Figures that engines logged on other people's computers (logged.jsonl), and
 * what EdgeKit says of the same models there, through the public API. */

#include <edgekit.h>

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *engine;
  char *version;
  char *model;
  char *quant;
  char *spec;          /* of the model; NULL where there is none */
  char *devices;       /* “H100-80GB x2” */
  gboolean mac;
  gint64 n_devices;
  double memory;       /* of one, in GiB; 0 when not known */
  double available;
  const char *capability;
  char *workload;      /* as JSON */
  gboolean pipeline;   /* layers are divided, which EdgeKit does not estimate */

  /* as logged, 0 where it was not */
  double weights;      /* GiB of one device */
  double cache;
  double tokens;
  double conversations;
  double context;
  double peak;         /* bytes */
} LoggedRow;

typedef struct
{
  double weights;
  double cache;
  double tokens;
  double conversations;
  double peak_low, peak, peak_high;
} LoggedResult;

/* A file below tests/. */
char      *logged_source_path (const char *folder, const char *more, const char *name);
/* The lines of logged.jsonl, or of @file, as JsonNode. */
GPtrArray *logged_read_lines  (const char *file);
/* @file: NULL for the rows of the project. */
GPtrArray *logged_load     (const char *file);
/* FALSE when there is no spec of the model, or the row cannot be asked. */
gboolean   logged_estimate (const LoggedRow *row, LoggedResult *result);
/* Relative errors of all rows that can be compared, each a sorted GArray of double. */
typedef struct
{
  GArray *weights;
  GArray *cache;
  GArray *tokens;      /* or conversations */
  GArray *peaks;
  guint peaks_inside;  /* of the interval */
  guint left_out;
} LoggedErrors;

/* @each is called for every row that was asked; it may be NULL. */
LoggedErrors *logged_collect (GPtrArray *rows, void (*each) (const LoggedRow *row, const LoggedResult *result));
void          logged_errors_free (LoggedErrors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoggedErrors, logged_errors_free)
/* Adds the relative error of one figure, where it was logged. */
void          logged_add_error   (GArray *errors, double estimate, double logged);
void          logged_sort_errors (GArray *errors);
/* 0.5 is the median; 0 where there is none. */
double        logged_quantile (GArray *errors, double q);

/* Whether the logged number of tokens means what EdgeKit's does: old releases divided
 * the blocks of models with windows by the number of groups. */
gboolean   logged_tokens_compare (const LoggedRow *row);

G_END_DECLS
