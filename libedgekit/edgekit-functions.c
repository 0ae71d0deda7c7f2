/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-functions.h"

#include "edgekit-collector-private.h"
#include "edgekit-detector.h"
#include "edgekit-engine.h"
#include "edgekit-i18n-private.h"
#include "edgekit-install-plan.h"
#include "edgekit-installation-private.h"
#include "edgekit-task-private.h"

/* Whole jobs in one call: they may use every folder. */

#define ENGINE "llama-cpp-python"

/* --- this computer ----------------------------------------------------------------- */

/**
 * edgekit_system_info:
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds out what is in this computer: what a new [class@EdgeKit.Detector] detects.
 *
 * Returns: (transfer full): this computer; or %NULL with an error of
 *   [method@EdgeKit.Detector.detect]
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_system_info (GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitDetector) detector = NULL;

  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  detector = edgekit_detector_new ();
  return edgekit_detector_detect (detector, cancellable, error);
}

static void
system_info_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EdgeKitHardwareProfile *profile = edgekit_system_info (cancellable, &error);

  _edgekit_task_return (task, profile, g_object_unref, error);
}

/**
 * edgekit_system_info_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.System.info] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_system_info_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_system_info_async);
  g_task_run_in_thread (task, system_info_in_thread);
}

/**
 * edgekit_system_info_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.System.info_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.System.info]
 *
 * Since: 0.1
 */
EdgeKitHardwareProfile *
edgekit_system_info_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_system_info_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * edgekit_recommended_engine:
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds the engine that suits this computer best for one person at a time: the first
 * of [func@EdgeKit.Engine.list].
 *
 * Returns: (transfer full): an engine; or %NULL with [error@EdgeKit.Error]
 *   `NOT_SUPPORTED` when none suits, or with an error of [func@EdgeKit.System.info]
 *
 * Since: 0.1
 */
EdgeKitEngine *
edgekit_recommended_engine (GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(GListModel) engines = NULL;
  g_autoptr(EdgeKitEngine) first = NULL;

  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  profile = edgekit_system_info (cancellable, error);
  if (!profile)
    return NULL;
  engines = edgekit_engine_list (profile, NULL, EDGEKIT_GOAL_CHAT);
  first = g_list_model_get_item (engines, 0);
  if (first && edgekit_engine_get_suitable (first))
    return g_steal_pointer (&first);
  g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                       _ ("EdgeKit knows no engine that suits this computer"));
  return NULL;
}

static void
recommended_engine_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EdgeKitEngine *engine = edgekit_recommended_engine (cancellable, &error);

  _edgekit_task_return (task, engine, g_object_unref, error);
}

/**
 * edgekit_recommended_engine_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.recommended_engine] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_recommended_engine_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_recommended_engine_async);
  g_task_run_in_thread (task, recommended_engine_in_thread);
}

/**
 * edgekit_recommended_engine_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.recommended_engine_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.recommended_engine]
 *
 * Since: 0.1
 */
EdgeKitEngine *
edgekit_recommended_engine_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_recommended_engine_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the plan for this computer ---------------------------------------------------- */

static EdgeKitInstallPlan *
plan_here (EdgeKitShell shell, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitHardwareProfile) profile = edgekit_system_info (cancellable, error);
  g_autoptr(EdgeKitInstallPlan) plan = profile
                                           ? edgekit_install_plan_new (profile, ENGINE, EDGEKIT_GOAL_CHAT, NULL,
                                                                       EDGEKIT_INSTALL_METHOD_AUTO, shell, FALSE, error)
                                           : NULL;

  if (plan && edgekit_install_plan_get_method (plan) == EDGEKIT_INSTALL_METHOD_REFUSE)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED, ENGINE ": %s",
                   edgekit_install_plan_get_reason (plan));
      return NULL;
    }
  return g_steal_pointer (&plan);
}

/* The words of CMAKE_ARGS, as the build of the package splits them. */
static char **
cmake_args (EdgeKitInstallPlan *plan)
{
  const char *const *environment = edgekit_install_plan_get_environment (plan);
  char **words = NULL;

  for (; environment && *environment; environment++)
    if (g_str_has_prefix (*environment, "CMAKE_ARGS="))
      g_shell_parse_argv (strchr (*environment, '=') + 1, NULL, &words, NULL);
  return words ? words : g_new0 (char *, 1);
}

/**
 * edgekit_llama_cpp_args:
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds the options of CMake with which llama-cpp-python is built for this computer:
 * a part of the plan that [ctor@EdgeKit.InstallPlan.new] makes for it.
 *
 * Returns: (transfer full) (array zero-terminated=1): options such as
 *   `-DGGML_CUDA=ON`, none where a ready-made package suits the computer; or %NULL
 *   with [error@EdgeKit.Error] `NOT_SUPPORTED` when it cannot be installed here
 *
 * Since: 0.1
 */
