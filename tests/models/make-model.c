/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* make-model SPEC FILE: a GGUF file that takes the room of its header only. */

#include <locale.h>

#include "spec.h"

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(Spec) spec = NULL;

  setlocale (LC_ALL, "");
  if (argc != 3)
    {
      g_printerr ("Usage: make-model SPEC FILE\n");
      return 2;
    }
  spec = spec_load (argv[1], &error);
  if (!spec || !spec_write (spec, NULL, argv[2], &error))
    {
      g_printerr ("make-model: %s\n", error->message);
      return 1;
    }
  return 0;
}
