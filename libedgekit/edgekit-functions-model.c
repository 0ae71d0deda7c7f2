/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-functions.h"

#include "edgekit-hardware-profile.h"
#include "edgekit-model-location-private.h"
#include "edgekit-model-source.h"
#include "edgekit-model.h"
#include "edgekit-preflight.h"
#include "edgekit-task-private.h"
#include "edgekit-verdict.h"
#include "edgekit-workload.h"

/* Whole jobs with a model in one call. */

/* --- what a thread works on --------------------------------------------------------- */

/* A check: what was asked for, and what has been found for it. */
typedef struct
{
  char *location;
  EdgeKitWorkload *workload; /* or NULL */
  EdgeKitHardwareProfile *profile;
  EdgeKitModel *model;
} Check;

static Check *
check_new (const char *location, EdgeKitWorkload *workload, EdgeKitHardwareProfile *profile)
{
  Check *check = g_new0 (Check, 1);

  check->location = g_strdup (location);
  /* a copy: the caller may go on changing its own while a thread is at work */
  check->workload = workload ? edgekit_workload_copy (workload) : NULL;
  check->profile = profile ? g_object_ref (profile) : NULL;
  return check;
}

static void
check_free (Check *check)
{
  g_free (check->location);
  g_clear_object (&check->workload);
  g_clear_object (&check->profile);
  g_clear_object (&check->model);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

/* The model first: a name that is mistyped is told at once. */
static gboolean
check_find (Check *check, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelSource) source = edgekit_model_source_new (check->location);

  check->model = edgekit_model_source_load (source, cancellable, error);
  if (!check->model || !edgekit_model_check_runnable (check->model, error))
    return FALSE;
  if (!check->profile)
    check->profile = edgekit_system_info (cancellable, error);
  return check->profile != NULL;
}

/* A preflight belongs to the thread that makes it. */
static EdgeKitPreflight *
check_end (Check *check)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();

  edgekit_preflight_set_profile (preflight, check->profile);
  edgekit_preflight_set_model (preflight, check->model);
  if (check->workload)
    edgekit_preflight_set_workload (preflight, check->workload);
  return g_steal_pointer (&preflight);
}

static gboolean
check_runs (Check *check)
{
  g_autoptr(EdgeKitPreflight) preflight = check_end (check);
  EdgeKitOutcome outcome = edgekit_verdict_get_outcome (edgekit_preflight_get_verdict (preflight));

  return outcome != EDGEKIT_OUTCOME_NO && outcome != EDGEKIT_OUTCOME_UNKNOWN;
}

static void
check_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean good = check_find (data, cancellable, &error);

  _edgekit_task_return_boolean (task, good, error);
}

static void
check_begin (Check *check, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  g_task_run_in_thread (task, check_in_thread);
}

/* --- will it run? ------------------------------------------------------------------- */

/**
 * edgekit_model_preflight:
 * @location: a model, as [ctor@EdgeKit.ModelSource.new] takes it
 * @workload: (nullable): what the model is to do, or %NULL for the usual
 * @profile: (nullable): the computer it is to run on, or %NULL for this one
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Checks whether a model would run, before it is downloaded or loaded: reads its
 * description, finds out about this computer, and puts the two together.
 *
 * The limits are those of a new [class@EdgeKit.Preflight]: at most 85 % of the memory
 * that is free, and no context below 4096 tokens. Set its properties for others.
 *
 * Returns: (transfer full): a preflight that is ready, with a verdict that can be no;
 *   or %NULL with an error of [method@EdgeKit.ModelSource.load],
 *   [method@EdgeKit.Model.check_runnable] or [method@EdgeKit.Detector.detect]
 *
 * Since: 0.1
 */
EdgeKitPreflight *
edgekit_model_preflight (const char *location, EdgeKitWorkload *workload, EdgeKitHardwareProfile *profile,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr(Check) check = NULL;

  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (workload == NULL || EDGEKIT_IS_WORKLOAD (workload), NULL);
  g_return_val_if_fail (profile == NULL || EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  check = check_new (location, workload, profile);
  return check_find (check, cancellable, error) ? check_end (check) : NULL;
}

/**
 * edgekit_model_preflight_async:
 * @location: a model, as [ctor@EdgeKit.ModelSource.new] takes it
 * @workload: (nullable): what the model is to do, or %NULL for the usual
 * @profile: (nullable): the computer it is to run on, or %NULL for this one
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.Model.preflight] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_model_preflight_async (const char *location, EdgeKitWorkload *workload, EdgeKitHardwareProfile *profile,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (location != NULL);
  g_return_if_fail (workload == NULL || EDGEKIT_IS_WORKLOAD (workload));
  g_return_if_fail (profile == NULL || EDGEKIT_IS_HARDWARE_PROFILE (profile));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  check_begin (check_new (location, workload, profile), cancellable, callback, user_data,
               edgekit_model_preflight_async);
}

/**
 * edgekit_model_preflight_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.Model.preflight_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.Model.preflight]
 *
 * Since: 0.1
 */
EdgeKitPreflight *
edgekit_model_preflight_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_model_preflight_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return check_end (g_task_get_task_data (G_TASK (result)));
}

