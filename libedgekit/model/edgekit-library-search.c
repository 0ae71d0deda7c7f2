/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-library-search-private.h"
#include "edgekit-model-store-private.h"
#include "edgekit-store-private.h"

struct _EdgeKitLibrarySearch
{
  gatomicrefcount ref_count;
  EdgeKitProgress *progress;
  double fraction;

  GMutex lock;
  GPtrArray *models;
  GPtrArray *stores;
};

EdgeKitLibrarySearch *
_edgekit_library_search_new (EdgeKitProgress *progress)
{
  EdgeKitLibrarySearch *self = g_new0 (EdgeKitLibrarySearch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->progress = progress;
  self->models = g_ptr_array_new_with_free_func (g_object_unref);
  self->stores = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

EdgeKitLibrarySearch *
_edgekit_library_search_ref (EdgeKitLibrarySearch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
_edgekit_library_search_unref (EdgeKitLibrarySearch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  _edgekit_progress_unref (self->progress);
  g_mutex_clear (&self->lock);
  g_ptr_array_unref (self->models);
  g_ptr_array_unref (self->stores);
  g_free (self);
}

void
_edgekit_library_search_take (EdgeKitLibrarySearch *self, GPtrArray **models, GPtrArray **stores)
{
  g_mutex_lock (&self->lock);
  *models = self->models;
  *stores = self->stores;
  self->models = g_ptr_array_new_with_free_func (g_object_unref);
  self->stores = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&self->lock);
}

static void
found_model (EdgeKitInstalledModel *model, gpointer data)
{
  EdgeKitLibrarySearch *self = data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->models, g_object_ref (model));
  g_mutex_unlock (&self->lock);
  _edgekit_progress_report (self->progress, self->fraction, NULL, 0);
}

static void
found_store (EdgeKitLibrarySearch *self, const EdgeKitStorePlace *place, const EdgeKitStoreWalk *walk)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->stores, _edgekit_model_store_new (place, walk));
  g_mutex_unlock (&self->lock);
}

/* FALSE when it is not there; a place that is another one by a link counts once. */
static gboolean
look_at_place (EdgeKitLibrarySearch *self, const EdgeKitStorePlace *place, GHashTable *roots,
               GCancellable *cancellable)
{
  g_auto(EdgeKitStoreScan) scan = { .place = place, .found = found_model, .data = self };
  gboolean there;

  scan.walk.cancellable = cancellable;
  there = _edgekit_store_scan_begin (&scan);
  if (there && !g_hash_table_add (roots, g_strdup (scan.walk.root)))
    return TRUE;
  if (there)
    _edgekit_store_scan_run (&scan);
  if (there || scan.walk.denied)
    found_store (self, place, &scan.walk);
  return there || scan.walk.denied;
}

static void
look_at_all (EdgeKitLibrarySearch *self, GCancellable *cancellable)
{
  g_autoptr(GPtrArray) places = NULL;
  g_autoptr(GHashTable) roots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  EdgeKitStoreWorld world;
  const EdgeKitStorePlace *first = NULL; /* of a store that was found nowhere yet */

  _edgekit_store_world_init (&world);
  places = _edgekit_store_places_list (&world);
  for (guint i = 0; i < places->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const EdgeKitStorePlace *place = g_ptr_array_index (places, i);
      const EdgeKitStorePlace *before = i > 0 ? g_ptr_array_index (places, i - 1) : NULL;
      const EdgeKitStorePlace *after = i + 1 < places->len ? g_ptr_array_index (places, i + 1) : NULL;
      /* Translators: the name of a program, such as Ollama */
      g_autofree char *activity = g_strdup_printf (_ ("Looking for models of %s…"), place->title);

      self->fraction = (double) i / places->len;
      _edgekit_progress_report (self->progress, self->fraction, activity, 0);
      if (!before || before->store != place->store)
        first = place;
      if (look_at_place (self, place, roots, cancellable))
        first = NULL;
      if (first && (!after || after->store != place->store))
        found_store (self, first, NULL);
    }
}

gboolean
_edgekit_library_search_run (EdgeKitLibrarySearch *self, GCancellable *cancellable, GError **error)
{
  look_at_all (self, cancellable);
  self->fraction = 1;
  _edgekit_progress_report (self->progress, self->fraction, NULL, 0);
  _edgekit_progress_done (self->progress);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
