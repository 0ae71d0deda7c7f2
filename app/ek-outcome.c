/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-css-class.h"
#include "ek-outcome.h"

/* An outcome is a shape, a colour and a word, never a colour alone. */
static const struct
{
  const char *css_class;
  const char *icon_name;
  const char *word;
} looks[] = {
  /* Translators: a short badge on a model: it runs with memory to spare */
  [EDGEKIT_OUTCOME_FITS] = { "fits", "ek-check-symbolic", NC_ ("outcome", "Fits") },
  /* Translators: a short badge on a model: it runs with little memory to spare */
  [EDGEKIT_OUTCOME_TIGHT] = { "tight", "ek-tight-symbolic", NC_ ("outcome", "Tight") },
  /* Translators: a short badge on a model: only a part of it fits in the fast memory */
  [EDGEKIT_OUTCOME_PARTIAL] = { "partial", "ek-half-symbolic", NC_ ("outcome", "Partly") },
  /* Translators: a short badge on a model: it does not run here */
  [EDGEKIT_OUTCOME_NO] = { "no", "ek-stop-symbolic", NC_ ("outcome", "Too Big") },
  /* Translators: a short badge on a model: whether it runs cannot be said */
  [EDGEKIT_OUTCOME_UNKNOWN] = { "unknown", "ek-unknown-symbolic", NC_ ("outcome", "Unknown") },
};

const char *
ek_outcome_get_css_class (EdgeKitOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (looks), NULL);

  return looks[outcome].css_class;
}

const char *
ek_outcome_get_icon_name (EdgeKitOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (looks), NULL);

  return looks[outcome].icon_name;
}

const char *
ek_outcome_get_word (EdgeKitOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (looks), NULL);

  return g_dpgettext2 (NULL, "outcome", looks[outcome].word);
}

/* Gives the widget the class of this outcome and takes those of the others. */
void
ek_outcome_style_widget (GtkWidget *widget, EdgeKitOutcome outcome)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail ((guint) outcome < G_N_ELEMENTS (looks));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    ek_css_class_set (widget, looks[i].css_class, i == (guint) outcome);
}
