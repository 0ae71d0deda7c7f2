/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What hubs and registries say of a repository. Anybody may have written it: it
 * is bounded, and no path leaves the repository. Pure. */

#include "edgekit-error.h"

G_BEGIN_DECLS

/* A page of a listing: 1000 files of some 300 bytes. */
#define EDGEKIT_HUB_MAX_JSON (8 * 1024 * 1024)
#define EDGEKIT_HUB_MAX_FILES 100000

typedef struct
{
  char *path; /* in the repository, with slashes */
  gint64 size; /* or EDGEKIT_UNKNOWN */
  char *id;   /* what changes with the content: a hash; or NULL */
  char *blob; /* its name in a registry, "sha256:…"; or NULL */
} EdgeKitRemoteFile;

EdgeKitRemoteFile *_edgekit_remote_file_new  (const char *path, gint64 size, const char *id);
void               _edgekit_remote_file_free (EdgeKitRemoteFile *self);

/* Each adds to @files, EdgeKitRemoteFile; files with impossible names are left
 * out. Errors say @what. */
gboolean _edgekit_hub_read_tree        (const char *text, gsize length, GPtrArray *files, const char *what,
                                        GError **error);
gboolean _edgekit_modelscope_read_tree (const char *text, gsize length, GPtrArray *files, const char *what,
                                        GError **error);
/* The parts of a model get names that files of one have. */
gboolean _edgekit_ollama_read_manifest (const char *text, gsize length, GPtrArray *files, const char *what,
                                        GError **error);
/* The names of models that a search found; char *. Empty when it makes no sense. */
GPtrArray *_edgekit_hub_read_search    (const char *text, gsize length);

G_END_DECLS
