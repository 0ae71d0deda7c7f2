/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-application.h"
#include "ek-command-card.h"
#include "ek-fit.h"
#include "ek-how-window.h"

/* “Show How”: what a note says is the case, what to do about it, and the command
 * that does it.  EdgeKit runs none. */
struct _EkHowWindow
{
  AdwWindow parent_instance;

  GtkWidget *header;
  GtkWidget *content;
  GtkLabel *message;
  GtkLabel *hint;
  EkCommandCard *command;
};

#define WIDTH 480
#define MOST_HEIGHT 600

G_DEFINE_FINAL_TYPE (EkHowWindow, ek_how_window, ADW_TYPE_WINDOW)

static void
ek_how_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_HOW_WINDOW);
  G_OBJECT_CLASS (ek_how_window_parent_class)->dispose (object);
}

static void
ek_how_window_class_init (EkHowWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_how_window_dispose;
  g_type_ensure (EK_TYPE_COMMAND_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-how-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkHowWindow, header);
  gtk_widget_class_bind_template_child (widget_class, EkHowWindow, content);
  gtk_widget_class_bind_template_child (widget_class, EkHowWindow, message);
  gtk_widget_class_bind_template_child (widget_class, EkHowWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, EkHowWindow, command);
}

static void
ek_how_window_init (EkHowWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @note has a command. */
GtkWidget *
ek_how_window_new (GtkWindow *parent, EdgeKitNote *note)
{
  EkHowWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (EDGEKIT_IS_NOTE (note), NULL);

  self = g_object_new (EK_TYPE_HOW_WINDOW, "transient-for", parent, NULL);
  gtk_label_set_label (self->message, edgekit_note_get_message (note));
  gtk_label_set_label (self->hint, edgekit_note_get_hint (note));
  g_object_set (self->command, "command", edgekit_note_get_command (note), NULL);
  ek_fit (GTK_WINDOW (self), parent, self->header, self->content, WIDTH, MOST_HEIGHT);
  ek_command_card_focus (self->command);
  return GTK_WIDGET (self);
}
