/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How models elsewhere are reached: what other programs have been told already
 * (HF_ENDPOINT, HF_TOKEN, …), and limits. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* A token and the only origin ("https://huggingface.co") that it is sent to. */
typedef struct
{
  char *origin;
  char *token;      /* NULL: none */
  gboolean in_file; /* the token stands in the hub's file, which is read when it is needed */
  gsize read;       /* for g_once_init_enter() */
} EdgeKitRemoteKey;

typedef struct
{
  gatomicrefcount ref_count;
  char *endpoint;            /* of Hugging Face or a mirror: an URL without a slash at its end */
  char *modelscope;
  char *registry;            /* of Ollama */
  EdgeKitRemoteKey hub_key;
  EdgeKitRemoteKey modelscope_key;
  char *token_path;          /* where the hub's token is, or would be */
  char *ca_file;             /* certificates to trust instead of the system's; or NULL */
  GProxyResolver *proxies;   /* NULL: those of the system */
  char *cache_folder;
  guint64 cache_limit;       /* bytes */
  gboolean offline;
  gboolean refresh;          /* what is in the cache is read anew */
  guint connect_timeout;     /* milliseconds, like the next */
  guint idle_timeout;
  guint whole_timeout;       /* 0: none */
  guint backoff;             /* before the first repetition; doubles */
} EdgeKitRemoteSettings;

typedef const char *(*EdgeKitGetVariable) (const char *name, gpointer data);

/* By what @get says of environment variables. */
EdgeKitRemoteSettings *_edgekit_remote_settings_new     (EdgeKitGetVariable get, gpointer data);
/* Of this process. */
EdgeKitRemoteSettings *_edgekit_remote_settings_get     (void);
/* Another place to ask; the keys stay those of the places they were made for.  What is no address changes nothing. */
void                   _edgekit_remote_settings_set_endpoint (EdgeKitRemoteSettings *self, const char *address);
EdgeKitRemoteSettings *_edgekit_remote_settings_ref     (EdgeKitRemoteSettings *self);
void                   _edgekit_remote_settings_unref   (EdgeKitRemoteSettings *self);

/* "https://host:port" of an URL over HTTP, in lower case and without the usual
 * port; NULL when it is no such URL. */
char                  *_edgekit_remote_origin           (const char *url);
gboolean               _edgekit_remote_is_loopback      (const char *origin);
/* The token for @url, or NULL: only its own origin gets it, and only over TLS or
 * on this computer. */
const char            *_edgekit_remote_settings_get_token (EdgeKitRemoteSettings *self, const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitRemoteSettings, _edgekit_remote_settings_unref)

G_END_DECLS
