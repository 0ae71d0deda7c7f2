/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-application.h"
#include "ek-compat.h"
#include "ek-present.h"

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static GtkFileFilter *
new_filter (EkFileKind kind)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  switch (kind)
    {
    case EK_FILE_KIND_MODEL:
      gtk_file_filter_set_name (filter, _ ("Models (GGUF)"));
      gtk_file_filter_add_suffix (filter, "gguf");
      break;
    case EK_FILE_KIND_MACHINE:
      gtk_file_filter_set_name (filter, _ ("Recorded Computers"));
      gtk_file_filter_add_suffix (filter, "json");
      break;
    case EK_FILE_KIND_REPORT:
    default:
      gtk_file_filter_set_name (filter, _ ("Reports"));
      gtk_file_filter_add_suffix (filter, "md");
      gtk_file_filter_add_suffix (filter, "txt");
      gtk_file_filter_add_suffix (filter, "json");
    }
  return filter;
}

static GtkFileFilter *
new_any_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("All Files"));
  gtk_file_filter_add_pattern (filter, "*");
  return filter;
}

#if GTK_CHECK_VERSION(4, 10, 0)

static void
opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, &error);

  if (file)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (file)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
choose (GtkWindow *parent, EkFileKind kind, const char *title, const char *name, gboolean save, GTask *task)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = new_filter (kind);
  g_autoptr (GtkFileFilter) any = new_any_filter ();

  g_list_store_append (filters, filter);
  g_list_store_append (filters, any);
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_default_filter (dialog, filter);
  if (name)
    gtk_file_dialog_set_initial_name (dialog, name);
  if (save)
    gtk_file_dialog_save (dialog, parent, g_task_get_cancellable (task), saved, task);
  else
    gtk_file_dialog_open (dialog, parent, g_task_get_cancellable (task), opened, task);
}

#else

static void
responded (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose (GtkWindow *parent, EkFileKind kind, const char *title, const char *name, gboolean save, GTask *task)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    title, parent, save ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
    save ? _ ("_Save") : _ ("_Open"), NULL);
  g_autoptr (GtkFileFilter) filter = new_filter (kind);
  g_autoptr (GtkFileFilter) any = new_any_filter ();

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), any);
  if (name)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (responded), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

void
ek_open_file_async (GtkWindow *parent, EkFileKind kind, const char *title, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, ek_open_file_async);
  choose (parent, kind, title, NULL, FALSE, task);
}

void
ek_save_file_async (GtkWindow *parent, EkFileKind kind, const char *title, const char *name,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, ek_save_file_async);
  choose (parent, kind, title, name, TRUE, task);
}

/* The chosen file; NULL with an error when the dialog was dismissed. */
GFile *
ek_choose_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void destroyed (GObject *dialog, gpointer user_data);

static void
answered (GObject *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_signal_handlers_disconnect_by_func (dialog, destroyed, task);
  g_task_return_boolean (task, g_strcmp0 (response, "go") == 0);
}

/* A question that goes with its window gets no response. */
static void
destroyed (GObject *dialog, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (dialog, answered, user_data);
  answered (dialog, "cancel", user_data);
}

/* A question with a way back, which is what Enter and Escape choose, and one button that names what happens. */
void
ek_ask_async (GtkWindow *parent, const char *heading, const char *body, const char *go, GAsyncReadyCallback callback,
              gpointer user_data)
{
  /* it must not keep the window, which takes the dialog along */
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (heading, body));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "go", go, NULL);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (answered), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (destroyed), task);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (parent));
#else
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "go", go, NULL);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (answered), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (destroyed), task);
  ek_present (GTK_WINDOW (dialog));
#endif
  g_task_set_source_tag (task, ek_ask_async);
}

/* Whether to go on. */
gboolean
ek_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
ek_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The EdgeKit developers", NULL };
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *about = adw_about_dialog_new ();
#else
  GtkWidget *about = adw_about_window_new ();
#endif

  g_object_set (about, "application-name", "EdgeKit", "application-icon", EK_APPLICATION_ID, "version",
                EDGEKIT_VERSION_STRING, "developer-name", _ ("The EdgeKit developers"), "developers", developers,
                "comments", _ ("See which AI models run on this computer, how fast, and how to install what runs them."),
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: your own names, one per line; they appear in the About window */
                "translator-credits", _ ("translator-credits"), NULL);
#if ADW_CHECK_VERSION(1, 5, 0)
  adw_dialog_present (about, parent ? GTK_WIDGET (parent) : NULL);
#else
  gtk_window_set_transient_for (GTK_WINDOW (about), parent);
  gtk_window_set_modal (GTK_WINDOW (about), parent != NULL);
  ek_present (GTK_WINDOW (about));
#endif
}

/* The keys of one or more accelerators, which spaces part, as they look on a keyboard. */
GtkWidget *
ek_shortcut_label_new (const char *accelerators)
{
  g_return_val_if_fail (accelerators != NULL, NULL);

  return gtk_shortcut_label_new (accelerators);
}

/* Tells a screen reader what changed.  Before GTK 4.14 nothing can be announced;
 * the description of the widget then changes, which readers speak on review. */
void
ek_announce (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
#endif
}

/* GTK takes only those children out of a widget that the class has bound by name;
 * the others would be left behind when it goes. */
void
ek_dispose_template (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

static void
item_chosen (GtkDropDown *drop_down, GParamSpec *pspec, GtkAccessible *button)
{
  gpointer item = gtk_drop_down_get_selected_item (drop_down);

  if (GTK_IS_STRING_OBJECT (item))
    gtk_accessible_update_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    gtk_string_object_get_string (item), -1);
}

/* What is chosen from, and then what is chosen.  GTK 4.8 names the button inside after its class; GTK 4.18 names both
 * after what is chosen, by a relation that comes before any name (gtkdropdown.ui, gtk_button_set_child). */
void
ek_drop_down_set_label (GtkDropDown *drop_down, const char *text)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (GTK_IS_TOGGLE_BUTTON (button))
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      g_signal_connect_object (drop_down, "notify::selected-item", G_CALLBACK (item_chosen), button, 0);
      item_chosen (drop_down, NULL, GTK_ACCESSIBLE (button));
    }
}

void
ek_expander_row_add_suffix (AdwExpanderRow *row, GtkWidget *suffix)
{
#if ADW_CHECK_VERSION(1, 4, 0)
  adw_expander_row_add_suffix (row, suffix);
#else
  adw_expander_row_add_action (row, suffix);
#endif
}

/* How much of a widget lies around what is in it, in pixels. */
GtkBorder
ek_get_frame (GtkWidget *widget)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GtkBorder border, padding;

  gtk_style_context_get_border (style, &border);
  gtk_style_context_get_padding (style, &padding);
  border.left += padding.left;
  border.right += padding.right;
  border.top += padding.top;
  border.bottom += padding.bottom;
  return border;
}

G_GNUC_END_IGNORE_DEPRECATIONS
