/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-checked-private.h"
#include "edgekit-error.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-location-private.h"
#include "edgekit-model-remote-private.h"
#include "edgekit-model-source-private.h"
#include "edgekit-remote-download-private.h"
#include "edgekit-task-private.h"

/* Downloading a model, for servers that hand out whole files only. */

/* One call: what a thread needs of the source. */
typedef struct
{
  char *location;
  char *folder;
  EdgeKitRemoteTerms terms;
  EdgeKitProgress *progress;
} Work;

/* The files of the version that is meant, of which all sizes are known. */
typedef struct
{
  EdgeKitRemoteRepository *repository;
  GPtrArray *files; /* EdgeKitRemoteFile, borrowed */
  guint64 size;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->files, g_ptr_array_unref);
  g_clear_pointer (&plan->repository, _edgekit_remote_repository_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static gboolean
add_file (Plan *plan, const char *path, const char *what, GCancellable *cancellable, GError **error)
{
  EdgeKitRemoteFile *file = (EdgeKitRemoteFile *) _edgekit_remote_repository_find (plan->repository, path);

  if (!file)
    return TRUE;
  if (file->size == EDGEKIT_UNKNOWN)
    {
      g_autoptr(EdgeKitRemoteStream) stream =
        _edgekit_remote_repository_open (plan->repository, file, what, cancellable, error);

      if (!stream)
        return FALSE;
      file->size = MIN (_edgekit_remote_stream_get_size (stream), G_MAXINT64);
    }
  if (file->size == G_MAXINT64)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                   /* Translators: the name of a model or a link */
                   _ ("%s: the server does not say how large this file is, so EdgeKit does not download it"), what);
      return FALSE;
    }
  plan->size = _edgekit_sat_add (plan->size, file->size);
  g_ptr_array_add (plan->files, file);
  return TRUE;
}

static gboolean
make_plan (Plan *plan, const Work *work, GCancellable *cancellable, GError **error)
{
  g_auto(EdgeKitRemoteListing) listing = { 0 };
  g_autoptr(GError) refused = NULL;
  g_autoptr(EdgeKitModelFiles) files = NULL;
  g_autofree char *file = NULL;
  EdgeKitRemoteName *name;
  const EdgeKitVariantGroup *group;

  if (!_edgekit_model_location_is_elsewhere (work->location, &work->terms, &name, &refused))
    {
      if (refused)
        g_propagate_error (error, g_steal_pointer (&refused));
      else
        g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT,
                     /* Translators: the name of a model */
                     _ ("%s: this is on this computer already, or nothing that can be downloaded"), work->location);
      return FALSE;
    }
  plan->repository = _edgekit_remote_repository_new (name, work->location, work->terms.settings);
  plan->files = g_ptr_array_new ();
  files = _edgekit_remote_choose (plan->repository, &listing, work->location, &file, &group, cancellable, error);
  if (!files)
    return FALSE;
  if (!group)
    return add_file (plan, name->wanted, work->location, cancellable, error);
  for (guint i = 0; i < group->files->len; i++)
    {
      const EdgeKitListedFile *listed = g_ptr_array_index (group->files, i);

      if (!add_file (plan, listed->path, work->location, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static void
report (guint64 n_done, guint64 n_all, gpointer data)
{
  _edgekit_progress_report (data, n_all > 0 ? (double) n_done / (double) n_all : 1, NULL, n_done);
}

static gboolean
work_run (Work *work, GCancellable *cancellable, GError **error)
{
  g_auto(Plan) plan = { 0 };
  gboolean ok = make_plan (&plan, work, cancellable, error) &&
                _edgekit_remote_download (plan.repository, plan.files, work->folder, work->location, report,
                                          work->progress, cancellable, error);

  _edgekit_progress_done (work->progress);
  return ok;
}

static Work *
work_new (EdgeKitModelSource *self, GFile *folder, gboolean direct)
{
  Work *work = g_new0 (Work, 1);

  work->location = g_strdup (edgekit_model_source_get_location (self));
  work->folder = folder ? g_file_get_path (folder) : NULL;
  _edgekit_remote_terms_init (&work->terms, edgekit_model_source_get_options (self));
  if (folder)
    {
      /* as long as it takes; a server that says nothing is given up all the same */
      work->terms.settings->whole_timeout = 0;
      work->progress = _edgekit_model_source_begin (self, _ ("Downloading the model…"), direct);
    }
  return work;
}

static void
work_free (Work *work)
{
  g_free (work->location);
  g_free (work->folder);
  _edgekit_remote_terms_clear (&work->terms);
  if (work->progress)
    _edgekit_progress_unref (work->progress);
  g_free (work);
}

/**
 * edgekit_model_source_query_download_size:
 * @self: a [class@EdgeKit.ModelSource]
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Asks how large the files of a model elsewhere are, before
 * [method@EdgeKit.ModelSource.download]. This blocks.
 *
 * Returns: a number of bytes, or [const@EdgeKit.UNKNOWN] with an error as of [method@EdgeKit.ModelSource.load]
 *
 * Since: 0.1
 */
gint64
edgekit_model_source_query_download_size (EdgeKitModelSource *self, GCancellable *cancellable, GError **error)
{
  g_auto(Plan) plan = { 0 };
  Work *work;
  gboolean ok;

  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), EDGEKIT_UNKNOWN);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), EDGEKIT_UNKNOWN);
  g_return_val_if_fail (error == NULL || *error == NULL, EDGEKIT_UNKNOWN);

  work = work_new (self, NULL, TRUE);
  ok = make_plan (&plan, work, cancellable, error);
  work_free (work);
  return ok ? (gint64) MIN (plan.size, G_MAXINT64) : EDGEKIT_UNKNOWN;
}

