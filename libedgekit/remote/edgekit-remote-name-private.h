/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What people write for a model elsewhere, taken apart. Pure; nothing is asked. */

#include "edgekit-error.h"
#include "edgekit-remote-settings-private.h"

G_BEGIN_DECLS

typedef enum
{
  EDGEKIT_REMOTE_HUB,        /* Hugging Face, or a mirror */
  EDGEKIT_REMOTE_MODELSCOPE,
  EDGEKIT_REMOTE_OLLAMA,     /* a registry */
  EDGEKIT_REMOTE_URL,        /* one file, or one of a set */
} EdgeKitRemoteKind;

typedef struct
{
  EdgeKitRemoteKind kind;
  char *endpoint;   /* "https://huggingface.co"; of an URL: up to the last slash */
  char *repository; /* "owner/name"; of an URL: the host */
  char *wanted;     /* a version ("Q4_K_M", "8b") or the path of a file; NULL: the usual one */
  char *folder;     /* only what is in it; or NULL */
  char *revision;   /* or NULL */
} EdgeKitRemoteName;

/* NULL, with an error only where it cannot be anything else than such a name. */
EdgeKitRemoteName *_edgekit_remote_name_parse (const char *location, const EdgeKitRemoteSettings *settings,
                                               GError **error);
void               _edgekit_remote_name_free  (EdgeKitRemoteName *self);

/* "owner/name", "name" of old ones. */
gboolean           _edgekit_remote_is_repository (const char *text);
/* A path that stays in its repository, and that no terminal or file system minds. */
gboolean           _edgekit_remote_is_path       (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitRemoteName, _edgekit_remote_name_free)

G_END_DECLS
