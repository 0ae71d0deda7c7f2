/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-application.h"
#include "ek-compat.h"
#include "ek-present.h"
#include "ek-report-window.h"
#include "ek-row-opening.h"
#include "ek-rows.h"
#include "ek-toast.h"

/* “Report”: a preview of exactly the bytes that are copied or saved, and what was
 * taken out of them. */
struct _EkReportWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *copy_button;
  AdwComboRow *format;
  AdwActionRow *model_row;
  GtkSwitch *model;
  AdwActionRow *readings_row;
  GtkSwitch *readings;
  AdwExpanderRow *removed;
  GtkTextView *preview;

  EdgeKitReport *report;
  EdgeKitSnapshot *snapshot;
  GPtrArray *removed_rows; /* borrowed of the expander */
  char *text;
  guint update_id;
  GCancellable *writing; /* the text that comes; what is there is of other switches */
};

G_DEFINE_FINAL_TYPE (EkReportWindow, ek_report_window, ADW_TYPE_WINDOW)

enum
{
  COPIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the order of the list in the .ui file. */
static const struct
{
  EdgeKitReportFormat format;
  const char *description;
  const char *file;
} formats[] = {
  { EDGEKIT_REPORT_FORMAT_MARKDOWN, N_ ("For GitHub and forums"), "edgekit-report.md" },
  { EDGEKIT_REPORT_FORMAT_TEXT, N_ ("For e-mail and chats"), "edgekit-report.txt" },
  { EDGEKIT_REPORT_FORMAT_JSON, N_ ("For programs; EdgeKit can open it as a recorded computer"), "edgekit-report.json" },
};

static guint
chosen (EkReportWindow *self)
{
  return MIN (adw_combo_row_get_selected (self->format), G_N_ELEMENTS (formats) - 1);
}

static void
show_removed (EkReportWindow *self, const char *const *texts)
{
  const guint n = g_strv_length ((char **) texts);
  g_autofree char *all = n > 0 ? g_strjoinv (", ", (char **) texts) : g_strdup (_ ("Nothing private was found"));

  for (guint i = 0; i < self->removed_rows->len; i++)
    adw_expander_row_remove (self->removed, g_ptr_array_index (self->removed_rows, i));
  g_ptr_array_set_size (self->removed_rows, 0);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = ek_fact_row_new (texts[i], _ ("Replaced by ▒▒▒▒"), NULL);

      adw_expander_row_add_row (self->removed, row);
      g_ptr_array_add (self->removed_rows, row);
    }
  adw_expander_row_set_subtitle (self->removed, all);
  ek_row_describe (GTK_WIDGET (self->removed), all);
  adw_expander_row_set_enable_expansion (self->removed, n > 0);
}

static void
take_text (EkReportWindow *self, char *text)
{
  g_free (self->text);
  self->text = text;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->preview), self->text, -1);
}

static void
written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkReportWindow) self = user_data;
  g_auto (GStrv) removed = NULL;
  char *text = edgekit_report_to_string_finish (EDGEKIT_REPORT (object), result, &removed, NULL);

  /* another one was asked for, or the window is closed */
  if (text == NULL)
    return;
  g_clear_object (&self->writing);
  take_text (self, text);
  show_removed (self, (const char *const *) removed);
}

static void
set_up (EkReportWindow *self)
{
  edgekit_report_set_include_model (self->report, gtk_switch_get_active (self->model));
  edgekit_report_set_snapshot (self->report, gtk_switch_get_active (self->readings) ? self->snapshot : NULL);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->format), _ (formats[chosen (self)].description));
  /* the other formats have no room for them */
  gtk_widget_set_sensitive (GTK_WIDGET (self->readings_row),
                            formats[chosen (self)].format == EDGEKIT_REPORT_FORMAT_JSON);
}

