/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-engine-private.h"
#include "edgekit-enum-types.h"
#include "edgekit-install-plan-private.h"

/**
 * EdgeKitInstallPlan:
 *
 * How to install an engine on one computer: what is needed first, one command
 * to copy, and the check that it worked.
 *
 * EdgeKit never runs any of it.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitInstallPlan, edgekit_install_plan, G_TYPE_OBJECT)

/**
 * EdgeKitInstallPlan:engine: (getter get_engine)
 *
 * The name of the engine, such as `llama.cpp`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:title: (getter get_title)
 *
 * The plan in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:method: (getter get_method)
 *
 * How the engine is installed.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:shell: (getter get_shell)
 *
 * The shell that the commands are written for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:steps: (getter get_steps)
 *
 * The steps in order.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:options: (getter get_options)
 *
 * The options of the command that have a reason of their own.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:environment: (getter get_environment)
 *
 * The environment of the command as `NAME=VALUE`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:command: (getter get_command)
 *
 * The one command to copy, quoted for the shell of the plan; %NULL when the method is to refuse.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:reason: (getter get_reason)
 *
 * Why the engine is installed like this, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:summary: (getter get_summary)
 *
 * The way of installing in a few words, such as “Ready-made package”, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:uses: (getter get_uses)
 *
 * What the engine computes with, such as `CUDA` or `Vulkan`, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:uses-detail: (getter get_uses_detail)
 *
 * More about what the engine computes with, such as “NVIDIA driver 550.54.15”, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:download-size: (getter get_download_size)
 *
 * How much the command downloads, in bytes, or -1 if unknown.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:alternatives: (getter get_alternatives)
 *
 * The other engines, best first.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallPlan:complete: (getter get_complete)
 *
 * Whether everything that the plan depends on is known; if not, the command is the most likely one.
 *
 * Since: 0.1
 */
static const EdgeKitField install_plan_fields[] = {
  { "engine", "engine", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, engine) },
  { "title", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, title) },
  { "method", "method", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitInstallPlan, method), edgekit_install_method_get_type },
  { "shell", NULL, EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitInstallPlan, shell), edgekit_shell_get_type },
  { "steps", "steps", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitInstallPlan, steps), edgekit_install_step_get_type },
  { "options", "options", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitInstallPlan, options), edgekit_install_option_get_type },
  { "environment", NULL, EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitInstallPlan, environment) },
  { "command", "command", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, command) },
  { "reason", "reason", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, reason) },
  { "summary", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, summary) },
  { "uses", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, uses) },
  { "uses-detail", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallPlan, uses_detail) },
  { "download-size", "download_size", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitInstallPlan, download_size) },
  { "alternatives", "alternatives", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitInstallPlan, alternatives), edgekit_engine_get_type },
  { "complete", NULL, EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitInstallPlan, complete) },
};

static void
edgekit_install_plan_dispose (GObject *object)
{
  EdgeKitInstallPlan *self = EDGEKIT_INSTALL_PLAN (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (edgekit_install_plan_parent_class)->dispose (object);
}

static void
edgekit_install_plan_class_init (EdgeKitInstallPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = edgekit_install_plan_dispose;
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), install_plan_fields, G_N_ELEMENTS (install_plan_fields), 0);
}

static void
edgekit_install_plan_init (EdgeKitInstallPlan *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_install_plan_get_engine: (get-property engine)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the name of the engine, such as `llama.cpp`.
 *
 * Returns: the name of the engine, such as `llama.cpp`
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_engine (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->engine;
}

/**
 * edgekit_install_plan_get_title: (get-property title)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the plan in a few words, in the language of the locale.
 *
 * Returns: the plan in a few words, in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_title (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->title;
}

/**
 * edgekit_install_plan_get_method: (get-property method)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets how the engine is installed.
 *
 * Returns: how the engine is installed
 *
 * Since: 0.1
 */
EdgeKitInstallMethod
edgekit_install_plan_get_method (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), 0);

  return self->method;
}

/**
 * edgekit_install_plan_get_shell: (get-property shell)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the shell that the commands are written for.
 *
 * Returns: the shell that the commands are written for
 *
 * Since: 0.1
 */
EdgeKitShell
edgekit_install_plan_get_shell (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), 0);

  return self->shell;
}

/**
 * edgekit_install_plan_get_steps: (get-property steps)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the steps in order.
 *
 * Returns: (transfer none): the steps in order (a list of [class@EdgeKit.InstallStep])
 *
 * Since: 0.1
 */
GListModel *
edgekit_install_plan_get_steps (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return G_LIST_MODEL (self->steps);
}

/**
 * edgekit_install_plan_get_options: (get-property options)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the options of the command that have a reason of their own.
 *
 * Returns: (transfer none): the options of the command that have a reason of their own (a list of [class@EdgeKit.InstallOption])
 *
 * Since: 0.1
 */
