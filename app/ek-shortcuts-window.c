/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-column.h"
#include "ek-compat.h"
#include "ek-rows.h"
#include "ek-shortcuts-window.h"

/* “Keyboard Shortcuts”.  The toolkit's own window of this kind takes two columns' width for its keys and cuts the words
 * beside them where the window is as narrow as a telephone; GTK 4.18 deprecates it. */
struct _EkShortcutsWindow
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *pages;
  AdwPreferencesGroup *models;
  AdwPreferencesGroup *computers;
  AdwPreferencesGroup *general;
};

G_DEFINE_FINAL_TYPE (EkShortcutsWindow, ek_shortcuts_window, ADW_TYPE_WINDOW)

typedef struct
{
  const char *title;
  const char *action;      /* whose keys these are */
  const char *accelerator; /* or the keys, where no action of ours has them */
} Shortcut;

static const Shortcut pages[] = {
  { NC_ ("shortcut window", "This Computer"), .action = "win.page::computer" },
  { NC_ ("shortcut window", "Check a Model"), .action = "win.page::model" },
  { NC_ ("shortcut window", "Install"), .action = "win.page::install" },
};

static const Shortcut models[] = {
  { NC_ ("shortcut window", "Open a model file"), .action = "win.open-model" },
  { NC_ ("shortcut window", "Type the name of a model"), .action = "win.focus-model" },
  { NC_ ("shortcut window", "Check what the clipboard holds"), .action = "win.paste-model" },
  { NC_ ("shortcut window", "Use the longest conversation that fits"), .action = "win.longest-context" },
  { NC_ ("shortcut window", "Copy the command"), .action = "win.copy-command" },
  { NC_ ("shortcut window", "Create a report"), .action = "win.report" },
};

static const Shortcut computers[] = {
  { NC_ ("shortcut window", "Check again"), .action = "win.check-again" },
  { NC_ ("shortcut window", "Stop"), .accelerator = "Escape" },
  { NC_ ("shortcut window", "Open a recorded computer"), .action = "win.open-machine" },
};

static const Shortcut general[] = {
  { NC_ ("shortcut window", "New window"), .action = "app.new-window" },
  { NC_ ("shortcut window", "Preferences"), .action = "app.preferences" },
  { NC_ ("shortcut window", "Help"), .action = "app.help" },
  { NC_ ("shortcut window", "Main menu"), .accelerator = "F10" },
  { NC_ ("shortcut window", "Keyboard shortcuts"), .action = "win.show-help-overlay" },
  { NC_ ("shortcut window", "Close the window"), .action = "window.close" },
  { NC_ ("shortcut window", "Quit"), .action = "app.quit" },
};

static char *
keys_in_words (const char *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  return gtk_accelerator_parse (accelerator, &key, &modifiers) ? gtk_accelerator_get_label (key, modifiers)
                                                               : g_strdup (accelerator);
}

/* The keys are pictures: a screen reader is told them with the row. */
static void
describe_row (GtkWidget *row, const char *const *accelerators)
{
  g_autofree char *first = keys_in_words (accelerators[0]);
  g_autofree char *other = accelerators[1] ? keys_in_words (accelerators[1]) : NULL;
  /* Translators: read aloud: two ways of doing the same, for example “F5 or Ctrl+R” */
  g_autofree char *both = other ? g_strdup_printf (C_ ("shortcut window", "%1$s or %2$s"), first, other) : NULL;

  ek_row_describe (row, both ? both : first);
}

static GtkWidget *
new_row (GtkApplication *application, const Shortcut *shortcut)
{
  GtkWidget *row = ek_row_new (NULL, g_dpgettext2 (NULL, "shortcut window", shortcut->title), NULL);
  g_auto (GStrv) accelerators = shortcut->action
                                  ? gtk_application_get_accels_for_action (application, shortcut->action)
                                  : g_strdupv ((char **) (const char *const[]){ shortcut->accelerator, NULL });
  g_autofree char *keys = g_strjoinv (" ", accelerators);
  GtkWidget *label;

  if (accelerators[0] == NULL)
    return row;
  label = ek_shortcut_label_new (keys);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  describe_row (row, (const char *const *) accelerators);
  return row;
}

static void
add_shortcuts (AdwPreferencesGroup *group, GtkApplication *application, const Shortcut *shortcuts, gsize n_shortcuts)
{
  for (gsize i = 0; i < n_shortcuts; i++)
    ek_row_come_in_turn (GTK_WIDGET (group), new_row (application, &shortcuts[i]));
}

static void
ek_shortcuts_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_SHORTCUTS_WINDOW);
  G_OBJECT_CLASS (ek_shortcuts_window_parent_class)->dispose (object);
}

static void
ek_shortcuts_window_class_init (EkShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_shortcuts_window_dispose;
  g_type_ensure (EK_TYPE_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-shortcuts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkShortcutsWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, EkShortcutsWindow, models);
  gtk_widget_class_bind_template_child (widget_class, EkShortcutsWindow, computers);
  gtk_widget_class_bind_template_child (widget_class, EkShortcutsWindow, general);
}

static void
ek_shortcuts_window_init (EkShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The keys are those that APPLICATION listens to. */
GtkWidget *
ek_shortcuts_window_new (GtkApplication *application)
{
  EkShortcutsWindow *self = g_object_new (EK_TYPE_SHORTCUTS_WINDOW, "application", application, NULL);

  add_shortcuts (self->pages, application, pages, G_N_ELEMENTS (pages));
  add_shortcuts (self->models, application, models, G_N_ELEMENTS (models));
  add_shortcuts (self->computers, application, computers, G_N_ELEMENTS (computers));
  add_shortcuts (self->general, application, general, G_N_ELEMENTS (general));
  return GTK_WIDGET (self);
}
