/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <edgekit.h>

#include "ek-spin.h"

/* Numbers in fields as they are everywhere else: “4,096” and “85 %”.  What is typed may be written with or without
 * groups and units.  Such a field must not be numeric: GTK would let nothing but digits in. */

void
ek_spin_write (GtkSpinButton *spin, const char *text)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  /* the cursor stays where it is */
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
}

gboolean
ek_spin_write_count (GtkSpinButton *spin)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (GTK_IS_SPIN_BUTTON (spin), FALSE);

  text = edgekit_format_count ((gint64) gtk_spin_button_get_value (spin));
  ek_spin_write (spin, text);
  return TRUE;
}

static gboolean
write_percent (GtkSpinButton *spin)
{
  g_autofree char *text = edgekit_format_percent (gtk_spin_button_get_value (spin) / 100);

  ek_spin_write (spin, text);
  return TRUE;
}

/* A whole number: its digits, of any script, and nothing of what stands between them. */
int
ek_spin_read (GtkSpinButton *spin, double *value)
{
  double number = -1;

  g_return_val_if_fail (GTK_IS_SPIN_BUTTON (spin), GTK_INPUT_ERROR);
  g_return_val_if_fail (value != NULL, GTK_INPUT_ERROR);

  for (const char *p = gtk_editable_get_text (GTK_EDITABLE (spin)); *p != '\0'; p = g_utf8_next_char (p))
    {
      const int digit = g_unichar_digit_value (g_utf8_get_char (p));

      if (digit >= 0)
        number = MAX (number, 0) * 10 + digit;
    }
  if (number < 0)
    return GTK_INPUT_ERROR;
  *value = number;
  return TRUE;
}

void
ek_spin_show_counts (GtkSpinButton *spin)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  g_signal_connect (spin, "output", G_CALLBACK (ek_spin_write_count), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (ek_spin_read), NULL);
  gtk_spin_button_update (spin);
}

void
ek_spin_show_percents (GtkSpinButton *spin)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  g_signal_connect (spin, "output", G_CALLBACK (write_percent), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (ek_spin_read), NULL);
  gtk_spin_button_update (spin);
}
