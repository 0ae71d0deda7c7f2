/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

#define METHODS "auto|wheel|source|package|binary" /* a plan that refuses is nothing to ask for */

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

/* What is there already: a line each, nothing to do. */
static void
print_found (EdgeKitInstallStep *step)
{
  tool_print (TOOL_GREEN, "  ✓ ");
  /* Translators: %s is something that is needed and already there, as in “Found: curl and tar” */
  g_print (_ ("Found: %s"), edgekit_install_step_get_title (step));
  g_print ("\n");
}

/* One thing to do: its number, what, the command, and why. */
static void
print_numbered (guint number, EdgeKitInstallStep *step)
{
  const char *command = edgekit_install_step_get_command (step);
  const gboolean needed = edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_PREREQUISITE;
  const char *title = edgekit_install_step_get_title (step);
  g_autofree char *text = NULL;

  if (!needed)
    text = g_strdup (title);
  else if (edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_MISSING)
    /* Translators: %s is something that is needed, as in “Get this first: CUDA toolkit 12.9” */
    text = g_strdup_printf (_ ("Get this first: %s"), title);
  else
    /* Translators: %s is something that is needed, as in “Get this, unless you have it: CUDA toolkit 12.9” */
    text = g_strdup_printf (_ ("Get this, unless you have it: %s"), title);
  tool_print_numbered (number, text);
  if (command)
    g_print ("   %s\n", command);
  tool_print_wrapped (TOOL_DIM, 3, edgekit_install_step_get_reason (step));
}

/* The steps as a recipe. A check without a command is advice, and stands last. */
static void
print_steps (GListModel *steps)
{
  guint number = 0;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_state (step) == EDGEKIT_STEP_STATE_FOUND)
        print_found (step);
    }
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (edgekit_install_step_get_kind (step) == EDGEKIT_STEP_KIND_VERIFY && !edgekit_install_step_get_command (step))
        {
          tool_print_heading (edgekit_install_step_get_title (step));
          tool_print_wrapped (TOOL_PLAIN, 2, edgekit_install_step_get_reason (step));
        }
      else if (edgekit_install_step_get_state (step) != EDGEKIT_STEP_STATE_FOUND)
        print_numbered (++number, step);
    }
}

static void
print_options (GListModel *options)
{
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

static void
print_plan (EdgeKitInstallPlan *plan)
{
  tool_print_outcome (edgekit_install_plan_judge (plan), edgekit_install_plan_get_title (plan),
                      edgekit_install_plan_get_reason (plan));
  print_steps (edgekit_install_plan_get_steps (plan));
  print_options (edgekit_install_plan_get_options (plan));
}

/* The command alone: for another computer, or where this one cannot be looked at. */
static int
print_check (EdgeKitInstallPlan *plan)
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

/* It starts, and uses the graphics if there are any. */
static gboolean
installation_is_good (EdgeKitInstallation *installation)
{
  return edgekit_installation_get_uses_graphics (installation) == EDGEKIT_TRISTATE_YES ||
         (edgekit_installation_get_starts (installation) == EDGEKIT_TRISTATE_YES &&
          !edgekit_installation_get_device (installation));
}

/* Those of one engine, or all. */
static GListModel *
filter_installations (GListModel *all, const char *engine)
{
  GListStore *list = g_list_store_new (EDGEKIT_TYPE_INSTALLATION);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(EdgeKitInstallation) installation = g_list_model_get_item (all, i);

      if (!engine || g_str_equal (edgekit_installation_get_engine (installation), engine))
        g_list_store_append (list, installation);
    }
  return G_LIST_MODEL (list);
}

