/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static void
print_strings (ToolStyle style, const char *const *strings)
{
  for (; strings && *strings; strings++)
    tool_print_wrapped (style, 4, *strings);
}

static void
print_engine (EdgeKitEngine *engine, gboolean first)
{
  const char *title = edgekit_engine_get_title (engine);

  if (first)
    {
      tool_print (TOOL_GREEN, "✓ ");
      /* Translators: %s is an engine, as in "Use llama.cpp" */
      tool_print (TOOL_BOLD, _ ("Use %s"), title);
      g_print ("\n");
      tool_print_wrapped (TOOL_PLAIN, 2, edgekit_engine_get_summary (engine));
      print_strings (TOOL_DIM, edgekit_engine_get_reasons (engine));
      return;
    }
  tool_print (edgekit_engine_get_suitable (engine) ? TOOL_BOLD : TOOL_DIM, "  %s\n", title);
  if (edgekit_engine_get_suitable (engine))
    print_strings (TOOL_PLAIN, edgekit_engine_get_reasons (engine));
  print_strings (TOOL_DIM, edgekit_engine_get_why_not (engine));
}

static gboolean
load_goal_and_model (ToolOptions *o, int *goal, EdgeKitModel **model, GError **error)
{
  if (!tool_options_get_enum (EDGEKIT_TYPE_GOAL, "--goal", o->goal, goal, error))
    return FALSE;
  if (!o->model)
    return TRUE;
  *model = tool_load_whole_model (o, o->model, error);
  return *model != NULL;
}

int
tool_engine (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(GListModel) engines = NULL;
  int goal = EDGEKIT_GOAL_CHAT;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_ ("A model that it is to load"), N_ ("MODEL") },
    { "goal", 0, 0, G_OPTION_ARG_STRING, &o.goal, N_ ("One person, or many at once"), "chat|serve" },
    { NULL },
  };

  if (!tool_options_parse (&o, "engine", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("engine", _ ("“%s” is not an option"), rest[0]);
  if (!load_goal_and_model (&o, &goal, &model, &error))
    return tool_fail ("engine", error);
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("engine", error);
  if (o.json)
    return tool_print_json (edgekit_engine_list_to_json (profile, model, goal, o.translated));
  engines = edgekit_engine_list (profile, model, goal);
  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr(EdgeKitEngine) engine = g_list_model_get_item (engines, i);

      if (i == 1)
        tool_print_heading (_ ("Others"));
      print_engine (engine, i == 0 && edgekit_engine_get_suitable (engine));
    }
  return TOOL_RUNS;
}

static void
print_step (EdgeKitInstallStep *step)
{
  static const char *const signs[] = { "?", "✓", "✗" };
  static const ToolStyle styles[] = { TOOL_DIM, TOOL_GREEN, TOOL_RED };
  EdgeKitStepState state = edgekit_install_step_get_state (step);

  tool_print (styles[state], "  %s ", signs[state]);
  g_print ("%s\n", edgekit_install_step_get_title (step));
  tool_print_wrapped (TOOL_DIM, 4, edgekit_install_step_get_reason (step));
  if (edgekit_install_step_get_command (step) && state != EDGEKIT_STEP_STATE_FOUND)
    g_print ("    %s\n", edgekit_install_step_get_command (step));
}

static guint
print_steps (EdgeKitInstallPlan *plan, EdgeKitStepKind kind, const char *heading)
{
  GListModel *steps = edgekit_install_plan_get_steps (plan);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) != kind)
        continue;
      if (n++ == 0)
        tool_print_heading (heading);
      if (kind == EDGEKIT_STEP_KIND_VERIFY)
        {
          tool_print_wrapped (TOOL_PLAIN, 2, edgekit_install_step_get_title (step));
          tool_print_wrapped (TOOL_DIM, 2, edgekit_install_step_get_reason (step));
          if (edgekit_install_step_get_command (step))
            g_print ("  %s\n", edgekit_install_step_get_command (step));
        }
      else
        print_step (step);
    }
  return n;
}

