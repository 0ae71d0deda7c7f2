/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stands in for every program that a command may call: appends a line to the file
 * $RECORD with its name, its arguments and the variables that a plan may set, as
 * JSON, and does nothing else. It is small because the test starts it thousands of
 * times; and of standard C alone, so that it can be built for Windows as well. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const variables[] = { "CMAKE_ARGS", "CMAKE_BUILD_PARALLEL_LEVEL", "CUDACXX",
                                         "HIPCXX",     "HIP_PATH",                   "SETVARS" };

static char line[65536];
static size_t used;

static void
add (const char *text)
{
  size_t n = strlen (text);

  if (used + n < sizeof line)
    {
      memcpy (line + used, text, n);
      used += n;
    }
}

static void
add_string (const char *text)
{
  char character[8];

  add ("\"");
  for (; *text; text++)
    {
      if (*text == '"' || *text == '\\' || (unsigned char) *text < ' ')
        snprintf (character, sizeof character, "\\u%04x", (unsigned char) *text);
      else
        snprintf (character, sizeof character, "%c", *text);
      add (character);
    }
  add ("\"");
}

static const char *
name_of (const char *path)
{
  const char *name = path;

  for (; *path; path++)
    if (*path == '/' || *path == '\\')
      name = path + 1;
  return name;
}

int
main (int argc, char **argv)
{
  const char *record = getenv ("RECORD"), *separator = "";
  char name[64];
  FILE *file;

  snprintf (name, sizeof name, "%s", name_of (argv[0]));
  if (strlen (name) > 4 && strcmp (name + strlen (name) - 4, ".exe") == 0)
    name[strlen (name) - 4] = '\0';
  if (strcmp (name, "hipconfig") == 0)
    {
      printf ("%s\n", argc > 1 && strcmp (argv[1], "-l") == 0 ? "/opt/rocm/llvm/bin" : "/opt/rocm");
      return 0;
    }
  add ("[");
  add_string (name);
  add (", [");
  for (int i = 1; i < argc; i++, separator = ", ")
    {
      add (separator);
      add_string (argv[i]);
    }
  add ("], {");
  separator = "";
  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
    if (getenv (variables[i]))
      {
        add (separator);
        add_string (variables[i]);
        add (": ");
        add_string (getenv (variables[i]));
        separator = ", ";
      }
  add ("}]\n");
  file = record ? fopen (record, "ab") : NULL;
  if (!file)
    return 9;
  fwrite (line, 1, used, file); /* appended at once: the parts of a pipe run at the same time */
  return fclose (file) == 0 ? 0 : 9;
}
