/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-error.h"
#include "edgekit-i18n-private.h"
#include "edgekit-remote-options-private.h"
#include "edgekit-task-private.h"
#include "edgekit-variant-list-private.h"
#include "edgekit-variant-loading-private.h"

/* Filling the list, here or in a thread. */

/* One loading, which a thread does. */
typedef struct
{
  char *location;
  EdgeKitRemoteTerms terms;
  EdgeKitProgress *progress;
  EdgeKitVariantLoading result;
} Work;

static void
set_progress (EdgeKitVariantList *self, double fraction, gint64 bytes_read)
{
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify (G_OBJECT (self), "fraction");
    }
  if (self->bytes_read != bytes_read)
    {
      self->bytes_read = bytes_read;
      g_object_notify (G_OBJECT (self), "bytes-read");
    }
}

static void
set_activity (EdgeKitVariantList *self, const char *activity)
{
  if (g_strcmp0 (self->activity, activity) == 0)
    return;
  g_free (self->activity);
  self->activity = g_strdup (activity);
  g_object_notify (G_OBJECT (self), "activity");
}

static void
show_progress (GObject *object, const EdgeKitProgressState *state)
{
  EdgeKitVariantList *self = EDGEKIT_VARIANT_LIST (object);

  set_progress (self, state->fraction, (gint64) state->n_read);
  if (state->done)
    set_activity (self, NULL);
}

/* NULL with an error when one has begun and not ended. */
static Work *
work_begin (EdgeKitVariantList *self, gboolean direct, GError **error)
{
  Work *work;

  if (self->loading)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED,
                   /* Translators: the name of a folder or repository */
                   _ ("%s: the versions are being looked for already"), self->location);
      return NULL;
    }
  work = g_new0 (Work, 1);
  work->location = g_strdup (self->location);
  _edgekit_remote_terms_init (&work->terms, self->options);
  work->progress = _edgekit_progress_new (G_OBJECT (self), show_progress, direct);
  _edgekit_variant_loading_init (&work->result);
  self->loading = TRUE;
  g_list_store_remove_all (self->variants);
  g_list_store_remove_all (self->companions);
  set_progress (self, 0, 0);
  set_activity (self, _ ("Looking for versions of the model…"));
  return work;
}

static void
work_free (Work *work)
{
  g_free (work->location);
  _edgekit_remote_terms_clear (&work->terms);
  _edgekit_progress_unref (work->progress);
  _edgekit_variant_loading_clear (&work->result);
  g_free (work);
}

static gboolean
work_run (Work *work, GCancellable *cancellable, GError **error)
{
  gboolean ok = _edgekit_variant_loading_run (&work->result, work->location, &work->terms, work->progress,
                                              cancellable, error);

  if (ok)
    _edgekit_progress_report (work->progress, 1, NULL, work->result.n_read);
  _edgekit_progress_done (work->progress);
  return ok;
}

static void
work_end (EdgeKitVariantList *self, Work *work, gboolean ok)
{
  GPtrArray *variants = work->result.variants, *companions = work->result.companions;

  self->loading = FALSE;
  if (!ok)
    return;
  g_list_store_splice (self->companions, 0, 0, companions->pdata, companions->len);
  g_list_store_splice (self->variants, 0, 0, variants->pdata, variants->len);
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean good = work_run (task_data, cancellable, &error);

  _edgekit_task_return_boolean (task, good, error);
}

/**
 * edgekit_variant_list_load:
 * @self: a [class@EdgeKit.VariantList]
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks for the versions, and fills the list anew. This blocks; see
 * [method@EdgeKit.VariantList.load_async].
 *
 * A version whose header cannot be read is in the list, too, and says why.
 *
 * Returns: %FALSE with an error that names the folder or repository and says what
 *   is wrong: [error@EdgeKit.Error] `NOT_FOUND`, `PERMISSION`, `TOO_LARGE`,
 *   `NOT_SUPPORTED`, `INVALID_ARGUMENT` or `FAILED`, or `G_IO_ERROR_CANCELLED`
 *
 * Since: 0.1
 */
gboolean
edgekit_variant_list_load (EdgeKitVariantList *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitVariantList) alive = NULL;
  Work *work;
  gboolean ok;

  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  alive = g_object_ref (self);
  work = work_begin (self, TRUE, error);
  if (!work)
    return FALSE;
  ok = work_run (work, cancellable, error);
  work_end (self, work, ok);
  work_free (work);
  return ok;
}

/* The list is full before the callback of its loading is called. */
static void
loaded (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) outer = data;
  GError *error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  work_end (EDGEKIT_VARIANT_LIST (object), g_task_get_task_data (G_TASK (result)), ok);
  if (ok)
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

/**
 * edgekit_variant_list_load_async:
 * @self: a [class@EdgeKit.VariantList]
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when the list is full
 * @user_data: data for @callback
 *
 * Looks for the versions in another thread. Meanwhile
 * [property@EdgeKit.VariantList:fraction] and
 * [property@EdgeKit.VariantList:bytes-read] change, on the main context that is the
 * thread's default now.
 *
 * Since: 0.1
 */
void
edgekit_variant_list_load_async (EdgeKitVariantList *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr(GTask) outer = NULL;
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Work *work;

  g_return_if_fail (EDGEKIT_IS_VARIANT_LIST (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, edgekit_variant_list_load_async);
  /* it says what the thread said, even when it is cancelled after that */
  g_task_set_check_cancellable (outer, FALSE);
  work = work_begin (self, FALSE, &error);
  if (!work)
    {
      g_task_return_error (outer, error);
      return;
    }
  task = g_task_new (self, cancellable, loaded, g_steal_pointer (&outer));
  g_task_set_name (task, "[edgekit] look for versions");
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * edgekit_variant_list_load_finish:
 * @self: a [class@EdgeKit.VariantList]
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Ends what [method@EdgeKit.VariantList.load_async] began.
 *
 * Returns: %FALSE with an error as of [method@EdgeKit.VariantList.load]
 *
 * Since: 0.1
 */
gboolean
edgekit_variant_list_load_finish (EdgeKitVariantList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
