/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-drop.h"

typedef struct
{
  GtkWidget *frame; /* is around the place while something hangs over it */
  EkDropFunc dropped;
  gpointer user_data;
} Drop;

static void
drop_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static char *
location_of (const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);

      return files ? g_file_get_path (files->data) : NULL;
    }
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    return g_value_get_object (value) ? g_file_get_path (g_value_get_object (value)) : NULL;
  return G_VALUE_HOLDS_STRING (value) ? g_value_dup_string (value) : NULL;
}

static gboolean
dropped (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  Drop *drop = user_data;
  g_autofree char *location = location_of (value);

  gtk_widget_set_visible (drop->frame, FALSE);
  if (location == NULL || *location == '\0')
    return FALSE;
  drop->dropped (drop->user_data, location);
  return TRUE;
}

static GdkDragAction
entered (GtkDropTarget *target, double x, double y, gpointer user_data)
{
  gtk_widget_set_visible (user_data, TRUE);
  return GDK_ACTION_COPY;
}

static void
left (GtkDropTarget *target, gpointer user_data)
{
  gtk_widget_set_visible (user_data, FALSE);
}

/* Files, links and names may be dropped on WIDGET.  FRAME and USER_DATA live as
 * long as it does. */
void
ek_drop_target_add (GtkWidget *widget, GtkWidget *frame, EkDropFunc func, gpointer user_data)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  Drop *drop = g_new (Drop, 1);

  *drop = (Drop){ frame, func, user_data };
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_data (target, "drop", G_CALLBACK (dropped), drop, drop_free, 0);
  g_signal_connect (target, "enter", G_CALLBACK (entered), frame);
  g_signal_connect (target, "leave", G_CALLBACK (left), frame);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