/**
 * edgekit_model_source_download:
 * @self: a [class@EdgeKit.ModelSource]
 * @folder: a folder of this computer
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Downloads the files of a model elsewhere into @folder. Nothing else ever downloads
 * a model: this is for servers that hand out whole files only
 * ([error@EdgeKit.Error] `RANGE_IGNORED`), and for those who want the files. This
 * blocks; see [method@EdgeKit.ModelSource.download_async].
 *
 * What is there already is kept; a download that was cancelled or broke goes on
 * where it ended.
 *
 * Returns: %FALSE with an error as of [method@EdgeKit.ModelSource.load], or `NO_SPACE`
 *
 * Since: 0.1
 */
gboolean
edgekit_model_source_download (EdgeKitModelSource *self, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelSource) alive = NULL;
  Work *work;
  gboolean ok;

  g_return_val_if_fail (EDGEKIT_IS_MODEL_SOURCE (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (folder) && g_file_is_native (folder), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  alive = g_object_ref (self);
  work = work_new (self, folder, TRUE);
  ok = work_run (work, cancellable, error);
  work_free (work);
  return ok;
}

static void
download_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean good = work_run (task_data, cancellable, &error);

  _edgekit_task_return_boolean (task, good, error);
}

/**
 * edgekit_model_source_download_async:
 * @self: a [class@EdgeKit.ModelSource]
 * @folder: a folder of this computer
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when the files are there
 * @user_data: data for @callback
 *
 * Downloads the files of a model elsewhere in another thread. Meanwhile
 * [property@EdgeKit.ModelSource:fraction] and
 * [property@EdgeKit.ModelSource:bytes-read] change.
 *
 * Since: 0.1
 */
void
edgekit_model_source_download_async (EdgeKitModelSource *self, GFile *folder, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (EDGEKIT_IS_MODEL_SOURCE (self));
  g_return_if_fail (G_IS_FILE (folder) && g_file_is_native (folder));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_model_source_download_async);
  g_task_set_name (task, "[edgekit] download a model");
  g_task_set_task_data (task, work_new (self, folder, FALSE), (GDestroyNotify) work_free);
  g_task_run_in_thread (task, download_in_thread);
}

/**
 * edgekit_model_source_download_finish:
 * @self: a [class@EdgeKit.ModelSource]
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Ends what [method@EdgeKit.ModelSource.download_async] began.
 *
 * Returns: %FALSE with an error as of [method@EdgeKit.ModelSource.download]
 *
 * Since: 0.1
 */
gboolean
edgekit_model_source_download_finish (EdgeKitModelSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
