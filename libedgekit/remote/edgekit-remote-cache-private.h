/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What was read of files and listings elsewhere, in a folder of this computer:
 * headers and documents, never weights, and no token. Each entry is one file that
 * is written beside and then moved into place, so that other processes and a
 * crash find the old one, the new one or none. */

#include "edgekit-remote-settings-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *etag;   /* or NULL */
  char *commit; /* or NULL */
  char *next;   /* page; or NULL */
  gint64 total; /* size of the whole file, or EDGEKIT_UNKNOWN */
  GBytes *bytes; /* its begin, or a whole document */
} EdgeKitRemoteCacheEntry;

EdgeKitRemoteCacheEntry *_edgekit_remote_cache_entry_new  (const char *etag, const char *commit, const char *next, gint64 total,
                                              GBytes *bytes);
void               _edgekit_remote_cache_entry_free (EdgeKitRemoteCacheEntry *self);

/* NULL where there is none, or it is damaged. */
EdgeKitRemoteCacheEntry *_edgekit_remote_cache_lookup  (const EdgeKitRemoteSettings *settings, const char *key);
/* What cannot be kept is not: the cache is a convenience. */
void               _edgekit_remote_cache_store   (const EdgeKitRemoteSettings *settings, const char *key,
                                           const EdgeKitRemoteCacheEntry *entry);
void               _edgekit_remote_cache_forget  (const EdgeKitRemoteSettings *settings, const char *key);
guint64            _edgekit_remote_cache_measure (const EdgeKitRemoteSettings *settings);
gboolean           _edgekit_remote_cache_clear   (const EdgeKitRemoteSettings *settings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitRemoteCacheEntry, _edgekit_remote_cache_entry_free)

G_END_DECLS