/**
 * edgekit_can_load:
 * @location: a model, as [ctor@EdgeKit.ModelSource.new] takes it
 * @workload: (nullable): what the model is to do, or %NULL for the usual
 * @profile: (nullable): the computer it is to run on, or %NULL for this one
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Says whether a model would run: the verdict of [func@EdgeKit.Model.preflight] as
 * yes or no. What cannot be said is no.
 *
 * Returns: %TRUE if it fits, if tightly or in parts; %FALSE if not, and with an error
 *   of [func@EdgeKit.Model.preflight]
 *
 * Since: 0.1
 */
gboolean
edgekit_can_load (const char *location, EdgeKitWorkload *workload, EdgeKitHardwareProfile *profile,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr(Check) check = NULL;

  g_return_val_if_fail (location != NULL, FALSE);
  g_return_val_if_fail (workload == NULL || EDGEKIT_IS_WORKLOAD (workload), FALSE);
  g_return_val_if_fail (profile == NULL || EDGEKIT_IS_HARDWARE_PROFILE (profile), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  check = check_new (location, workload, profile);
  return check_find (check, cancellable, error) && check_runs (check);
}

/**
 * edgekit_can_load_async:
 * @location: a model, as [ctor@EdgeKit.ModelSource.new] takes it
 * @workload: (nullable): what the model is to do, or %NULL for the usual
 * @profile: (nullable): the computer it is to run on, or %NULL for this one
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.can_load] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_can_load_async (const char *location, EdgeKitWorkload *workload, EdgeKitHardwareProfile *profile,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (location != NULL);
  g_return_if_fail (workload == NULL || EDGEKIT_IS_WORKLOAD (workload));
  g_return_if_fail (profile == NULL || EDGEKIT_IS_HARDWARE_PROFILE (profile));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  check_begin (check_new (location, workload, profile), cancellable, callback, user_data, edgekit_can_load_async);
}

/**
 * edgekit_can_load_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.can_load_async].
 *
 * Returns: as of [func@EdgeKit.can_load]
 *
 * Since: 0.1
 */
gboolean
edgekit_can_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_can_load_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error) && check_runs (g_task_get_task_data (G_TASK (result)));
}

/* --- a model elsewhere -------------------------------------------------------------- */

/* A bare name means the hub here, even where a folder is called the same. */
static char *
name_elsewhere (const char *location)
{
  return _edgekit_model_location_is_link (location) ? g_strdup (location) : g_strconcat ("hf:", location, NULL);
}

/**
 * edgekit_inspect_model_remote:
 * @location: a model on a server: `owner/name` on Hugging Face, or anything else that
 *   [ctor@EdgeKit.ModelSource.new] takes, but no file
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads the description of a model that is on a server, by its first bytes.
 *
 * Returns: (transfer full): the model; or %NULL with an error of
 *   [method@EdgeKit.ModelSource.load]
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_inspect_model_remote (const char *location, GCancellable *cancellable, GError **error)
{
  g_autofree char *elsewhere = NULL;
  g_autoptr(EdgeKitModelSource) source = NULL;

  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  elsewhere = name_elsewhere (location);
  source = edgekit_model_source_new (elsewhere);
  return edgekit_model_source_load (source, cancellable, error);
}

static void
inspect_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EdgeKitModel *model = edgekit_inspect_model_remote (data, cancellable, &error);

  _edgekit_task_return (task, model, g_object_unref, error);
}

/**
 * edgekit_inspect_model_remote_async:
 * @location: a model, as [func@EdgeKit.inspect_model_remote] takes it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.inspect_model_remote] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_inspect_model_remote_async (const char *location, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (location != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_inspect_model_remote_async);
  g_task_set_task_data (task, g_strdup (location), g_free);
  g_task_run_in_thread (task, inspect_in_thread);
}

/**
 * edgekit_inspect_model_remote_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.inspect_model_remote_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.inspect_model_remote]
 *
 * Since: 0.1
 */
EdgeKitModel *
edgekit_inspect_model_remote_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_inspect_model_remote_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
