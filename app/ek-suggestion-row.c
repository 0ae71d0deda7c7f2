/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ek-line-breaks.h"
#include "ek-outcome.h"
#include "ek-rows.h"
#include "ek-suggestion-row.h"
#include "ek-use.h"

/* A model of the catalogue: what it is for, what there is to download, how fast it
 * would be here. */

#define KEY "ek-model"
/* “53–100 tokens/s” */
#define SPEED_CHARS 15

#define DOT "·"

/* A line breaks before the size, and not before the last word of it. */
static char *
describe (EdgeKitCatalogueModel *model)
{
  g_autofree char *size = edgekit_format_size (edgekit_catalogue_model_get_size (model));
  const char *const *uses = edgekit_catalogue_model_get_uses (model);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *dot;

  /* Translators: what a model is for, and the size of a file: “General chat · 4.9 GB download” */
  g_string_printf (text, _ ("%1$s · %2$s download"), ek_use_get_name (uses ? uses[0] : NULL), size);
  dot = g_strrstr (text->str, DOT " ");
  if (dot)
    {
      g_autofree char *end = ek_keep_in_line (dot + strlen (DOT " "));

      g_string_truncate (text, (gsize) (dot - text->str) + strlen (DOT " "));
      g_string_append (text, end);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
ek_suggestion_row_new (EdgeKitSuggestion *suggestion)
{
  EdgeKitCatalogueModel *model = edgekit_suggestion_get_model (suggestion);
  EdgeKitOutcome outcome = edgekit_suggestion_get_outcome (suggestion);
  double low = edgekit_suggestion_get_speed_low (suggestion);
  double high = edgekit_suggestion_get_speed_high (suggestion);
  g_autofree char *subtitle = describe (model);
  /* Translators: at the end of a row, in place of “53–100 tokens/s” */
  g_autofree char *speed = low >= 0 ? edgekit_format_speed (low, high) : g_strdup (_ ("speed unknown"));
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;
  GtkWidget *label;
  GtkWidget *row = ek_row_new (NULL, edgekit_catalogue_model_get_name (model), subtitle);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", ek_outcome_get_icon_name (outcome), "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, "css-classes",
                                  (const char *const[]) { "outcome-icon", NULL }, NULL);

  ek_outcome_style_widget (icon, outcome);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  text = ek_keep_together (speed);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  /* one line, unless it is a long one and the row has no room for it */
  gtk_label_set_wrap (GTK_LABEL (label), g_utf8_strlen (speed, -1) > SPEED_CHARS);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                                                 "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                                                 NULL));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_tooltip_text (row, edgekit_suggestion_get_headline (suggestion));
  /* Translators: read aloud: a verdict, then what a model is for: “Runs well on this computer. General chat · …” */
  spoken = g_strdup_printf (_ ("%1$s. %2$s"), edgekit_suggestion_get_headline (suggestion), subtitle);
  ek_row_describe (row, spoken);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), KEY, g_object_ref (model), g_object_unref);
  return row;
}

/* NULL for another row. */
EdgeKitCatalogueModel *
ek_suggestion_row_get_model (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), KEY);
}

/* What to check when it is chosen; NULL for another row. */
const char *
ek_suggestion_row_get_location (GtkListBoxRow *row)
{
  EdgeKitCatalogueModel *model = ek_suggestion_row_get_model (row);

  return model ? edgekit_catalogue_model_get_location (model) : NULL;
}
