/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-install-step-private.h"

/**
 * EdgeKitInstallStep:
 *
 * A step of an installation: something that is needed first, the installation
 * itself, or the check that it worked.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitInstallStep, edgekit_install_step, G_TYPE_OBJECT)

/**
 * EdgeKitInstallStep:kind: (getter get_kind)
 *
 * What the step is for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallStep:title: (getter get_title)
 *
 * The step in a few words, in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallStep:command: (getter get_command)
 *
 * The command of the step, quoted for the shell of the plan.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallStep:shell: (getter get_shell)
 *
 * The shell that the command is written for.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallStep:state: (getter get_state)
 *
 * Whether what the step provides is already there.
 *
 * Since: 0.1
 */
/**
 * EdgeKitInstallStep:reason: (getter get_reason)
 *
 * What the step is needed for, or what it should show, in the language of the locale.
 *
 * Since: 0.1
 */
static const EdgeKitField install_step_fields[] = {
  { "kind", "kind", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitInstallStep, kind), edgekit_step_kind_get_type },
  { "title", "title", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallStep, title) },
  { "command", "command", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallStep, command) },
  { "shell", "shell", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitInstallStep, shell), edgekit_shell_get_type },
  { "state", "state", EDGEKIT_FIELD_ENUM, G_STRUCT_OFFSET (EdgeKitInstallStep, state), edgekit_step_state_get_type },
  { "reason", "reason", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitInstallStep, reason) },
};

static void
edgekit_install_step_class_init (EdgeKitInstallStepClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), install_step_fields, G_N_ELEMENTS (install_step_fields), 0);
}

static void
edgekit_install_step_init (EdgeKitInstallStep *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_install_step_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets what the step is for.
 *
 * Returns: what the step is for
 *
 * Since: 0.1
 */
EdgeKitStepKind
edgekit_install_step_get_kind (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), 0);

  return self->kind;
}

/**
 * edgekit_install_step_get_title: (get-property title)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets the step in a few words, in the language of the locale.
 *
 * Returns: the step in a few words, in the language of the locale
 *
 * Since: 0.1
 */
const char *
edgekit_install_step_get_title (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), NULL);

  return self->title;
}

/**
 * edgekit_install_step_get_command: (get-property command)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets the command of the step, quoted for the shell of the plan.
 *
 * Returns: (nullable): the command of the step, quoted for the shell of the plan, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_step_get_command (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), NULL);

  return self->command;
}

/**
 * edgekit_install_step_get_shell: (get-property shell)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets the shell that the command is written for.
 *
 * Returns: the shell that the command is written for
 *
 * Since: 0.1
 */
EdgeKitShell
edgekit_install_step_get_shell (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), 0);

  return self->shell;
}

/**
 * edgekit_install_step_get_state: (get-property state)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets whether what the step provides is already there.
 *
 * Returns: whether what the step provides is already there
 *
 * Since: 0.1
 */
EdgeKitStepState
edgekit_install_step_get_state (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), 0);

  return self->state;
}

/**
 * edgekit_install_step_get_reason: (get-property reason)
 * @self: a [class@EdgeKit.InstallStep]
 *
 * Gets what the step is needed for, or what it should show, in the language of the locale.
 *
 * Returns: (nullable): what the step is needed for, or what it should show, in the language of the locale, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_install_step_get_reason (EdgeKitInstallStep *self)
{
  g_return_val_if_fail (EDGEKIT_IS_INSTALL_STEP (self), NULL);

  return self->reason;
}
