/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "ek-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (EkApplication) application = NULL;
  /* a program that runs from a build folder names its own translations */
  const char *translations = g_getenv ("EDGEKIT_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (EDGEKIT_GETTEXT_PACKAGE, translations ? translations : EDGEKIT_LOCALEDIR);
  bind_textdomain_codeset (EDGEKIT_GETTEXT_PACKAGE, "UTF-8");
  textdomain (EDGEKIT_GETTEXT_PACKAGE);
  g_set_application_name ("EdgeKit");

  application = ek_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
