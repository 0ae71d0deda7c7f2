/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "ek-load-error.h"
#include "ek-recent-models.h"

/* Model files that were checked before, in the list that all applications share.
 * GtkRecentManager reads and writes that list in the main thread, which waits for
 * no disk; and a file of the list may lie on a server that does not answer: it is
 * left out until it does, and the others do not wait for it. */
struct _EkRecentModels
{
  GObject parent_instance;

  GPtrArray *candidates; /* paths, the latest first: those that stand in the list */
  GPtrArray *shown;      /* and of them those that are known to be there */
  GHashTable *places;    /* by path */
  guint n_asking;
  guint show_id;
};

G_DEFINE_FINAL_TYPE (EkRecentModels, ek_recent_models, G_TYPE_OBJECT)

/* What is known of a path. */
typedef struct
{
  gboolean asking;
  gboolean there;
} Place;

/* What is done to the list, off the main thread, one after the other. */
typedef struct
{
  char *add; /* the URI of a model that was checked */
  char *program;
  char *command;
  gboolean clear;
} Work;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

#define GROUP "EdgeKit models"
#define MIME_TYPE "application/x-gguf"
#define MAXIMUM_CANDIDATES (2 * EK_MAXIMUM_RECENT)
/* So long what answers waits for the rest, so that rows come together. */
#define PATIENCE_MS 300

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->add);
  g_free (work->program);
  g_free (work->command);
  g_free (work);
}

/* --- the file of the list, in a thread ----------------------------------- */

static void
list_add (GBookmarkFile *list, const Work *work)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_bookmark_file_set_mime_type (list, work->add, MIME_TYPE);
  g_bookmark_file_add_group (list, work->add, GROUP);
  g_bookmark_file_add_application (list, work->add, work->program, work->command);
  g_bookmark_file_set_visited_date_time (list, work->add, now);
}

static void
list_clear (GBookmarkFile *list)
{
  g_auto (GStrv) uris = g_bookmark_file_get_uris (list, NULL);

  for (guint i = 0; uris[i] != NULL; i++)
    if (g_bookmark_file_has_group (list, uris[i], GROUP, NULL))
      g_bookmark_file_remove_item (list, uris[i], NULL);
}

static int
compare_visited (gconstpointer a, gconstpointer b, gpointer list)
{
  GDateTime *first = g_bookmark_file_get_visited_date_time (list, *(char *const *) a, NULL);
  GDateTime *second = g_bookmark_file_get_visited_date_time (list, *(char *const *) b, NULL);

  /* not every application writes it down */
  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  return g_date_time_compare (second, first);
}

static GPtrArray *
list_paths (GBookmarkFile *list)
{
  g_auto (GStrv) uris = g_bookmark_file_get_uris (list, NULL);
  g_autoptr (GPtrArray) models = g_ptr_array_new ();
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; uris[i] != NULL; i++)
    if (g_bookmark_file_has_group (list, uris[i], GROUP, NULL))
      g_ptr_array_add (models, uris[i]);
  g_ptr_array_sort_with_data (models, compare_visited, list);
  for (guint i = 0; i < models->len && paths->len < MAXIMUM_CANDIDATES; i++)
    {
      char *path = g_filename_from_uri (g_ptr_array_index (models, i), NULL, NULL);

      if (path)
        g_ptr_array_add (paths, path);
    }
  return paths;
}

/* A list that cannot be read is no list yet, or not ours to write over. */
static void
work_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  static GMutex lock;
  const Work *work = task_data;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "recently-used.xbel", NULL);
  g_autoptr (GError) error = NULL;
  GBookmarkFile *list = g_bookmark_file_new ();

  g_mutex_lock (&lock);
  g_bookmark_file_load_from_file (list, path, &error);
  if ((work->add || work->clear) && (error == NULL || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)))
    {
      g_autofree char *text = NULL;
      gsize length;

      if (work->clear)
        list_clear (list);
      else
        list_add (list, work);
      text = g_bookmark_file_to_data (list, &length, NULL);
      /* a list that cannot be written is shorter next time: nothing to bother anybody with */
      if (text && g_mkdir_with_parents (g_get_user_data_dir (), 0700) == 0)
        g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
    }
  g_mutex_unlock (&lock);
  g_task_return_pointer (task, list_paths (list), (GDestroyNotify) g_ptr_array_unref);
  g_bookmark_file_free (list);
}

/* --- which of them are there ---------------------------------------------- */

