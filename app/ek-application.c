/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>
#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-compat.h"
#include "ek-help-window.h"
#include "ek-preferences-window.h"
#include "ek-present.h"
#include "ek-settings.h"
#include "ek-sign-in-window.h"
#include "ek-take-down.h"
#include "ek-window.h"

/* The program: one process, any number of windows, each with its own check. */
struct _EkApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (EkApplication, ek_application, ADW_TYPE_APPLICATION)

static EkWindow *
new_window (EkApplication *self)
{
  return EK_WINDOW (ek_window_new (GTK_APPLICATION (self)));
}

/* A second start, or a file that is opened, goes to the window in front. */
static EkWindow *
front_window (EkApplication *self)
{
  for (GList *list = gtk_application_get_windows (GTK_APPLICATION (self)); list; list = list->next)
    {
      GtkWindow *window = list->data;

      while (window != NULL && !EK_IS_WINDOW (window))
        window = gtk_window_get_transient_for (window);
      if (window && !ek_is_taken_down (window))
        return EK_WINDOW (window);
    }
  return new_window (self);
}

static void
new_window_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  EkWindow *window = new_window (user_data);

  ek_window_look (window);
  ek_window_come_up (window);
}

/* A window of its own kind, in front of the one that it was asked for from. */
static void
present_over (EkApplication *self, GtkWidget *window)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  /* for the actions of its buttons */
  gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (self));
  ek_present (GTK_WINDOW (window));
}

static void
preferences_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_over (user_data, ek_preferences_window_new ());
}

static void
help_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_over (user_data, ek_help_window_new ());
}

static void
sign_in_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  present_over (user_data, ek_sign_in_window_new (parent, g_variant_get_string (parameter, NULL)));
}

static void
open_page_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *page = g_variant_get_string (parameter, NULL);

  /* actions can be called from outside: nothing but web pages is opened */
  if (g_str_has_prefix (page, "https://") || g_str_has_prefix (page, "http://"))
    g_app_info_launch_default_for_uri_async (page, NULL, NULL, NULL, NULL);
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ek_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* closing writes down sizes; quitting at once would not */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))) != NULL)
    gtk_window_destroy (windows->data);
  g_application_quit (G_APPLICATION (user_data));
}

static void
ek_application_activate (GApplication *application)
{
  EkWindow *window = front_window (EK_APPLICATION (application));

  ek_window_look (window);
  ek_window_come_up (window);
}

static void
ek_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      EkWindow *window = i == 0 ? front_window (EK_APPLICATION (application)) : new_window (EK_APPLICATION (application));

      ek_window_look (window);
      ek_window_open_model (window, files[i]);
      ek_window_come_up (window);
    }
}

static gboolean
show_machine (EkWindow *window, GApplicationCommandLine *line, GVariantDict *options, const char *option,
              EkMachineKind kind)
{
  const char *name;
  g_autoptr (GFile) file = NULL;

  if (!g_variant_dict_lookup (options, option, "^&ay", &name))
    return FALSE;
  file = g_application_command_line_create_file_for_arg (line, name);
  ek_window_show_machine (window, file, kind);
  return TRUE;
}

/* A name of the command line that is looked for as a file. */
typedef struct
{
  GWeakRef window; /* it may be closed before the disk answers */
  char *name;
} Argument;

static void
looked_for (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Argument *argument = user_data;
  g_autoptr (EkWindow) window = g_weak_ref_get (&argument->window);
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, NULL);

  if (window && info)
    ek_window_open_model (window, G_FILE (object));
  else if (window)
    ek_window_check (window, argument->name);
  g_weak_ref_clear (&argument->window);
  g_free (argument->name);
  g_free (argument);
}

/* A file, or a name on the hub: which of them is for the disk to say, and nobody waits for it. */
static void
check_argument (EkWindow *window, GApplicationCommandLine *line, const char *name)
{
  g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, name);
  Argument *argument;

  if (g_path_is_absolute (name))
    {
      ek_window_open_model (window, file);
      return;
    }
  argument = g_new0 (Argument, 1);
  g_weak_ref_init (&argument->window, window);
  argument->name = g_strdup (name);
  ek_window_set_page (window, "model");
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           looked_for, argument);
}

static int
ek_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  EkApplication *self = EK_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree const char **names = NULL;
  const char *page = NULL;
  EkWindow *window = front_window (self);

  if (!show_machine (window, line, options, "snapshot", EK_MACHINE_SNAPSHOT)
      && !show_machine (window, line, options, "hardware", EK_MACHINE_HARDWARE)
      && !show_machine (window, line, options, "root", EK_MACHINE_ROOT))
    ek_window_look (window);

  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &names);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      EkWindow *target = i == 0 ? window : new_window (self);

      if (i > 0)
        ek_window_look (target);
      /* a name on the hub is no file: the page knows the difference */
      if (g_strrstr (names[i], "://") != NULL || g_str_has_prefix (names[i], "hf:"))
        ek_window_check (target, names[i]);
      else
        check_argument (target, line, names[i]);
      ek_window_come_up (target);
    }
  if (g_variant_dict_lookup (options, "page", "&s", &page))
    ek_window_set_page (window, page);
  ek_window_come_up (window);
  return 0;
}

static void
ek_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "new-window", .activate = new_window_activated },
    { .name = "preferences", .activate = preferences_activated },
    { .name = "help", .activate = help_activated },
    { .name = "sign-in", .activate = sign_in_activated, .parameter_type = "s" },
    { .name = "open-page", .activate = open_page_activated, .parameter_type = "s" },
    { .name = "about", .activate = about_activated },
    { .name = "quit", .activate = quit_activated },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.new-window", { "<Control>n" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.help", { "F1" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "window.close", { "<Control>w" } },
    { "win.page::computer", { "<Alt>1" } },
    { "win.page::model", { "<Alt>2" } },
    { "win.page::install", { "<Alt>3" } },
    { "win.open-model", { "<Control>o" } },
    { "win.focus-model", { "<Control>l" } },
    { "win.paste-model", { "<Control><Shift>v" } },
    { "win.check-again", { "F5", "<Control>r" } },
    { "win.longest-context", { "<Control><Shift>l" } },
    { "win.copy-command", { "<Control><Shift>c" } },
    { "win.report", { "<Control>s" } },
    { "win.open-machine", { "<Control><Shift>o" } },
  };

  ek_settings_prepare ();
  G_APPLICATION_CLASS (ek_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action, accels[i].accels);
}

static int
ek_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("EdgeKit %s\n", EDGEKIT_VERSION_STRING);
      return 0;
    }
  return -1;
}

static void
ek_application_class_init (EkApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ek_application_activate;
  application_class->open = ek_application_open;
  application_class->command_line = ek_application_command_line;
  application_class->startup = ek_application_startup;
  application_class->handle_local_options = ek_application_handle_local_options;
}

static void
ek_application_init (EkApplication *self)
{
  static const GOptionEntry options[] = {
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Show a recorded computer (“edgekit snapshot”)"),
      N_ ("FILE") },
    { "hardware", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Show a described computer (“edgekit hardware --json”)"),
      N_ ("FILE") },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Show the computer whose files lie in a folder"),
      N_ ("FOLDER") },
    { "page", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Begin with a page: computer, model or install"), N_ ("PAGE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[MODEL…]") },
    { NULL },
  };
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (application, _ ("See which AI models run on this computer."));
}

EkApplication *
ek_application_new (void)
{
  return g_object_new (EK_TYPE_APPLICATION, "application-id", EK_APPLICATION_ID, "resource-base-path",
                       EK_RESOURCE_PATH, "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
