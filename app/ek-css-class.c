/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ek-css-class.h"

void
ek_css_class_set (GtkWidget *widget, const char *css_class, gboolean on)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (css_class != NULL);

  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}
