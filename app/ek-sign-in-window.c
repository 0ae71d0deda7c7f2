/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-application.h"
#include "ek-command-card.h"
#include "ek-fit.h"
#include "ek-sign-in-window.h"

/* “How to Sign In”: a token is made on the hub’s page and put where every program
 * looks for it.  EdgeKit takes none, so it has none to lose. */
struct _EkSignInWindow
{
  AdwWindow parent_instance;

  GtkWidget *header;
  GtkWidget *content;
  GtkWidget *conditions;
  GtkActionable *conditions_button;
  EkCommandCard *command;
};

#define WIDTH 520
#define MOST_HEIGHT 640

G_DEFINE_FINAL_TYPE (EkSignInWindow, ek_sign_in_window, ADW_TYPE_WINDOW)

static void
ek_sign_in_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), EK_TYPE_SIGN_IN_WINDOW);
  G_OBJECT_CLASS (ek_sign_in_window_parent_class)->dispose (object);
}

static void
ek_sign_in_window_class_init (EkSignInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ek_sign_in_window_dispose;
  g_type_ensure (EK_TYPE_COMMAND_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, EK_RESOURCE_PATH "/ui/ek-sign-in-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EkSignInWindow, header);
  gtk_widget_class_bind_template_child (widget_class, EkSignInWindow, content);
  gtk_widget_class_bind_template_child (widget_class, EkSignInWindow, conditions);
  gtk_widget_class_bind_template_child (widget_class, EkSignInWindow, conditions_button);
  gtk_widget_class_bind_template_child (widget_class, EkSignInWindow, command);
}

static void
ek_sign_in_window_init (EkSignInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* https://huggingface.co/docs/huggingface_hub/guides/cli#hf-auth-login */
  g_object_set (self->command, "command", "hf auth login", NULL);
}

/* @parent is the window in front, if there is one, and @page that of the model whose owner asks for it, or "" where none
 * is meant. */
GtkWidget *
ek_sign_in_window_new (GtkWindow *parent, const char *page)
{
  EkSignInWindow *self = g_object_new (EK_TYPE_SIGN_IN_WINDOW, "transient-for", parent, NULL);

  gtk_actionable_set_action_target (self->conditions_button, "s", page);
  gtk_widget_set_visible (self->conditions, *page != '\0');
  ek_fit (GTK_WINDOW (self), parent, self->header, self->content, WIDTH, MOST_HEIGHT);
  return GTK_WIDGET (self);
}