static void
print_plan (EdgeKitInstallPlan *plan)
{
  GListModel *options = edgekit_install_plan_get_options (plan);
  gboolean refused = edgekit_install_plan_get_method (plan) == EDGEKIT_INSTALL_METHOD_REFUSE;

  tool_print (refused ? TOOL_RED : TOOL_GREEN, refused ? "✗ " : "✓ ");
  tool_print (TOOL_BOLD, "%s\n", edgekit_install_plan_get_title (plan));
  tool_print_wrapped (TOOL_PLAIN, 2, edgekit_install_plan_get_reason (plan));
  print_steps (plan, EDGEKIT_STEP_KIND_PREREQUISITE, _ ("1. Check what is needed"));
  if (edgekit_install_plan_get_command (plan))
    {
      tool_print_heading (_ ("2. Run this in a terminal"));
      g_print ("  %s\n", edgekit_install_plan_get_command (plan));
    }
  print_steps (plan, EDGEKIT_STEP_KIND_VERIFY, _ ("3. Check that it worked"));
  if (g_list_model_get_n_items (options))
    tool_print_heading (_ ("What the options do"));
  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr(EdgeKitInstallOption) option = g_list_model_get_item (options, i);
      const char *value = edgekit_install_option_get_value (option);

      g_print ("  %s%s%s\n", edgekit_install_option_get_name (option), value ? "=" : "", value ? value : "");
      tool_print_wrapped (TOOL_DIM, 4, edgekit_install_option_get_reason (option));
    }
}

static int
print_verification (EdgeKitInstallPlan *plan)
{
  GListModel *steps = edgekit_install_plan_get_steps (plan);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_VERIFY && edgekit_install_step_get_command (step))
        g_print ("%s\n", edgekit_install_step_get_command (step));
    }
  return TOOL_RUNS;
}

int
tool_install (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitModel) model = NULL;
  g_autoptr(EdgeKitInstallPlan) plan = NULL;
  int goal = EDGEKIT_GOAL_CHAT, method = EDGEKIT_INSTALL_METHOD_AUTO, shell = EDGEKIT_SHELL_AUTO;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "engine", 0, 0, G_OPTION_ARG_STRING, &o.engine, N_ ("The engine to install"), N_ ("NAME") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_ ("A model that it is to load"), N_ ("MODEL") },
    { "goal", 0, 0, G_OPTION_ARG_STRING, &o.goal, N_ ("One person, or many at once"), "chat|serve" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &o.method, N_ ("How to install it"), "wheel|source|package|binary" },
    { "portable", 0, 0, G_OPTION_ARG_NONE, &o.portable, N_ ("Build for other computers, not for this one alone"),
      NULL },
    { "shell", 0, 0, G_OPTION_ARG_STRING, &o.shell, N_ ("The shell to write the command for"),
      "bash|zsh|fish|powershell|cmd" },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &o.verify, N_ ("Print only the command that checks an installation"), NULL },
    { NULL },
  };

  if (!tool_options_parse (&o, "install", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("install", _ ("“%s” is not an option"), rest[0]);
  if (!tool_options_get_enum (EDGEKIT_TYPE_INSTALL_METHOD, "--method", o.method, &method, &error) ||
      !tool_options_get_enum (EDGEKIT_TYPE_SHELL, "--shell", o.shell, &shell, &error) ||
      !load_goal_and_model (&o, &goal, &model, &error))
    return tool_fail ("install", error);
  if (o.engine && !edgekit_engine_canonical_name (o.engine))
    return tool_usage ("install", _ ("“%s” is not an engine that EdgeKit knows; “edgekit engine” lists them"),
                       o.engine);
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("install", error);
  plan = edgekit_install_plan_new (profile, o.engine, goal, model, method, shell, o.portable, &error);
  if (!plan)
    return tool_fail ("install", error);
  if (o.json)
    return tool_print_json (edgekit_install_plan_to_json (plan));
  if (o.verify)
    return print_verification (plan);
  print_plan (plan);
  return edgekit_install_plan_get_method (plan) == EDGEKIT_INSTALL_METHOD_REFUSE ? TOOL_DOES_NOT : TOOL_RUNS;
}
