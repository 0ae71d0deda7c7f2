/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-label.h"
#include "ek-line-breaks.h"

/* What stands in a row that this program lays out itself. */

/* @text and @css_class may be NULL. */
GtkWidget *
ek_label_new (const char *text, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A sentence, or a name of any length, that may take several lines. */
GtkWidget *
ek_label_new_text (const char *text, const char *css_class)
{
  g_autofree char *shown = ek_keep_together (text);
  GtkWidget *label = ek_label_new (shown, 0, css_class);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}