/* Several switches in a row, one report. */
static gboolean
update (gpointer user_data)
{
  EkReportWindow *self = user_data;

  self->update_id = 0;
  set_up (self);
  edgekit_report_to_string_async (self->report, formats[chosen (self)].format, self->writing, written,
                                  g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
give_up (EkReportWindow *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->writing)
    g_cancellable_cancel (self->writing);
  g_clear_object (&self->writing);
}

static void
changed (EkReportWindow *self)
{
  if (self->report == NULL)
    return;
  give_up (self);
  self->writing = g_cancellable_new ();
  self->update_id = g_idle_add (update, self);
}

/* What is handed out is what the switches say now. */
static const char *
get_text (EkReportWindow *self)
{
  if (self->writing)
    {
      set_up (self);
      take_text (self, edgekit_report_to_string (self->report, formats[chosen (self)].format));
    }
  return self->text;
}

static void
copy (EkReportWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), get_text (self));
  g_signal_emit (self, signals[COPIED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EkReportWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (object), result, NULL, &error);
  ek_toast (GTK_WIDGET (self->toasts), error ? error->message : _ ("Report saved. Nothing was sent."));
}

static void
save_place_chosen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkReportWindow *self = EK_REPORT_WINDOW (object);
  g_autoptr (GBytes) bytes = user_data;
  g_autoptr (GFile) file = ek_choose_file_finish (result, NULL);

  if (file)
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved,
                                         g_object_ref (self));
}

static void
save (EkReportWindow *self)
{
  const char *text = get_text (self);

  ek_save_file_async (GTK_WINDOW (self), EK_FILE_KIND_REPORT, _ ("Save Report"), formats[chosen (self)].file, NULL,
                      save_place_chosen, g_bytes_new (text, strlen (text)));
}

static void
ek_report_window_dispose (GObject *object)
{
  EkReportWindow *self = EK_REPORT_WINDOW (object);

  give_up (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_REPORT_WINDOW);
  g_clear_object (&self->report);
  g_clear_object (&self->snapshot);
  G_OBJECT_CLASS (ek_report_window_parent_class)->dispose (object);
}

static void
ek_report_window_finalize (GObject *object)
{
  EkReportWindow *self = EK_REPORT_WINDOW (object);

  g_ptr_array_unref (self->removed_rows);
  g_free (self->text);
  G_OBJECT_CLASS (ek_report_window_parent_class)->finalize (object);
}

static void
ek_report_window_class_init (EkReportWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ek_report_window_dispose;
  object_class->finalize = ek_report_window_finalize;
  signals[COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-report-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, format);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, model_row);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, model);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, readings_row);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, readings);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, removed);
  gtk_widget_class_bind_template_child (widget_class, EkReportWindow, preview);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
ek_report_window_init (EkReportWindow *self)
{
  self->removed_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_row_show_what_opens (GTK_WIDGET (self->removed));
  /* a report is in English */
  gtk_widget_set_direction (GTK_WIDGET (self->preview), GTK_TEXT_DIR_LTR);
}

/* The library reads no environment past the snapshot: who sits here is told by
 * the application. */
char **
ek_list_private_names (void)
{
  const char *real_name = g_strcmp0 (g_get_real_name (), "Unknown") != 0 ? g_get_real_name () : NULL;
  const char *names[] = { g_get_user_name (), g_get_host_name (), real_name, NULL };

  return g_strdupv ((char **) names);
}

GtkWidget *
ek_report_window_new (GtkWindow *parent, EdgeKitHardwareProfile *profile, EdgeKitSnapshot *snapshot,
                      EdgeKitPreflight *preflight, EdgeKitInstallPlan *plan)
{
  EdgeKitModel *model = edgekit_preflight_get_model (preflight);
  EkReportWindow *self = g_object_new (EK_TYPE_REPORT_WINDOW, "transient-for", parent, NULL);
  g_auto (GStrv) names = ek_list_private_names ();

  self->report = edgekit_report_new (profile, model ? preflight : NULL, plan);
  for (char **name = names; *name; name++)
    edgekit_report_add_private_name (self->report, *name);
  g_set_object (&self->snapshot, snapshot);
  gtk_widget_set_visible (GTK_WIDGET (self->model_row), model != NULL);
  if (model)
    adw_action_row_set_subtitle (self->model_row, edgekit_model_get_title (model));
  gtk_widget_set_visible (GTK_WIDGET (self->readings_row), snapshot != NULL);
  changed (self);
  /* and not on Cancel, which comes first */
  ek_focus_first (self->copy_button);
  return GTK_WIDGET (self);
}
