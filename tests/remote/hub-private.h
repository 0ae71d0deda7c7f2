/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "hub.h"

typedef struct
{
  char *repository;
  char *path;
  GBytes *begin;
  guint64 size;
  char *hash;    /* sha256 of the begin and the size, in hexadecimal digits */
  char *second_hash;
} HubFile;

typedef struct
{
  char *path;
  guint64 begin, end;
} HubSpan;

struct _Hub
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *servers[2];
  char *endpoints[2];
  gboolean closed;      /* of its own thread: messages have no connections any more */
  GMutex lock;          /* of all that follows */
  GPtrArray *files;     /* HubFile */
  GPtrArray *faults;
  GPtrArray *requests;  /* HubRequest */
  GArray *spans;        /* HubSpan: what of files was sent */
  GPtrArray *pending;   /* GSource */
  GHashTable *tokens;   /* repository → token */
  guint64 sent;
  guint latency;
  guint gathering;
  GPtrArray *gathered;  /* Late; of its own thread, like the next */
  GSource *quiet;
  guint waiting, most_waiting;
  guint n_trips;
  guint page_size;
};

HubFile *hub_find_file  (Hub *self, const char *repository, const char *path);
/* FALSE when there is no fault for @path now. */
gboolean hub_take_fault (Hub *self, const char *path, HubFault *fault);

/* hub-log.c */
HubRequest *hub_request_new (gboolean second, SoupServerMessage *message);
void     hub_request_free (HubRequest *request);
/* hub-answers.c */
void     hub_answer     (Hub *self, gboolean second, SoupServerMessage *message, const char *path, GHashTable *query);
/* hub-faults.c: TRUE when it has answered */
gboolean hub_answer_fault (Hub *self, SoupServerMessage *message, HubFault fault, const HubFile *file,
                           const char *range);
/* Of @file, a range or all of it. */
void     hub_send_file  (Hub *self, SoupServerMessage *message, const HubFile *file, const char *range, HubFault fault);
