/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-estimator-private.h"
#include "edgekit-format.h"
#include "edgekit-i18n-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-shell-private.h"
#include "edgekit-table-private.h"

void
_edgekit_plan_add_step (EdgeKitInstallPlan *plan, EdgeKitStepKind kind, EdgeKitStepState state, const char *title,
                        char *command, const char *reason)
{
  g_autoptr(EdgeKitInstallStep) step = g_object_new (EDGEKIT_TYPE_INSTALL_STEP, NULL);

  step->kind = kind;
  step->state = state;
  step->title = g_strdup (title);
  step->command = command;
  step->shell = plan->shell;
  step->reason = g_strdup (reason);
  g_list_store_append (plan->steps, step);
}

void
_edgekit_plan_add_option (EdgeKitInstallPlan *plan, const char *name, const char *value, const char *reason)
{
  g_autoptr(EdgeKitInstallOption) option = g_object_new (EDGEKIT_TYPE_INSTALL_OPTION, NULL);

  option->name = g_strdup (name);
  option->value = g_strdup (value);
  option->reason = g_strdup (reason);
  g_list_store_append (plan->options, option);
}

gboolean
_edgekit_plan_has_cmake (EdgeKitInstallPlan *plan, const char *name)
{
  g_auto(GStrv) engines = g_key_file_get_string_list (_edgekit_table_get ("cmake-options"), name, "engines", NULL,
                                                      NULL);

  return engines && g_strv_contains ((const char *const *) engines, plan->engine);
}

void
_edgekit_plan_add_cmake (EdgeKitInstallPlan *plan, GPtrArray *words, const char *name, const char *value,
                         const char *reason)
{
  g_autofree char *shown = g_strconcat ("-D", name, NULL);

  /* CMake says nothing about a name that the project does not know */
  g_assert (_edgekit_plan_has_cmake (plan, name));
  g_ptr_array_add (words, g_strdup_printf ("-D%s=%s", name, value));
  if (reason)
    _edgekit_plan_add_option (plan, shown, value, reason);
}

static const char *
method_in_words (EdgeKitInstallMethod method)
{
  switch (method)
    {
    case EDGEKIT_INSTALL_METHOD_WHEEL:
      return _ ("Ready-made Python package");
    case EDGEKIT_INSTALL_METHOD_SOURCE:
      return _ ("Build from source");
    case EDGEKIT_INSTALL_METHOD_PACKAGE:
      return _ ("Ready-made package");
    case EDGEKIT_INSTALL_METHOD_BINARY:
      return _ ("Ready-made release");
    case EDGEKIT_INSTALL_METHOD_AUTO:
    case EDGEKIT_INSTALL_METHOD_REFUSE:
    default:
      return NULL;
    }
}

void
_edgekit_plan_set_way (EdgeKitInstallPlan *plan, EdgeKitInstallMethod method, const char *uses, const char *reason)
{
  g_autofree char *title = _edgekit_engine_make_title (plan->engine);

  plan->method = method;
  g_free (plan->title);
  /* Translators: %s is an engine, as in “Use llama.cpp” */
  plan->title = g_strdup_printf (_ ("Use %s"), title);
  g_free (plan->summary);
  plan->summary = g_strdup (method_in_words (method));
  g_free (plan->uses);
  plan->uses = g_strdup (uses);
  g_clear_pointer (&plan->uses_detail, g_free);
  g_free (plan->reason);
  plan->reason = g_strdup (reason);
}

void
_edgekit_plan_refuse (EdgeKitInstallPlan *plan, const char *reason, const char *title, char *lift)
{
  g_autofree char *engine = _edgekit_engine_make_title (plan->engine);

  g_list_store_remove_all (plan->steps);
  g_list_store_remove_all (plan->options);
  g_clear_pointer (&plan->command, g_free);
  g_clear_pointer (&plan->environment, g_strfreev);
  g_clear_pointer (&plan->uses, g_free);
  g_clear_pointer (&plan->uses_detail, g_free);
  g_clear_pointer (&plan->summary, g_free);
  plan->download_size = EDGEKIT_UNKNOWN;
  plan->method = EDGEKIT_INSTALL_METHOD_REFUSE;
  g_free (plan->title);
  /* Translators: %s is an engine, such as “MLX LM” */
  plan->title = g_strdup_printf (_ ("No good way to install %s on this computer"), engine);
  g_free (plan->reason);
  plan->reason = g_strdup (reason);
  if (title)
    _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_PREREQUISITE, EDGEKIT_STEP_STATE_MISSING, title, lift, NULL);
  else
    g_free (lift);
}

void
_edgekit_plan_set_command (EdgeKitInstallPlan *plan, const char *const *environment, char *command)
{
  g_autofree char *engine = _edgekit_engine_make_title (plan->engine);
  /* Translators: %s is an engine, as in “Install llama.cpp” */
  g_autofree char *title = g_strdup_printf (_ ("Install %s"), engine);

  g_strfreev (plan->environment);
  plan->environment = g_strdupv ((char **) environment);
  for (char **entry = plan->environment; entry && *entry; entry++)
    {
      /* shell text is written for people without its mark */
      char *mark = strstr (*entry, "=" EDGEKIT_SHELL_RAW);

      if (mark)
        memmove (mark + 1, mark + 1 + strlen (EDGEKIT_SHELL_RAW), strlen (mark + 1 + strlen (EDGEKIT_SHELL_RAW)) + 1);
    }
  g_free (plan->command);
  plan->command = command;
  _edgekit_plan_add_step (plan, EDGEKIT_STEP_KIND_INSTALL, EDGEKIT_STEP_STATE_UNKNOWN, title, g_strdup (command), NULL);
}

void
_edgekit_plan_set_remark (EdgeKitInstallPlan *plan, const char *remark)
{
  GListModel *steps = G_LIST_MODEL (plan->steps);
  g_autoptr(EdgeKitInstallStep) last = g_list_model_get_item (steps, g_list_model_get_n_items (steps) - 1);

  g_assert (last && last->kind == EDGEKIT_STEP_KIND_INSTALL);
  g_free (last->reason);
  last->reason = g_strdup (remark);
}

void
_edgekit_plan_set_download_size (EdgeKitInstallPlan *plan, gint64 size)
{
  g_autofree char *text = edgekit_format_size (size);
  /* Translators: %s is a size: “It downloads about 36 MB.” */
  g_autofree char *remark = g_strdup_printf (_ ("It downloads about %s."), text);

  plan->download_size = size;
  _edgekit_plan_set_remark (plan, remark);
}

char **
_edgekit_plan_words (const EdgeKitSite *site, const char *const *words, const char *const *extra)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (; *words; words++)
    /* in a container one is root, and sudo is not there */
    if (!(site->container && g_str_equal (*words, "sudo")))
      g_strv_builder_add (builder, *words);
  for (; extra && *extra; extra++)
    g_strv_builder_add (builder, *extra);
  return g_strv_builder_end (builder);
}

char *
_edgekit_plan_list_command (const EdgeKitSite *site, const char *const *words)
{
  g_auto(GStrv) argv = _edgekit_plan_words (site, words, NULL);

  return _edgekit_shell_command (site->shell, NULL, (const char *const *) argv);
}

char *
_edgekit_plan_through_bash (const EdgeKitSite *site, char *script)
{
  g_autofree char *owned = script;
  const char *const argv[] = { "bash", "-c", owned, NULL };

  return _edgekit_shell_command (site->shell, NULL, argv);
}
