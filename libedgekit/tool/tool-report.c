/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

static gboolean
write_output (const char *output, char *text, GError **error)
{
  g_autofree char *owned = text;
  g_autoptr(GFile) file = NULL;

  if (!output)
    {
      g_print ("%s%s", text, g_str_has_suffix (text, "\n") ? "" : "\n");
      return TRUE;
    }
  file = g_file_new_for_commandline_arg (output);
  if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error))
    return TRUE;
  /* some of GIO's sentences have the name in them */
  if (error && !strstr ((*error)->message, output))
    g_prefix_error (error, "%s: ", output);
  return FALSE;
}

/* A variable whose value is a secret, by its name. */
static gboolean
is_secret (const char *variable)
{
  static const char *const words[] = { "TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "ACCESS_KEY" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (variable, words[i]))
      return TRUE;
  return FALSE;
}

/* The library past the snapshot reads no environment: who runs the command is
 * told by the command. */
static char **
list_private_names (void)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) variables = g_listenv ();

  for (char **variable = variables; *variable; variable++)
    if (is_secret (*variable) && strlen (g_getenv (*variable)) >= 8 && g_utf8_validate (g_getenv (*variable), -1, NULL))
      g_strv_builder_add (names, g_getenv (*variable));
  g_strv_builder_add_many (names, g_get_user_name (), g_get_host_name (), NULL);
  if (g_strcmp0 (g_get_real_name (), "Unknown") != 0)
    g_strv_builder_add (names, g_get_real_name ());
  return g_strv_builder_end (names);
}

/* The link alone on stdout, so that it can be handed to a browser. */
static int
print_issue (EdgeKitReport *report, const char *engine)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *paste_into = NULL;
  g_autofree char *uri = edgekit_report_make_issue_uri (report, engine, &paste_into, &error);

  if (!uri)
    return tool_usage ("report", "%s", error->message);
  g_print ("%s\n", uri);
  if (paste_into)
    /* Translators: %1$s is what a web page calls an input, %2$s is a command */
    g_printerr (_ ("The link does not hold the whole report. Paste what %2$s prints into “%1$s”.\n"), paste_into,
                "“edgekit report --format markdown”");
  return TOOL_RUNS;
}

/* With a model if one is named. */
static EdgeKitPreflight *
make_preflight (ToolOptions *o, GListModel *profiles, const char *engine, GError **error)
{
  g_autoptr(EdgeKitPreflight) preflight = edgekit_preflight_new ();
  g_autoptr(EdgeKitModel) model = NULL;

  edgekit_preflight_set_profiles (preflight, profiles);
  if (engine)
    edgekit_workload_set_engine (edgekit_preflight_get_workload (preflight), engine);
  if (!o->model)
    return g_steal_pointer (&preflight);
  model = tool_load_whole_model (o, o->model, error);
  if (!model)
    return NULL;
  edgekit_preflight_set_model (preflight, model);
  return g_steal_pointer (&preflight);
}

/* For the first computer. */
static EdgeKitInstallPlan *
make_plan (EdgeKitPreflight *preflight, const char *engine)
{
  EdgeKitHardwareProfile *profile = edgekit_preflight_get_profile (preflight);
  EdgeKitModel *model = edgekit_preflight_get_model (preflight);
  const gboolean several = g_list_model_get_n_items (edgekit_preflight_get_profiles (preflight)) > 1;

  return several ? edgekit_install_plan_new_distributed (profile, engine, EDGEKIT_GOAL_CHAT, model,
                                                         EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO, FALSE, NULL)
                 : edgekit_install_plan_new (profile, engine, EDGEKIT_GOAL_CHAT, model, EDGEKIT_INSTALL_METHOD_AUTO,
                                             EDGEKIT_SHELL_AUTO, FALSE, NULL);
}

int
tool_report (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL, names = NULL;
  g_autoptr(GListModel) profiles = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  g_autoptr(EdgeKitInstallPlan) plan = NULL;
  g_autoptr(EdgeKitReport) report = NULL;
  int format = EDGEKIT_REPORT_FORMAT_TEXT;
  const char *engine; /* that a link is about, or NULL for the one that suits */
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_ ("A model to check and put into the report"), N_ ("MODEL") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &o.format, N_ ("The form of the report"), "text|markdown|json" },
    { "issue", 0, 0, G_OPTION_ARG_STRING, &o.issue,
      N_ ("Print a link that opens the bug tracker of an engine with the report in it; nothing is sent"),
      "llama.cpp|ollama|llama-cpp-python|vllm" },
    { "include-private", 0, 0, G_OPTION_ARG_NONE, &o.include_private, N_ ("Leave private names in"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("Where to write it (default: the terminal)"),
      N_ ("FILE") },
    { NULL },
  };

  if (!tool_options_parse (&o, "report", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("report", _ ("“%s” is not an option"), rest[0]);
  if (o.issue && (o.json || o.format || o.output || o.include_private))
    return tool_usage ("report",
                       _ ("--issue prints a link and does not go with --format, --json, --output or --include-private"));
  if (o.json)
    format = EDGEKIT_REPORT_FORMAT_JSON;
  if (!tool_options_get_enum (EDGEKIT_TYPE_REPORT_FORMAT, "--format", o.format, &format, &error))
    return tool_fail ("report", error);
  engine = o.issue ? edgekit_engine_canonical_name (o.issue) : NULL;
  profiles = tool_options_load_profiles (&o, NULL, &error);
  if (!profiles || !(preflight = make_preflight (&o, profiles, engine, &error)))
    return tool_fail ("report", error);
  plan = make_plan (preflight, engine);
  report = edgekit_report_new (edgekit_preflight_get_profile (preflight), preflight, plan);
  edgekit_report_set_include_private (report, o.include_private);
  names = list_private_names ();
  for (char **name = names; *name; name++)
    edgekit_report_add_private_name (report, *name);
  if (o.issue)
    return print_issue (report, o.issue);
  if (!write_output (o.output, edgekit_report_to_string (report, format), &error))
    return tool_fail ("report", error);
  return TOOL_RUNS;
}

int
tool_snapshot (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL, names = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitSnapshot) snapshot = NULL;
  g_autoptr(EdgeKitSnapshot) redacted = NULL;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("Where to write it (default: the terminal)"),
      N_ ("FILE") },
    { NULL },
  };

  if (!tool_options_parse (&o, "snapshot", TOOL_TAKES_SOURCE, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("snapshot", _ ("“%s” is not an option"), rest[0]);
  if (o.hardware)
    return tool_usage ("snapshot", _ ("a snapshot cannot be made from --hardware: it holds facts, not recorded files"));
  profile = tool_options_load_profile (&o, &snapshot, &error);
  if (!profile)
    return tool_fail ("snapshot", error);
  /* it is made to be sent */
  names = list_private_names ();
  redacted = edgekit_snapshot_redact_names (snapshot, (const char *const *) names);
  if (!write_output (o.output, edgekit_snapshot_to_json (redacted), &error))
    return tool_fail ("snapshot", error);
  return TOOL_RUNS;
}
