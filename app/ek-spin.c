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

/* A whole number, its digits of any script in groups of three or in none, and maybe a percent sign. */
#define NUMBER "^ *(?:[0-9]{1,15}|[0-9]{1,3}(?:[ ,.'’٬][0-9]{3}){1,4}) *[%٪]? *$"

/* In ASCII digits, with one kind of space, and without the marks of directions. */
static char *
simplify (const char *text)
{
  GString *simple = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const int digit = g_unichar_digit_value (c);

      if (digit >= 0)
        g_string_append_c (simple, (char) ('0' + digit));
      else if (g_unichar_isspace (c))
        g_string_append_c (simple, ' ');
      else if (g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (simple, c);
    }
  return g_string_free (simple, FALSE);
}

/* What is no such number, as one with decimals, changes nothing: GTK takes the value of a refused text, too. */
int
ek_spin_read (GtkSpinButton *spin, double *value)
{
  g_autofree char *text = NULL;
  double number = 0;

  g_return_val_if_fail (GTK_IS_SPIN_BUTTON (spin), GTK_INPUT_ERROR);
  g_return_val_if_fail (value != NULL, GTK_INPUT_ERROR);

  *value = gtk_spin_button_get_value (spin);
  text = simplify (gtk_editable_get_text (GTK_EDITABLE (spin)));
  if (!g_regex_match_simple (NUMBER, text, 0, 0))
    return GTK_INPUT_ERROR;
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      number = number * 10 + g_ascii_digit_value (*p);
  *value = number;
  return TRUE;
}

static void
show (GtkSpinButton *spin, GCallback write)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));

  g_signal_connect (spin, "output", write, NULL);
  g_signal_connect (spin, "input", G_CALLBACK (ek_spin_read), NULL);
  gtk_spin_button_update (spin);
}

void
ek_spin_show_counts (GtkSpinButton *spin)
{
  show (spin, G_CALLBACK (ek_spin_write_count));
}

void
ek_spin_show_percents (GtkSpinButton *spin)
{
  show (spin, G_CALLBACK (write_percent));
}
