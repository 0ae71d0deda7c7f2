/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-toast.h"

/* What libadwaita leaves to be done for each of its toasts is done here. */

static void
name_buttons (GtkWidget *widget)
{
  /* libadwaita 1.2 gives the button that closes a toast a picture and no name (adw-toast-widget.ui) */
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    /* Translators: the button that takes a short message away */
                                    _ ("Dismiss"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/* A toast has its widgets when its turn comes, after those before it. */
static void
children_changed (GListModel *children, guint position, guint n_removed, guint n_added, gpointer user_data)
{
  AdwToastOverlay *overlay = user_data;

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);

      if (child != adw_toast_overlay_get_child (overlay))
        name_buttons (child);
    }
}

static void
watch (AdwToastOverlay *overlay)
{
  GListModel *children;

  if (g_object_get_data (G_OBJECT (overlay), "ek-toasts"))
    return;
  children = gtk_widget_observe_children (GTK_WIDGET (overlay));
  g_object_set_data_full (G_OBJECT (overlay), "ek-toasts", children, g_object_unref);
  g_signal_connect_object (children, "items-changed", G_CALLBACK (children_changed), overlay, 0);
}

/* @button: (nullable): what is on its button.  The text is plain, and the toolkit’s is markup: the name of a folder
 * may have an “&” in it. */
AdwToast *
ek_toast_new (const char *text, const char *button)
{
  g_autofree char *title = NULL;
  AdwToast *toast;

  g_return_val_if_fail (text != NULL, NULL);

  title = g_markup_escape_text (text, -1);
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, button);
  return toast;
}

/* Shows it where the widget’s window has a place for that, whatever becomes of the widget.
 * @toast: (transfer full) */
void
ek_toast_add (GtkWidget *widget, AdwToast *toast)
{
  g_autoptr (AdwToast) owned = toast;
  GtkWidget *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ADW_IS_TOAST (toast));

  overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (!overlay)
    return;
  watch (ADW_TOAST_OVERLAY (overlay));
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_steal_pointer (&owned));
}

void
ek_toast (GtkWidget *widget, const char *text)
{
  ek_toast_add (widget, ek_toast_new (text, NULL));
}
