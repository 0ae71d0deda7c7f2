/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <unistd.h>

#include "service-edgekit.h"
#include "service-search.h"

/* The program behind two names of the session bus: org.edgekit.EdgeKit1, and what the
 * window has for the search of GNOME Shell. Each is a process of its own, which ends
 * when nobody calls. Public API of the library only, and no GTK. */

/* How long a figure of free memory is good for: an answer is about now, a search is read. */
#define ANSWER_MEMORY_SECONDS 1
#define SEARCH_MEMORY_SECONDS 30
#define MAX_IDLE_SECONDS (24 * 60 * 60)

static gboolean search, version;
static char *snapshot;
static double idle_seconds = SERVICE_IDLE_SECONDS;

static const GOptionEntry entries[] = {
  { "search", 0, 0, G_OPTION_ARG_NONE, &search, "Be the search provider of GNOME Shell", NULL },
  { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &snapshot,
    "Answer for a recorded computer (“edgekit snapshot”), to test a program with", "FILE" },
  { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &idle_seconds, "End when nobody has called for so long (60)", "SECONDS" },
  { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the version", NULL },
  { NULL },
};

static EdgeKitDetector *
make_detector (GError **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(EdgeKitSnapshot) recorded = NULL;

  if (!snapshot)
    return edgekit_detector_new ();
  file = g_file_new_for_path (snapshot);
  recorded = edgekit_snapshot_load (file, NULL, error);
  return recorded ? edgekit_detector_new_for_snapshot (recorded) : NULL;
}

/* “not-a-model” is org.edgekit.EdgeKit1.Error.NotAModel. */
static void
register_errors (void)
{
  g_autoptr(GTypeClass) codes = g_type_class_ref (EDGEKIT_TYPE_ERROR);

  for (guint i = 0; i < G_ENUM_CLASS (codes)->n_values; i++)
    {
      const GEnumValue *code = &G_ENUM_CLASS (codes)->values[i];
      g_autoptr(GString) name = g_string_new (SERVICE_EDGEKIT_NAME ".Error.");
      gboolean upper = TRUE;

      for (const char *p = code->value_nick; *p; p++)
        {
          if (*p != '-')
            g_string_append_c (name, upper ? g_ascii_toupper (*p) : *p);
          upper = *p == '-';
        }
      g_dbus_error_register_error (EDGEKIT_ERROR, code->value, name->str);
    }
}

static int
run (GError **error)
{
  g_autoptr(EdgeKitDetector) detector = make_detector (error);
  g_autoptr(GDBusConnection) connection = detector ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error) : NULL;
  g_autoptr(GDBusInterfaceSkeleton) object = NULL;
  ServiceMachine *machine;
  ServiceBus *bus;
  int status = 1;

  if (!connection)
    return status;
  /* nobody who calls means a path below the folder in which this was started */
  if (chdir ("/") != 0)
    g_warning ("%s", g_strerror (errno));
  register_errors ();
  edgekit_detector_set_run_programs (detector, !search);
  bus = service_bus_new (connection, CLAMP (idle_seconds, 0, MAX_IDLE_SECONDS));
  machine = service_machine_new (detector, search ? SEARCH_MEMORY_SECONDS : ANSWER_MEMORY_SECONDS);
  object = search ? service_search_export (connection, bus, machine, error)
                  : service_edgekit_export (connection, bus, machine, error);
  if (object)
    status = service_bus_run (bus, search ? SERVICE_SEARCH_NAME : SERVICE_EDGEKIT_NAME);
  g_clear_object (&object);
  service_machine_free (machine);
  service_bus_free (bus);
  return status;
}

int
main (int argc, char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;
  const char *localedir = g_getenv ("EDGEKIT_LOCALEDIR");
  int status = 2;

  /* what GVfs mounts is not for those who call */
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  setlocale (LC_ALL, "");
  bindtextdomain (EDGEKIT_GETTEXT_PACKAGE, localedir ? localedir : EDGEKIT_LOCALEDIR);
  bind_textdomain_codeset (EDGEKIT_GETTEXT_PACKAGE, "UTF-8");
  textdomain (EDGEKIT_GETTEXT_PACKAGE);
  g_option_context_set_summary (context, "Answers on the session bus which AI models run on this computer; "
                                         "the bus starts it.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    {
      if (version)
        g_print ("edgekit-service %s\n", edgekit_get_version ());
      status = version ? 0 : run (&error);
    }
  if (error)
    g_printerr ("edgekit-service: %s\n", error->message);
  g_free (snapshot);
  return status;
}
