/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tool-private.h"

/* `edgekit --describe`: the manual page and the completions of the shells are made
 * from what the command itself takes, so that they cannot say anything else. One
 * record a line, its fields escaped as C strings and parted by tabs:
 *
 *   command NAME ARGUMENTS SUMMARY DESCRIPTION
 *   group   TITLE
 *   option  NAME LETTER VALUE KIND DESCRIPTION
 *
 * KIND is flag, text, number or file. */

static void
print_record (const char *kind, const char *first, ...)
{
  va_list fields;

  g_print ("%s", kind);
  va_start (fields, first);
  for (const char *field = first; field; field = va_arg (fields, const char *))
    {
      g_autofree char *escaped = g_strescape (field, NULL);

      g_print ("\t%s", escaped);
    }
  va_end (fields);
  g_print ("\n");
}

static const char *
kind_of (const GOptionEntry *entry)
{
  switch (entry->arg)
    {
    case G_OPTION_ARG_NONE:
      return "flag";
    case G_OPTION_ARG_FILENAME:
    case G_OPTION_ARG_FILENAME_ARRAY:
      return "file";
    case G_OPTION_ARG_INT:
    case G_OPTION_ARG_INT64:
    case G_OPTION_ARG_DOUBLE:
      return "number";
    case G_OPTION_ARG_STRING:
    case G_OPTION_ARG_STRING_ARRAY:
    case G_OPTION_ARG_CALLBACK:
    default:
      return "text";
    }
}

static void
print_options (const char *title, const GOptionEntry *entries)
{
  print_record ("group", title ? title : "", NULL);
  for (; entries->long_name; entries++)
    {
      const char letter[] = { entries->short_name, '\0' };

      if (!(entries->flags & G_OPTION_FLAG_HIDDEN))
        print_record ("option", entries->long_name, letter, entries->arg_description ? entries->arg_description : "",
                      kind_of (entries), _ (entries->description), NULL);
    }
}

int
tool_describe (void)
{
  tool_describer = print_options;
  for (const ToolCommand *command = tool_list_commands (); command->name; command++)
    {
      char *arguments[] = { (char *) command->name, NULL };

      print_record ("command", command->name, command->arguments ? command->arguments : "", _ (command->summary),
                    command->description ? _ (command->description) : "", NULL);
      command->run (1, arguments);
    }
  return TOOL_RUNS;
}
