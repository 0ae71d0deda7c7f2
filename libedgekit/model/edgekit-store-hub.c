/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-store-private.h"

/* The cache of Hugging Face (hub-docs, local-cache.md):
 *   models--OWNER--NAME/refs/BRANCH          the commit that it is
 *   models--OWNER--NAME/snapshots/COMMIT/…   links to the files of a commit
 *   models--OWNER--NAME/blobs/HASH           the files; HASH.incomplete while they come
 * Where links cannot be made, the files lie in the snapshots. */

#define PREFIX "models--"
#define COMMIT_LENGTH 40
#define MAX_REF 256
#define DEPTH 4

/* "models--owner--name" → "owner/name"; old models have no owner. */
static char *
repository_of (const char *folder)
{
  GString *name;

  if (!g_str_has_prefix (folder, PREFIX) || !folder[strlen (PREFIX)])
    return NULL;
  name = g_string_new (folder + strlen (PREFIX));
  g_string_replace (name, "--", "/", 1);
  return g_string_free (name, FALSE);
}

static gboolean
is_commit (const char *text)
{
  return strspn (text, "0123456789abcdefABCDEF") == COMMIT_LENGTH && strlen (text) == COMMIT_LENGTH;
}

static char *
read_ref (EdgeKitStoreScan *scan, const char *path)
{
  gsize length;
  char *commit = _edgekit_store_walk_read (&scan->walk, path, MAX_REF, &length);

  if (commit && is_commit (g_strstrip (commit)))
    return commit;
  g_free (commit);
  return NULL;
}

/* The snapshot whose commit begins with @begin. */
static char *
find_commit (EdgeKitStoreScan *scan, const char *snapshots, const char *begin)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, snapshots);

  for (guint i = 0; i < entries->len; i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);

      if (entry->folder && g_str_has_prefix (entry->name, begin))
        return g_strdup (entry->name);
    }
  return NULL;
}

/* The newest, where no branch says which one counts. */
static char *
find_newest (EdgeKitStoreScan *scan, const char *snapshots)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, snapshots);
  const EdgeKitStoreEntry *newest = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);

      if (entry->folder && (!newest || entry->modified > newest->modified))
        newest = entry;
    }
  return newest ? g_strdup (newest->name) : NULL;
}

/* A name of a branch may have slashes, "refs/pr/1", but leads nowhere else. */
static gboolean
is_plain_revision (const char *revision)
{
  g_auto(GStrv) parts = g_strsplit (revision, "/", -1);

  for (char **part = parts; *part; part++)
    if (!**part || g_str_equal (*part, ".") || g_str_equal (*part, ".."))
      return FALSE;
  return TRUE;
}

static char *
commit_of_revision (EdgeKitStoreScan *scan, const char *repository, const char *snapshots)
{
  g_autofree char *path = NULL;
  char *commit;

  if (!is_plain_revision (scan->revision))
    return NULL;
  path = g_build_filename (repository, "refs", scan->revision, NULL);
  commit = read_ref (scan, path);
  return commit || strlen (scan->revision) < 6 ? commit : find_commit (scan, snapshots, scan->revision);
}

static char *
commit_of_branch (EdgeKitStoreScan *scan, const char *repository)
{
  g_autofree char *refs = g_build_filename (repository, "refs", NULL);
  g_autofree char *main_branch = g_build_filename (refs, "main", NULL);
  char *commit = read_ref (scan, main_branch);
  g_autoptr(GPtrArray) entries = commit ? NULL : _edgekit_store_walk_list (&scan->walk, refs);

  for (guint i = 0; entries && i < entries->len && !commit; i++)
    commit = read_ref (scan, ((EdgeKitStoreEntry *) g_ptr_array_index (entries, i))->path);
  return commit;
}

static void
count_unfinished (EdgeKitStoreScan *scan, const char *repository)
{
  g_autofree char *blobs = g_build_filename (repository, "blobs", NULL);
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, blobs);

  for (guint i = 0; i < entries->len; i++)
    scan->walk.n_unfinished += _edgekit_store_name_is_unfinished (((EdgeKitStoreEntry *) entries->pdata[i])->name);
}

static void
scan_repository (EdgeKitStoreScan *scan, const char *name, const char *folder)
{
  g_autofree char *snapshots = g_build_filename (folder, "snapshots", NULL);
  g_autofree char *commit = NULL;
  g_autofree char *path = NULL;
  g_autoptr(EdgeKitStoreTree) tree = NULL;

  count_unfinished (scan, folder);
  commit = scan->revision ? commit_of_revision (scan, folder, snapshots) : commit_of_branch (scan, folder);
  if (!commit && !scan->revision)
    commit = find_newest (scan, snapshots);
  if (!commit)
    return;
  path = g_build_filename (snapshots, commit, NULL);
  tree = _edgekit_store_walk_tree (&scan->walk, path, DEPTH);
  _edgekit_store_scan_repository (scan, name, path, tree);
}

void
_edgekit_store_scan_hub (EdgeKitStoreScan *scan)
{
  g_autoptr(GPtrArray) entries = _edgekit_store_walk_list (&scan->walk, scan->walk.root);

  for (guint i = 0; i < entries->len && _edgekit_store_walk_goes_on (&scan->walk); i++)
    {
      const EdgeKitStoreEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *name = entry->folder ? repository_of (entry->name) : NULL;

      if (name && _edgekit_store_scan_wants (scan, name))
        scan_repository (scan, name, entry->real_path);
    }
}
