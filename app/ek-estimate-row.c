/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-estimate-row.h"
#include "ek-estimate-words.h"
#include "ek-label.h"

/* One part of an estimate: what it is, with the source of its number below, where it lies, and how large it is.  A
 * GtkColumnView would measure what wraps as if it did not (GTK 4.8), and cut its last row. */

#define MARGIN 12
#define ROW_PADDING 2 /* of the toolkit, around what is in a row */
#define SPACING 18
#define WHAT_CHARS 18 /* the least that the first column has */

static GtkWidget *
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = ek_label_new_text (text, css_class);

  gtk_label_set_width_chars (GTK_LABEL (label), WHAT_CHARS);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* In a narrow window what two of the columns say stands in the first one. */
static void
add_cell (GtkWidget *box, GtkWidget *label, EkEstimateColumn column, EkAdaptiveBin *adaptive, EkCellWidth **widths)
{
  GtkWidget *cell = adw_bin_new ();

  adw_bin_set_child (ADW_BIN (cell), label);
  gtk_widget_set_layout_manager (cell, ek_cell_layout_new (widths[column]));
  if (column != EK_ESTIMATE_COLUMN_SIZE)
    g_object_bind_property (adaptive, "narrow", cell, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  gtk_box_append (GTK_BOX (box), cell);
}

static GtkWidget *
new_columns (int margin)
{
  return g_object_new (GTK_TYPE_BOX, "spacing", SPACING, "margin-start", margin, "margin-end", margin, NULL);
}

/* Where a part lies, and between what, where there is no column for them.  What is exact has its size beside it. */
static char *
name_place (const char *where, const char *size, const char *range)
{
  if (where == NULL || range == NULL || g_strcmp0 (size, range) == 0)
    return g_strdup (where ? where : "");
  /* Translators: where a part of the memory lies, and its lowest and highest estimate: “Main memory · 44–52 MiB” */
  return g_strdup_printf (_ ("%1$s · %2$s"), where, range);
}

GtkWidget *
ek_estimate_row_new (EdgeKitEstimateItem *item, EdgeKitPreflight *preflight, EkAdaptiveBin *adaptive,
                     EkCellWidth **widths)
{
  const EdgeKitMemoryUnits units = edgekit_preflight_get_memory_units (preflight);
  const char *source = edgekit_estimate_item_get_source (item);
  g_autofree char *what = ek_estimate_words_what (item);
  g_autofree char *where = ek_estimate_words_where (item, edgekit_preflight_get_placement (preflight));
  g_autofree char *size = edgekit_format_memory (edgekit_estimate_item_get_likely (item), units);
  g_autofree char *range =
    edgekit_format_memory_range (edgekit_estimate_item_get_low (item), edgekit_estimate_item_get_high (item), units);
  g_autofree char *place = name_place (where, size, range);
  g_autofree char *spoken = g_strjoin (", ", what, size ? size : "", *place != '\0' ? place : NULL, NULL);
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "activatable", FALSE, NULL);
  GtkWidget *box = new_columns (MARGIN);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line;

  add_line (names, what, NULL);
  if (*place != '\0')
    {
      line = add_line (names, place, "caption");
      g_object_bind_property (adaptive, "narrow", line, "visible", G_BINDING_SYNC_CREATE);
    }
  if (source)
    {
      line = add_line (names, source, "caption");
      gtk_widget_add_css_class (line, "dim-label");
    }
  gtk_widget_set_hexpand (names, TRUE);
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), names);
  add_cell (box, ek_label_new (where, 0, NULL), EK_ESTIMATE_COLUMN_WHERE, adaptive, widths);
  add_cell (box, ek_label_new (size, 1, "numeric"), EK_ESTIMATE_COLUMN_SIZE, adaptive, widths);
  add_cell (box, ek_label_new (range, 1, "numeric"), EK_ESTIMATE_COLUMN_RANGE, adaptive, widths);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, source ? source : "", -1);
  return row;
}

/* What the columns are, above them. */
GtkWidget *
ek_estimate_row_new_caption (EkAdaptiveBin *adaptive, EkCellWidth **widths)
{
  const struct
  {
    const char *text;
    float xalign;
  } columns[EK_N_ESTIMATE_COLUMNS] = {
    [EK_ESTIMATE_COLUMN_WHERE] = { _ ("Where"), 0 },
    [EK_ESTIMATE_COLUMN_SIZE] = { _ ("Size"), 1 },
    /* Translators: the head of a column with the lowest and the highest estimate */
    [EK_ESTIMATE_COLUMN_RANGE] = { _ ("Low–high"), 1 },
  };
  GtkWidget *box = new_columns (MARGIN + ROW_PADDING);
  GtkWidget *what = ek_label_new (_ ("What"), 0, "caption");

  gtk_widget_add_css_class (what, "dim-label");
  gtk_widget_set_hexpand (what, TRUE);
  gtk_box_append (GTK_BOX (box), what);
  for (EkEstimateColumn i = 0; i < EK_N_ESTIMATE_COLUMNS; i++)
    {
      GtkWidget *label = ek_label_new (columns[i].text, columns[i].xalign, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      add_cell (box, label, i, adaptive, widths);
    }
  gtk_widget_set_margin_bottom (box, 6);
  return box;
}