char **
edgekit_llama_cpp_args (GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitInstallPlan) plan = NULL;

  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  plan = plan_here (EDGEKIT_SHELL_AUTO, cancellable, error);
  return plan ? cmake_args (plan) : NULL;
}

static void
llama_cpp_args_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char **words = edgekit_llama_cpp_args (cancellable, &error);

  _edgekit_task_return (task, words, (GDestroyNotify) g_strfreev, error);
}

/**
 * edgekit_llama_cpp_args_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.llama_cpp_args] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_llama_cpp_args_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_llama_cpp_args_async);
  g_task_run_in_thread (task, llama_cpp_args_in_thread);
}

/**
 * edgekit_llama_cpp_args_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.llama_cpp_args_async].
 *
 * Returns: (transfer full) (array zero-terminated=1): as of [func@EdgeKit.llama_cpp_args]
 *
 * Since: 0.1
 */
char **
edgekit_llama_cpp_args_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_llama_cpp_args_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * edgekit_install_command:
 * @shell: the shell to write the command for, or `AUTO`
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds the command that installs llama-cpp-python on this computer: a part of the
 * plan that [ctor@EdgeKit.InstallPlan.new] makes for it.
 *
 * Returns: (transfer full): one line to copy, or %NULL with [error@EdgeKit.Error]
 *   `NOT_SUPPORTED` when it cannot be installed here
 *
 * Since: 0.1
 */
char *
edgekit_install_command (EdgeKitShell shell, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitInstallPlan) plan = NULL;

  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  plan = plan_here (shell, cancellable, error);
  return plan ? g_strdup (edgekit_install_plan_get_command (plan)) : NULL;
}

static void
install_command_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *command = edgekit_install_command (GPOINTER_TO_INT (data), cancellable, &error);

  _edgekit_task_return (task, command, g_free, error);
}

/**
 * edgekit_install_command_async:
 * @shell: the shell to write the command for, or `AUTO`
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.install_command] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_install_command_async (EdgeKitShell shell, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_install_command_async);
  g_task_set_task_data (task, GINT_TO_POINTER (shell), NULL);
  g_task_run_in_thread (task, install_command_in_thread);
}

/**
 * edgekit_install_command_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.install_command_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.install_command]
 *
 * Since: 0.1
 */
char *
edgekit_install_command_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_install_command_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- what is installed ------------------------------------------------------------- */

/**
 * edgekit_find_installations:
 * @profile: this computer
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks for llama-cpp-python, llama.cpp and Ollama on this computer, and says of each
 * whether it will use the graphics, and why not.
 *
 * Their files are read by a process of its own, which is given up after five seconds;
 * none of them is started or loaded.
 *
 * Returns: (transfer full): the installations, none where none was found (a list of
 *   [class@EdgeKit.Installation]); or %NULL with [error@EdgeKit.Error]
 *   `NOT_SUPPORTED` on a system where EdgeKit cannot look, or `FAILED`
 *
 * Since: 0.1
 */
GListModel *
edgekit_find_installations (EdgeKitHardwareProfile *profile, GCancellable *cancellable, GError **error)
{
  static const char *const names[] = { "engines", NULL };
  g_autoptr(EdgeKitSnapshot) snapshot = _edgekit_snapshot_new (NULL, TRUE);
  JsonNode *document;
  const char *failure;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  _edgekit_collect_guests (snapshot, names, 0, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  document = _edgekit_snapshot_get_json (snapshot, "guest:engines");
  if (document)
    return G_LIST_MODEL (_edgekit_installation_list (json_node_get_object (document), profile));
  failure = edgekit_snapshot_get_failure (snapshot, "guest:engines");
  if (failure)
    /* Translators: %s is a short reason, not translated: timeout, crashed, missing … */
    g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED,
                 _ ("edgekit-probe: the installed engines could not be looked at (%s)"), failure);
  else
    g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED,
                         _ ("EdgeKit cannot look at installed engines on this system yet"));
  return NULL;
}

static void
find_installations_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GListModel *list = edgekit_find_installations (data, cancellable, &error);

  _edgekit_task_return (task, list, g_object_unref, error);
}

/**
 * edgekit_find_installations_async:
 * @profile: this computer
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Does what [func@EdgeKit.find_installations] does, in a thread.
 *
 * Since: 0.1
 */
void
edgekit_find_installations_async (EdgeKitHardwareProfile *profile, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_find_installations_async);
  g_task_set_task_data (task, g_object_ref (profile), g_object_unref);
  g_task_run_in_thread (task, find_installations_in_thread);
}

/**
 * edgekit_find_installations_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends [func@EdgeKit.find_installations_async].
 *
 * Returns: (transfer full): as of [func@EdgeKit.find_installations]
 *
 * Since: 0.1
 */
GListModel *
edgekit_find_installations_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, edgekit_find_installations_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
