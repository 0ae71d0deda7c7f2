/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The buffers that llama.cpp and the engines made of it logged on other people's
 * computers (logged.jsonl), and what EdgeKit says of the same models there. */

#include <glib.h>

G_BEGIN_DECLS

#define LOGGED_PLACES 9

/* In MiB; negative where it was not logged, or cannot be compared. */
typedef struct
{
  double weights;
  double cache;   /* and recurrent state */
  double compute;
} LoggedParts;

typedef struct
{
  char *name;     /* "CUDA0"; "host" for all that lies in main memory */
  LoggedParts logged, estimate;
} LoggedPlace;

typedef struct
{
  char *id;
  char *engine;
  char *model;
  const char *why_not;         /* nothing of the row can be compared; or NULL */
  const char *without_weights; /* why these are left out; or NULL */
  const char *without_compute;
  LoggedPlace places[LOGGED_PLACES];
  guint n_places;
  double peak, logged_peak;    /* MiB of the device in all; 0 where it was not logged */
} LoggedBuffers;

/* Relative errors of what can be compared: each a sorted GArray of double. */
typedef struct
{
  GArray *weights;
  GArray *cache;
  GArray *compute;
  GArray *peaks;
  guint left_out; /* rows */
} LoggedBufferErrors;

LoggedBufferErrors *logged_buffers_collect     (GPtrArray *rows);
void                logged_buffers_errors_free (LoggedBufferErrors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoggedBufferErrors, logged_buffers_errors_free)

/* The rows of @file, or of the project where it is NULL, estimated. */
GPtrArray *logged_buffers_load (const char *file);

G_END_DECLS