static gboolean
same_paths (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
show (gpointer user_data)
{
  EkRecentModels *self = user_data;
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);

  self->show_id = 0;
  for (guint i = 0; i < self->candidates->len && shown->len < EK_MAXIMUM_RECENT; i++)
    {
      const char *path = g_ptr_array_index (self->candidates, i);
      const Place *place = g_hash_table_lookup (self->places, path);

      if (place->there)
        g_ptr_array_add (shown, g_strdup (path));
    }
  if (!same_paths (shown, self->shown))
    {
      g_ptr_array_unref (self->shown);
      self->shown = g_steal_pointer (&shown);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  return G_SOURCE_REMOVE;
}

static void
show_soon (EkRecentModels *self)
{
  if (self->n_asking == 0)
    {
      g_clear_handle_id (&self->show_id, g_source_remove);
      show (self);
    }
  else if (self->show_id == 0)
    self->show_id = g_timeout_add (PATIENCE_MS, show, self);
}

static void
answered (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkRecentModels *self = ek_recent_models_get ();
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, NULL);
  Place *place = user_data;

  place->asking = FALSE;
  place->there = info != NULL;
  self->n_asking--;
  show_soon (self);
}

/* One that has not answered yet is not asked again: each question may hold a thread for good. */
static void
ask (EkRecentModels *self, const char *path)
{
  Place *place = g_hash_table_lookup (self->places, path);
  g_autoptr (GFile) file = NULL;

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      g_hash_table_insert (self->places, g_strdup (path), place);
    }
  if (place->asking)
    return;
  place->asking = TRUE;
  self->n_asking++;
  file = g_file_new_for_path (path);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           answered, place);
}

static void
listed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkRecentModels *self = EK_RECENT_MODELS (object);

  g_ptr_array_unref (self->candidates);
  self->candidates = g_task_propagate_pointer (G_TASK (result), NULL);
  for (guint i = 0; i < self->candidates->len; i++)
    ask (self, g_ptr_array_index (self->candidates, i));
  show_soon (self);
}

static void
begin (EkRecentModels *self, Work *work)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, listed, NULL);

  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, work_in_thread);
}

static void
ek_recent_models_finalize (GObject *object)
{
  EkRecentModels *self = EK_RECENT_MODELS (object);

  g_clear_handle_id (&self->show_id, g_source_remove);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->shown);
  g_hash_table_unref (self->places);
  G_OBJECT_CLASS (ek_recent_models_parent_class)->finalize (object);
}

static void
ek_recent_models_class_init (EkRecentModelsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ek_recent_models_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ek_recent_models_init (EkRecentModels *self)
{
  self->candidates = g_ptr_array_new_with_free_func (g_free);
  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* One for all windows. */
EkRecentModels *
ek_recent_models_get (void)
{
  static EkRecentModels *models = NULL;

  if (models == NULL)
    models = g_object_new (EK_TYPE_RECENT_MODELS, NULL);
  return models;
}

/* Paths, the latest first, as they are known by now. */
GPtrArray *
ek_recent_models_list (EkRecentModels *self)
{
  g_return_val_if_fail (EK_IS_RECENT_MODELS (self), NULL);

  return self->shown;
}

/* Reads the list anew: other applications write it, too. */
void
ek_recent_models_refresh (EkRecentModels *self)
{
  g_return_if_fail (EK_IS_RECENT_MODELS (self));

  begin (self, g_new0 (Work, 1));
}

void
ek_recent_models_add (EkRecentModels *self, const char *location)
{
  g_autoptr (GFile) file = NULL;
  gboolean wanted;
  Work *work;

  g_return_if_fail (EK_IS_RECENT_MODELS (self));
  g_return_if_fail (location != NULL);

  g_object_get (gtk_settings_get_default (), "gtk-recent-files-enabled", &wanted, NULL);
  if (!wanted || ek_location_is_remote (location))
    return;
  file = g_file_new_for_commandline_arg (location);
  work = g_new0 (Work, 1);
  work->add = g_file_get_uri (file);
  work->program = g_strdup (g_get_application_name ());
  work->command = g_strdup_printf ("%s %%u", g_get_prgname ());
  begin (self, work);
}

void
ek_recent_models_clear (EkRecentModels *self)
{
  Work *work;

  g_return_if_fail (EK_IS_RECENT_MODELS (self));

  work = g_new0 (Work, 1);
  work->clear = TRUE;
  begin (self, work);
}
