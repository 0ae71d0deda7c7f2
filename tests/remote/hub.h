/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A hub of models on this computer: what Hugging Face, its network for files, a
 * registry of Ollama, ModelScope and a plain server answer, over TLS, with two
 * hosts ("localhost" and "127.0.0.1"), and with any fault on demand. It counts what
 * is asked for and sent. Nothing here uses the library. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _Hub Hub;

typedef enum
{
  HUB_GATED,           /* 401, without a token or with a wrong one */
  HUB_GATED_FOR_YOU,   /* 403 */
  HUB_PRIVATE,         /* 401, or there is none */
  HUB_NOT_FOUND,       /* 404 with a token */
  HUB_NO_REVISION,
  HUB_DISABLED,
  HUB_WRONG_TOKEN,     /* whatever comes with a token */
  HUB_RATE_LIMITED,    /* Retry-After: 1 */
  HUB_RATE_LIMITED_LONG, /* RateLimit: …t=300 */
  HUB_RATE_LIMITED_HOUR, /* Retry-After: 3600 */
  HUB_RATE_LIMITED_UNTIL, /* Retry-After: a date */
  HUB_SERVER_ERROR,
  HUB_FORBIDDEN,       /* a signature that ran out */
  HUB_STALL,           /* no answer */
  HUB_TRICKLE,         /* a byte now and then */
  HUB_ENDLESS,
  HUB_WHOLE,           /* the range is ignored */
  HUB_WRONG_RANGE,     /* another one */
  HUB_SHIFTED_RANGE,   /* from the begin on, said to be so */
  HUB_NO_RANGE_HEADER, /* 206 without Content-Range */
  HUB_MULTIPART,
  HUB_GZIP,
  HUB_LOOP,            /* redirects to itself */
  HUB_INSECURE,        /* redirects to http */
  HUB_AWAY_301,        /* redirects to the same path of the other host, by this status */
  HUB_AWAY_302,
  HUB_AWAY_303,
  HUB_AWAY_307,
  HUB_AWAY_308,
  HUB_PAGE,            /* a web page */
  HUB_GARBAGE,         /* instead of JSON */
  HUB_BREAK,           /* the connection ends early */
  HUB_CHANGED,         /* another file */
  HUB_CHANGING,        /* another one each time */
  HUB_200_WITH_RANGE,  /* as ModelScope does */
  HUB_N_FAULTS,
} HubFault;

typedef struct
{
  gboolean second;     /* host */
  char *path;
  char *query;
  char *authorization; /* or NULL */
  char *range;         /* or NULL */
  char *if_none_match; /* or NULL */
  char *agent;
  guint status;
} HubRequest;

Hub        *hub_new            (void);
void        hub_free           (Hub *self);
/* "https://localhost:1234", and the other host. */
const char *hub_get_endpoint   (Hub *self);
const char *hub_get_second     (Hub *self);
char       *hub_get_ca_file    (void);

/* @begin and then zeros up to @size. Large files are on the second host. */
void        hub_add_file       (Hub *self, const char *repository, const char *path, GBytes *begin, guint64 size);
/* The next @times answers to what has @part in its path are wrong in this way. */
void        hub_set_fault      (Hub *self, const char *part, HubFault fault, guint times);
void        hub_clear_faults   (Hub *self);
/* Milliseconds before each answer. */
void        hub_set_latency    (Hub *self, guint milliseconds);
/* Requests wait until @n of them do, or no other has come for some seconds: what a client
 * asks together is seen to be, however busy the computer is. 0: they do not. */
void        hub_set_gathering   (Hub *self, guint n);
/* Files in a page of a listing. */
void        hub_set_page_size  (Hub *self, guint n);
void        hub_require_token  (Hub *self, const char *repository, const char *token);

/* Forgets what was counted. */
void        hub_reset          (Hub *self);
GPtrArray  *hub_list_requests  (Hub *self); /* HubRequest; a copy */
guint       hub_count_requests (Hub *self);
/* Requests that were waiting for their answers together, at most; and the longest chain of
 * requests each of which came after the answer to the one before it. For both, requests must
 * wait, for each other or for some time. */
guint       hub_count_at_once   (Hub *self);
guint       hub_count_round_trips (Hub *self);
/* Bytes of bodies that went out. */
guint64     hub_count_sent     (Hub *self);
/* Whether no byte of a file went out twice. */
gboolean    hub_sent_once      (Hub *self);
/* Up to where @path was handed out. */
guint64     hub_get_reach      (Hub *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hub, hub_free)

G_END_DECLS
