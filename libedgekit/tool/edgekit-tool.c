/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "tool-private.h"

static const ToolCommand commands[] = {
  { "hardware", NULL, N_ ("Say what is in this computer"), NULL, tool_hardware },
  { "check", "MODEL…", N_ ("Say whether a model fits, and how to run it"),
    N_ ("MODEL is a .gguf file (any part of a split one), or a folder with one or with a config.json and\n"
        "safetensors files; or the name of a model in a store of this computer or on a hub, such as\n"
        "ollama:llama3.1:8b, hf:owner/name:Q4_K_M or a link. Of those only the first kilobytes are read.\n"
        "Exit status: 0 it runs, 3 it does not or cannot be said, 1 an error, 2 wrong use."),
    tool_check },
  { "suggest", NULL, N_ ("Say which models this computer can run"),
    N_ ("From the catalogue of models that EdgeKit knows; nothing is downloaded.\n"
        "Exit status: 0 there are some, 3 there are none, 1 an error, 2 wrong use."),
    tool_suggest },
  { "engine", NULL, N_ ("Say which engine suits this computer"), NULL, tool_engine },
  { "install", NULL, N_ ("Say how to install an engine, in one command"),
    N_ ("Without --engine: the one that “edgekit engine” recommends.\n"
        "Exit status: 0 there is a way, 3 there is none (with --verify: nothing good is installed), 1 an error,\n"
        "2 wrong use."),
    tool_install },
  { "inspect", "MODEL", N_ ("Say what is in a model file"),
    N_ ("MODEL is a .gguf file (any part of a split one), or a folder with one or with a config.json and\n"
        "safetensors files; or the name of a model in a store of this computer or on a hub, such as\n"
        "ollama:llama3.1:8b, hf:owner/name:Q4_K_M or a link. Of those only the first kilobytes are read,\n"
        "with --tensors as much as it takes."),
    tool_inspect },
  { "models", NULL, N_ ("List the models in the stores of this computer"),
    N_ ("Those of Ollama, Hugging Face, LM Studio, llama.cpp, GPT4All, Jan, Docker and ModelScope."), tool_models },
  { "variants", "REPO", N_ ("Compare the versions of a model"),
    N_ ("REPO is a folder, or the name of a repository in a store of this computer or on a hub, such as\n"
        "hf:owner/name or the link of its page.\n"
        "Exit status: 0 one of them runs, 3 none does, 1 an error, 2 wrong use."),
    tool_variants },
  { "cache", NULL, N_ ("Say how much is kept of models elsewhere, or delete it"), NULL, tool_cache },
  { "report", NULL, N_ ("Write a report for a bug tracker, without anything private"), NULL, tool_report },
  { "snapshot", NULL, N_ ("Record this computer in a file that can be looked at elsewhere"), NULL, tool_snapshot },
  { NULL },
};

const ToolCommand *
tool_list_commands (void)
{
  return commands;
}

const ToolCommand *
tool_find_command (const char *name)
{
  for (guint i = 0; commands[i].name; i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

static void
print_help (GPrintFunc print)
{
  GString *help = g_string_new (NULL);

  g_string_append (help, _ ("Says which AI models run on this computer, with which engine, and how to install it.\n\n"
                            "Usage:\n  edgekit COMMAND [OPTION…]\n\nCommands:\n"));
  for (guint i = 0; commands[i].name; i++)
    g_string_append_printf (help, "  %-10s  %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append (help, _ ("\nOptions:\n  -h, --help  Show this help\n  --version   Show the version\n\n"
                            "“edgekit COMMAND --help” shows what a command takes.\n"));
  print (help->str);
  g_string_free (help, TRUE);
}

static void
print_stderr (const char *text)
{
  g_printerr ("%s", text);
}

static void
print_stdout (const char *text)
{
  g_print ("%s", text);
}

static int
run (int argc, char **argv)
{
  const ToolCommand *command;

  if (argc < 2)
    {
      print_help (print_stderr);
      return TOOL_USAGE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_help (print_stdout);
      return TOOL_RUNS;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("edgekit %s\n", edgekit_get_version ());
      return TOOL_RUNS;
    }
  if (g_str_equal (argv[1], "--describe"))
    return tool_describe ();
  command = tool_find_command (argv[1]);
  if (!command && argv[1][0] == '-')
    return tool_usage (NULL, _ ("there is no option “%s”"), argv[1]);
  if (!command)
    return tool_usage (NULL, _ ("there is no command “%s”"), argv[1]);
  return command->run (argc - 1, argv + 1);
}

int
main (int argc, char **argv)
{
  const char *localedir = g_getenv ("EDGEKIT_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (EDGEKIT_GETTEXT_PACKAGE, localedir ? localedir : EDGEKIT_LOCALEDIR);
  bind_textdomain_codeset (EDGEKIT_GETTEXT_PACKAGE, "UTF-8");
  textdomain (EDGEKIT_GETTEXT_PACKAGE);
  g_set_prgname ("edgekit");
  tool_output_begin ();
  return tool_output_end (run (argc, argv));
}