static void
print_installation (EdgeKitInstallation *installation)
{
  const int good = installation_is_good (installation);
  g_autofree char *backends = g_strjoinv (", ", (char **) edgekit_installation_get_backends (installation));
  g_autofree char *features = edgekit_installation_get_cpu_features (installation)
                                  ? g_strjoinv (" ", (char **) edgekit_installation_get_cpu_features (installation))
                                  : NULL;
  g_autofree char *missing = g_strjoinv (", ", (char **) edgekit_installation_get_missing (installation));

  tool_print (good ? TOOL_GREEN : TOOL_RED, good ? "✓ " : "✗ ");
  tool_print_behind (TOOL_BOLD, edgekit_installation_get_summary (installation));
  tool_print_fact (_ ("Where"), edgekit_installation_get_path (installation));
  if (*backends)
    tool_print_fact (_ ("Computes with"), backends);
  if (features && *features)
    tool_print_fact (_ ("Built for"), features);
  if (*missing)
    tool_print_fact (_ ("Missing"), missing);
}

/* Looks at what is installed on this computer. The answer is yes where something is
 * that starts, and uses the graphics if there are any. */
static int
verify (EdgeKitHardwareProfile *profile, const ToolOptions *o)
{
  GError *error = NULL;
  g_autoptr(GListModel) all = edgekit_find_installations (profile, NULL, &error);
  g_autoptr(GListModel) list = NULL;
  gboolean good = FALSE;

  if (!all)
    return tool_fail ("install", error);
  list = filter_installations (all, o->engine ? edgekit_engine_canonical_name (o->engine) : NULL);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(EdgeKitInstallation) installation = g_list_model_get_item (list, i);

      good |= installation_is_good (installation);
      if (!o->json)
        print_installation (installation);
    }
  if (o->json)
    tool_print_json (edgekit_installation_list_to_json (list));
  else if (g_list_model_get_n_items (list) == 0)
    g_print ("%s\n", _ ("No engine was found. EdgeKit looks for llama-cpp-python, llama.cpp and Ollama."));
  return good ? TOOL_RUNS : TOOL_DOES_NOT;
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
    { "method", 0, 0, G_OPTION_ARG_STRING, &o.method, N_ ("How to install it"), METHODS },
    { "portable", 0, 0, G_OPTION_ARG_NONE, &o.portable, N_ ("Build for other computers, not for this one alone"),
      NULL },
    { "distributed", 0, 0, G_OPTION_ARG_NONE, &o.distributed,
      N_ ("This is one of several computers that hold a model together"), NULL },
    { "shell", 0, 0, G_OPTION_ARG_STRING, &o.shell, N_ ("The shell to write the command for"),
      "bash|zsh|fish|powershell|cmd" },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &o.verify,
      N_ ("Look at what is installed: will it use the graphics processor?"), NULL },
    { NULL },
  };

  if (!tool_options_parse (&o, "install", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("install", _ ("“%s” is not an option"), rest[0]);
  if (!tool_options_check_word ("--method", o.method, METHODS, &error) ||
      !tool_options_get_enum (EDGEKIT_TYPE_INSTALL_METHOD, "--method", o.method, &method, &error) ||
      !tool_options_get_enum (EDGEKIT_TYPE_SHELL, "--shell", o.shell, &shell, &error) ||
      !load_goal_and_model (&o, &goal, &model, &error))
    return tool_fail ("install", error);
  if (o.engine && !edgekit_engine_canonical_name (o.engine))
    return tool_usage ("install", _ ("“%s” is not an engine that EdgeKit knows; “edgekit engine” lists them"),
                       o.engine);
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("install", error);
  if (o.verify && edgekit_hardware_profile_get_live (profile))
    return verify (profile, &o);
  plan = o.distributed
             ? edgekit_install_plan_new_distributed (profile, o.engine, goal, model, method, shell, o.portable, &error)
             : edgekit_install_plan_new (profile, o.engine, goal, model, method, shell, o.portable, &error);
  if (!plan)
    return tool_fail ("install", error);
  if (o.verify && !o.json)
    return print_check (plan);
  if (o.json)
    tool_print_json (edgekit_install_plan_to_json (plan));
  else
    print_plan (plan);
  return edgekit_install_plan_get_method (plan) == EDGEKIT_INSTALL_METHOD_REFUSE ? TOOL_DOES_NOT : TOOL_RUNS;
}