GListModel *
edgekit_install_plan_get_options (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return G_LIST_MODEL (self->options);
}

/**
 * edgekit_install_plan_get_environment: (get-property environment)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the environment of the command as `NAME=VALUE`.
 *
 * Returns: (transfer none) (array zero-terminated=1): the environment of the command as `NAME=VALUE`
 *
 * Since: 0.1
 */
const char *const *
edgekit_install_plan_get_environment (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return (const char *const *) self->environment;
}

/**
 * edgekit_install_plan_get_command: (get-property command)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the one command to copy, quoted for the shell of the plan; %NULL when the method is to refuse.
 *
 * Returns: (nullable): the one command to copy, quoted for the shell of the plan; %NULL when the method is to refuse
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_command (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->command;
}

/**
 * edgekit_install_plan_get_reason: (get-property reason)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets why the engine is installed like this, in the language of the locale.
 *
 * Returns: (nullable): why the engine is installed like this, in the language of the locale, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_reason (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->reason;
}

/**
 * edgekit_install_plan_get_summary: (get-property summary)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the way of installing in a few words, such as “Ready-made package”, in the language of the locale.
 *
 * Returns: (nullable): the way of installing in a few words, such as “Ready-made package”, in the language of the locale, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_summary (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->summary;
}

/**
 * edgekit_install_plan_get_uses: (get-property uses)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets what the engine computes with, such as `CUDA` or `Vulkan`, in the language of the locale.
 *
 * Returns: (nullable): what the engine computes with, such as `CUDA` or `Vulkan`, in the language of the locale, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_uses (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->uses;
}

/**
 * edgekit_install_plan_get_uses_detail: (get-property uses-detail)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets more about what the engine computes with: the driver of the card, the name of the device, or that there is a
 * card which cannot be used yet. In the language of the locale.
 *
 * Returns: (nullable): a few words such as “NVIDIA driver 550.54.15”, or %NULL when nothing is known of it
 *
 * Since: 0.1
 */
const char *
edgekit_install_plan_get_uses_detail (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return self->uses_detail;
}

/**
 * edgekit_install_plan_get_download_size: (get-property download-size)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets how much the command downloads: the size of the release file of a recent version, without what a package
 * manager adds.
 *
 * Returns: bytes, or -1 if unknown, as it is where a package manager or a build decides
 *
 * Since: 0.1
 */
gint64
edgekit_install_plan_get_download_size (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), EDGEKIT_UNKNOWN);

  return self->download_size;
}

/**
 * edgekit_install_plan_get_alternatives: (get-property alternatives)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets the other engines, best first.
 *
 * Returns: (transfer none): the other engines, best first (a list of [class@EdgeKit.Engine])
 *
 * Since: 0.1
 */
GListModel *
edgekit_install_plan_get_alternatives (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  return G_LIST_MODEL (self->alternatives);
}

/**
 * edgekit_install_plan_get_complete: (get-property complete)
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Gets whether everything that the plan depends on is known; if not, the command is the most likely one.
 *
 * Returns: whether everything that the plan depends on is known; if not, the command is the most likely one
 *
 * Since: 0.1
 */
gboolean
edgekit_install_plan_get_complete (EdgeKitInstallPlan *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), FALSE);

  return self->complete;
}

/**
 * edgekit_install_plan_judge:
 * @self: a [class@EdgeKit.InstallPlan]
 *
 * Tells how ready this computer is for the plan, as the sign beside it. %EDGEKIT_OUTCOME_FITS is for what is known
 * to be there: all that is needed first was found. It is %EDGEKIT_OUTCOME_TIGHT when something of it is missing,
 * %EDGEKIT_OUTCOME_PARTIAL when nothing is, but something could not be looked for, and %EDGEKIT_OUTCOME_NO when
 * there is no good way.
 *
 * Returns: how ready it is
 *
 * Since: 0.1
 */
EdgeKitOutcome
edgekit_install_plan_judge (EdgeKitInstallPlan *self)
{
  EdgeKitOutcome outcome = EDGEKIT_OUTCOME_FITS;

  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), EDGEKIT_OUTCOME_UNKNOWN);

  if (self->method == EDGEKIT_INSTALL_METHOD_REFUSE)
    return EDGEKIT_OUTCOME_NO;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      if (edgekit_install_step_get_kind (step) != EDGEKIT_STEP_KIND_PREREQUISITE)
        continue;
      if (edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_MISSING)
        return EDGEKIT_OUTCOME_TIGHT;
      if (edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_UNKNOWN)
        outcome = EDGEKIT_OUTCOME_PARTIAL;
    }
  return outcome;
}
