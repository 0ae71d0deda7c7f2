/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

int
tool_cache (int argc, char **argv)
{
  g_auto(ToolOptions) o = { 0 };
  g_auto(GStrv) rest = NULL;
  g_autofree char *size = NULL;
  gboolean clear = FALSE;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "clear", 0, 0, G_OPTION_ARG_NONE, &clear, N_ ("Delete it"), NULL },
    { NULL },
  };

  if (!tool_options_parse (&o, "cache", 0, entries, argc, argv, &rest))
    return TOOL_USAGE;
  if (rest[0])
    return tool_usage ("cache", _ ("“cache” takes no argument"));
  if (clear && !edgekit_remote_cache_clear (&error))
    return tool_fail ("cache", error);
  size = edgekit_format_size (edgekit_remote_cache_get_size ());
  tool_print_fact (_ ("Kept of models elsewhere"), size);
  return TOOL_RUNS;
}
