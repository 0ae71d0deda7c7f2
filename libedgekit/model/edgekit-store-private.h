/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Models that other programs downloaded. Their folders and what stands in them
 * may come from anybody: what is read is small, and no path leaves the store. */

#include <json-glib/json-glib.h>

#include "edgekit-installed-model-private.h"
#include "edgekit-variant-group-private.h"

G_BEGIN_DECLS

/* --- edgekit-store-places.c: where stores may be ---------------------------- */

/* What a place depends on. */
typedef struct
{
  const char *family; /* linux, macos, windows */
  const char *home;
  const char *(*get_variable) (const char *name, gpointer data);
  gpointer data;
} EdgeKitStoreWorld;

typedef struct
{
  const char *store; /* a row of data/tables/stores.ini; static, like the next */
  const char *title;
  const char *layout;
  char *path;
} EdgeKitStorePlace;

/* Of this computer. */
void        _edgekit_store_world_init   (EdgeKitStoreWorld *world);
/* EdgeKitStorePlace, in the order of the table. Each store has at least one place
 * if anything is known of it; most are not there. */
GPtrArray  *_edgekit_store_places_list  (const EdgeKitStoreWorld *world);
/* The store that @name begins with, and what comes after the colon; or NULL. */
const char *_edgekit_store_name_parse   (const char *name, const char **rest);
const char *_edgekit_store_get_title    (const char *store);

/* --- edgekit-store-walk.c: looking into a store ----------------------------- */

/* A file or folder of a store. */
typedef struct
{
  char *name;
  char *path;      /* where it lies, in the store */
  char *real_path; /* where that leads: in the store as well */
  gboolean folder;
  gint64 size;
  gint64 modified; /* seconds since 1970 */
  gint64 accessed;
} EdgeKitStoreEntry;

typedef struct
{
  char *root; /* canonical */
  gboolean anywhere; /* links may lead out of it: a folder that a person named */
  GCancellable *cancellable;
  guint budget;     /* of entries that may still be looked at */
  gboolean exhausted; /* there were more of them */
  gboolean denied;  /* something may not be read */
  guint n_outside;  /* links that lead out of the store */
  guint n_dangling; /* links that lead nowhere */
  guint n_damaged;  /* indexes that make no sense */
  guint n_unfinished; /* downloads */
} EdgeKitStoreWalk;

/* All files under a folder. */
typedef struct
{
  GPtrArray *files;    /* EdgeKitListedFile */
  GHashTable *entries; /* their paths → EdgeKitStoreEntry */
} EdgeKitStoreTree;

/* FALSE when there is no such folder; @root is not kept. */
gboolean           _edgekit_store_walk_init   (EdgeKitStoreWalk *walk, const char *root, GCancellable *cancellable);
void               _edgekit_store_walk_clear  (EdgeKitStoreWalk *walk);
/* Neither cancelled, nor at the end of the budget. */
gboolean           _edgekit_store_walk_goes_on (const EdgeKitStoreWalk *walk);
/* What is at @path, which is made of names that may come from an index: NULL for
 * what is not there, not in the store, or no plain file or folder. */
EdgeKitStoreEntry *_edgekit_store_walk_look   (EdgeKitStoreWalk *walk, const char *path);
/* What is in a folder, by name; names that begin with a dot are left out. Empty
 * where there is none. */
GPtrArray         *_edgekit_store_walk_list   (EdgeKitStoreWalk *walk, const char *folder);
/* The name of a file that is still being downloaded, or never was to its end. */
gboolean           _edgekit_store_name_is_unfinished (const char *name);
/* A small file; NULL when it is not there or larger than @max. */
char              *_edgekit_store_walk_read   (EdgeKitStoreWalk *walk, const char *path, gsize max, gsize *length);
/* An index, an object; NULL when it is none. */
JsonNode          *_edgekit_store_walk_read_json (EdgeKitStoreWalk *walk, const char *path);
EdgeKitStoreTree  *_edgekit_store_walk_tree   (EdgeKitStoreWalk *walk, const char *folder, guint depth);
EdgeKitStoreTree  *_edgekit_store_tree_new    (void); /* empty */
void               _edgekit_store_tree_free   (EdgeKitStoreTree *self);
void               _edgekit_store_entry_free  (EdgeKitStoreEntry *self);

/* "sha256:" or "sha256-" and 64 hexadecimal digits, nothing else. */
gboolean           _edgekit_store_digest_is_valid (const char *digest);

/* --- the layouts: finding the models in a store ----------------------------- */

typedef struct _EdgeKitStoreScan EdgeKitStoreScan;

struct _EdgeKitStoreScan
{
  const EdgeKitStorePlace *place;
  EdgeKitStoreWalk walk;
  const char *wanted;   /* a repository, in any case of letters: only this one; or NULL */
  const char *revision; /* of it; or NULL */
  void (*found) (EdgeKitInstalledModel *model, gpointer data); /* borrowed */
  gpointer data;
};

/* FALSE when there is no such folder. */
gboolean _edgekit_store_scan_begin  (EdgeKitStoreScan *scan);
/* Calls found for each model, until cancelled. */
void     _edgekit_store_scan_run    (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_clear  (EdgeKitStoreScan *scan);

void     _edgekit_store_scan_hub     (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_ollama  (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_llama   (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_folders (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_jan     (EdgeKitStoreScan *scan);
void     _edgekit_store_scan_docker  (EdgeKitStoreScan *scan);

/* For the layouts. */
gboolean _edgekit_store_scan_wants      (const EdgeKitStoreScan *scan, const char *repository);
/* Every version in @tree, the files in @folder, of @repository, which is "" where
 * they lie at the top of the store. @folder is NULL where others lie there, too. */
void     _edgekit_store_scan_repository (EdgeKitStoreScan *scan, const char *repository, const char *folder,
                                         EdgeKitStoreTree *tree);
/* One of them, which is called @name alone. */
void     _edgekit_store_scan_version    (EdgeKitStoreScan *scan, const char *name, EdgeKitStoreTree *tree,
                                         const EdgeKitVariantGroup *group);
/* Gives a model that has all but its store. */
void     _edgekit_store_scan_found      (EdgeKitStoreScan *scan, EdgeKitInstalledModel *model);

/* --- edgekit-store-find.c: from a name to a model --------------------------- */

/* The model of @store that is called @rest there, "llama3.1:8b". Errors say @what,
 * and name what is similar when there is none. */
EdgeKitInstalledModel *_edgekit_store_find (const char *store, const char *rest, const char *what,
                                            GCancellable *cancellable, GError **error);
/* EdgeKitInstalledModel, all versions of what is called so; one when a version is
 * named. Errors as above. */
GPtrArray             *_edgekit_store_find_versions (const char *store, const char *rest, const char *what,
                                                     GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitStoreEntry, _edgekit_store_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EdgeKitStoreTree, _edgekit_store_tree_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EdgeKitStoreScan, _edgekit_store_scan_clear)

G_END_DECLS
