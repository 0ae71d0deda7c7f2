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
  g_prefix_error (error, "%s: ", output);
  return FALSE;
}

/* The library past the snapshot reads no environment: who runs the command is
 * told by the command. */
static void
add_private_names (EdgeKitReport *report)
{
  edgekit_report_add_private_name (report, g_get_user_name ());
  edgekit_report_add_private_name (report, g_get_host_name ());
  if (g_strcmp0 (g_get_real_name (), "Unknown") != 0)
    edgekit_report_add_private_name (report, g_get_real_name ());
}

int
tool_report (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autoptr(EdgeKitHardwareProfile) profile = NULL;
  g_autoptr(EdgeKitPreflight) preflight = NULL;
  g_autoptr(EdgeKitInstallPlan) plan = NULL;
  g_autoptr(EdgeKitReport) report = NULL;
  int format = EDGEKIT_REPORT_FORMAT_TEXT;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_ ("A model to check and put into the report"), N_ ("MODEL") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &o.format, N_ ("The form of the report"), "text|markdown|json" },
    { "include-private", 0, 0, G_OPTION_ARG_NONE, &o.include_private, N_ ("Leave private names in"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("Where to write it (default: the terminal)"),
      N_ ("FILE") },
    { NULL },
  };

  if (!tool_options_parse (&o, "report", TOOL_TAKES_SOURCE | TOOL_TAKES_JSON, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("report", _ ("“%s” is not an option"), rest[0]);
  if (o.json)
    format = EDGEKIT_REPORT_FORMAT_JSON;
  if (!tool_options_get_enum (EDGEKIT_TYPE_REPORT_FORMAT, "--format", o.format, &format, &error))
    return tool_fail ("report", error);
  profile = tool_options_load_profile (&o, NULL, &error);
  if (!profile)
    return tool_fail ("report", error);
  if (o.model)
    {
      g_autoptr(EdgeKitModel) model = tool_load_whole_model (&o, o.model, &error);

      if (!model)
        return tool_fail ("report", error);
      preflight = edgekit_preflight_new ();
      edgekit_preflight_set_profile (preflight, profile);
      edgekit_preflight_set_model (preflight, model);
    }
  plan = edgekit_install_plan_new (profile, NULL, EDGEKIT_GOAL_CHAT, preflight ? edgekit_preflight_get_model (preflight) : NULL,
                                   EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO, FALSE, NULL);
  report = edgekit_report_new (profile, preflight, plan);
  edgekit_report_set_include_private (report, o.include_private);
  add_private_names (report);
  if (!write_output (o.output, edgekit_report_to_string (report, format), &error))
    return tool_fail ("report", error);
  return TOOL_RUNS;
}

int
tool_snapshot (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
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
  redacted = edgekit_snapshot_redact (snapshot);
  if (!write_output (o.output, edgekit_snapshot_to_json (redacted), &error))
    return tool_fail ("snapshot", error);
  return TOOL_RUNS;
}
