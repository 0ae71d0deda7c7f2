/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-badge.h"
#include "ek-flow-layout.h"
#include "ek-label.h"
#include "ek-outcome.h"
#include "ek-version-order.h"
#include "ek-version-row.h"

#define SPACING 12
#define MARGIN 12
/* Numbers of two columns are not one. */
#define COLUMN_MARGIN 12
/* “list > row” in the style of libadwaita */
#define ROW_PADDING 2

struct _EkVersionRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *check;
  GtkWidget *subtitle; /* when wide */
  GtkWidget *detail;   /* the same with the numbers, when narrow */
  GtkWidget *memory;
  GtkWidget *speed;
  GtkWidget *badge;

  EdgeKitVariantVerdict *verdict;
  gboolean with_speed; /* a column of speeds, wherever one of the versions has one */
};

G_DEFINE_FINAL_TYPE (EkVersionRow, ek_version_row, GTK_TYPE_LIST_BOX_ROW)

/* How much is lost, in words: perplexities that llama.cpp's own tools/quantize/README.md measures for
 * each type rise slowly down to four bits, and fast below. */
static const char *
describe_quality (double bits)
{
  static const struct
  {
    double least;
    const char *words;
  } steps[] = {
    /* Translators: how good a version of a model is, by the bits it spends on each weight */
    { 15.5, N_ ("the original") },
    { 7.5, N_ ("same as the original") },
    { 5.9, N_ ("hardly different from the original") },
    { 5.0, N_ ("very good") },
    { 3.9, N_ ("good, the usual choice") },
    { 3.0, N_ ("noticeably weaker") },
    { 2.0, N_ ("weak, for trying out only") },
    { 0.0, N_ ("experimental") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (bits >= steps[i].least)
      return _ (steps[i].words);
  return NULL;
}

static char *
describe_size (EdgeKitVariant *variant)
{
  g_autofree char *size = NULL;

  if (edgekit_variant_get_size (variant) < 0)
    return g_strdup (_ ("size unknown"));
  size = edgekit_format_size (edgekit_variant_get_size (variant));
  if (edgekit_variant_get_path (variant))
    /* Translators: %s is the size of a file: “5.7 GB on disk” */
    return g_strdup_printf (_ ("%s on disk"), size);
  /* Translators: %s is the size of a file: “5.7 GB download” */
  return g_strdup_printf (_ ("%s download"), size);
}

static char *
describe (EdgeKitVariant *variant)
{
  const double bits = edgekit_variant_get_bits_per_weight (variant);
  const char *quality = bits > 0 ? describe_quality (bits) : NULL;
  g_autofree char *size = describe_size (variant);

  if (quality == NULL)
    return g_steal_pointer (&size);
  /* Translators: bits of each weight, how good that is, the size of a file: “4.8 bits · very good · 5.7 GB download” */
  return g_strdup_printf (_ ("%1$.1f bits · %2$s · %3$s"), bits, quality, size);
}

/* The same where there are no columns, with @numbers: a line each, as none of them has room for all. */
static char *
describe_narrow (EdgeKitVariant *variant, const char *numbers)
{
  const double bits = edgekit_variant_get_bits_per_weight (variant);
  const char *quality = bits > 0 ? describe_quality (bits) : NULL;
  g_autofree char *size = describe_size (variant);
  g_autofree char *first = NULL;

  if (quality == NULL)
    return g_strjoin ("\n", size, numbers, NULL);
  /* Translators: bits of each weight, and how good that is: “4.8 bits · very good” */
  first = g_strdup_printf (_ ("%1$.1f bits · %2$s"), bits, quality);
  return g_strjoin ("\n", first, size, numbers, NULL);
}

static GtkWidget *
new_cell (GtkWidget *child)
{
  return g_object_new (ADW_TYPE_BIN, "child", child, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static GtkWidget *
new_names (EkVersionRow *self, const char *title, const char *subtitle, const char *detail)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLayoutManager *flow = ek_flow_layout_new ();
  GtkWidget *name = ek_label_new (title, 0, "heading");
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (self->verdict);

  /* the badge takes a line of its own before the name has no room */
  ek_flow_layout_set_spacing (EK_FLOW_LAYOUT (flow), 6, 2);
  gtk_widget_set_layout_manager (head, flow);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_append (GTK_BOX (head), name);
  if (edgekit_variant_verdict_get_recommended (self->verdict))
    {
      GtkWidget *badge = ek_badge_new (_ ("Recommended"), EDGEKIT_OUTCOME_PARTIAL);

      gtk_widget_set_tooltip_text (badge, _ ("The best version of at most 8 bits that fits; the smaller of equals"));
      gtk_widget_set_halign (badge, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (head), badge);
    }
  gtk_box_append (GTK_BOX (box), head);
  self->subtitle = ek_label_new_text (subtitle, "caption");
  gtk_box_append (GTK_BOX (box), self->subtitle);
  self->detail = ek_label_new_text (detail, "caption");
  gtk_box_append (GTK_BOX (box), self->detail);
  if (!edgekit_variant_get_complete (variant))
    gtk_box_append (GTK_BOX (box), ek_label_new_text (_ ("Parts of it are missing"), "warning"));
  else if (edgekit_variant_get_problem (variant))
    gtk_box_append (GTK_BOX (box), ek_label_new_text (edgekit_variant_get_problem (variant), "warning"));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

/* Where no caption says what they are. */
static char *
name_numbers (EdgeKitVariantVerdict *verdict, const char *memory, const char *speed)
{
  if (edgekit_variant_verdict_get_total (verdict) < 0)
    return g_strdup (speed ? speed : "—");
  if (speed)
    /* Translators: memory and speed of a version: “needs 7.6 GiB · 46–60 tokens/s” */
    return g_strdup_printf (_ ("needs %1$s · %2$s"), memory, speed);
  /* Translators: memory of a version: “needs 7.6 GiB” */
  return g_strdup_printf (_ ("needs %s"), memory);
}

static void
fill (EkVersionRow *self, EdgeKitMemoryUnits units)
{
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (self->verdict);
  const EdgeKitOutcome outcome = edgekit_variant_verdict_get_outcome (self->verdict);
  const gboolean has_speed = ek_version_order_has_speed (self->verdict);
  g_autofree char *subtitle = describe (variant);
  g_autofree char *memory = edgekit_format_memory (edgekit_variant_verdict_get_total (self->verdict), units);
  g_autofree char *speed = has_speed ? edgekit_format_speed (edgekit_variant_verdict_get_speed_low (self->verdict),
                                                             edgekit_variant_verdict_get_speed_high (self->verdict))
                                     : g_strdup ("—");
  g_autofree char *numbers = name_numbers (self->verdict, memory, has_speed ? speed : NULL);
  g_autofree char *detail = describe_narrow (variant, numbers);
  g_autofree char *spoken = NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  /* looks like a radio button, but it is the row that is chosen */
  self->check = g_object_new (ADW_TYPE_BIN, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign",
                              GTK_ALIGN_CENTER, "css-classes", (const char *const[]) { "choice", NULL }, NULL);
  self->memory = new_cell (ek_label_new (memory, 1, "numeric"));
  self->speed = new_cell (ek_label_new (speed, 1, "numeric"));
  gtk_widget_set_margin_start (self->speed, COLUMN_MARGIN);
  self->badge = new_cell (ek_badge_new (ek_outcome_get_word (outcome), outcome));
  gtk_widget_set_valign (self->badge, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->check);
  gtk_box_append (GTK_BOX (box), new_names (self, edgekit_variant_get_name (variant), subtitle, detail));
  gtk_box_append (GTK_BOX (box), self->memory);
  gtk_box_append (GTK_BOX (box), self->speed);
  gtk_box_append (GTK_BOX (box), self->badge);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), edgekit_variant_verdict_get_headline (self->verdict));
  spoken = g_strjoin (", ", edgekit_variant_get_name (variant),
                      edgekit_variant_verdict_get_recommended (self->verdict) ? _ ("Recommended") : subtitle, numbers,
                      ek_outcome_get_word (outcome), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
ek_version_row_dispose (GObject *object)
{
  g_clear_object (&EK_VERSION_ROW (object)->verdict);
  G_OBJECT_CLASS (ek_version_row_parent_class)->dispose (object);
}

static void
ek_version_row_class_init (EkVersionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ek_version_row_dispose;
}

static void
ek_version_row_init (EkVersionRow *self)
{
}

GtkWidget *
ek_version_row_new (EdgeKitVariantVerdict *verdict, EdgeKitMemoryUnits units, gboolean with_speed)
{
  EkVersionRow *self = g_object_new (EK_TYPE_VERSION_ROW, NULL);

  g_set_object (&self->verdict, verdict);
  self->with_speed = with_speed;
  fill (self, units);
  ek_version_row_set_narrow (self, FALSE);
  return GTK_WIDGET (self);
}

char *
ek_version_row_promise (EdgeKitVariantVerdict *verdict, EdgeKitMemoryUnits units)
{
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (verdict);
  const char *name = edgekit_variant_get_name (variant);
  const char *quality = describe_quality (edgekit_variant_get_bits_per_weight (variant));
  g_autofree char *memory = edgekit_format_memory (edgekit_variant_verdict_get_total (verdict), units);
  g_autofree char *speed = NULL;

  if (!ek_version_order_has_speed (verdict))
    /* Translators: a version of a model, memory, how good it is: “Q3_K_M needs 7.6 GiB · noticeably weaker” */
    return g_strdup_printf (_ ("%1$s needs %2$s · %3$s"), name, memory, quality);
  speed = edgekit_format_speed (edgekit_variant_verdict_get_speed_low (verdict),
                                edgekit_variant_verdict_get_speed_high (verdict));
  /* Translators: “Q3_K_M needs 7.6 GiB and runs at 46–60 tokens/s · noticeably weaker” */
  return g_strdup_printf (_ ("%1$s needs %2$s and runs at %3$s · %4$s"), name, memory, speed, quality);
}

EdgeKitVariantVerdict *
ek_version_row_get_verdict (EkVersionRow *self)
{
  g_return_val_if_fail (EK_IS_VERSION_ROW (self), NULL);

  return self->verdict;
}

void
ek_version_row_set_narrow (EkVersionRow *self, gboolean narrow)
{
  g_return_if_fail (EK_IS_VERSION_ROW (self));

  gtk_widget_set_visible (self->subtitle, !narrow);
  gtk_widget_set_visible (self->detail, narrow);
  gtk_widget_set_visible (self->memory, !narrow);
  gtk_widget_set_visible (self->speed, !narrow && self->with_speed);
}

/* Marks the version that the page is about. */
void
ek_version_row_set_current (EkVersionRow *self, gboolean current)
{
  g_return_if_fail (EK_IS_VERSION_ROW (self));

  if (current)
    gtk_widget_set_state_flags (self->check, GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (self->check, GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}

void
ek_version_row_align (EkVersionRow *self, EkCellWidth *memory, EkCellWidth *speed, EkCellWidth *badge)
{
  g_return_if_fail (EK_IS_VERSION_ROW (self));

  gtk_widget_set_layout_manager (self->memory, ek_cell_layout_new (memory));
  gtk_widget_set_layout_manager (self->speed, ek_cell_layout_new (speed));
  gtk_widget_set_layout_manager (self->badge, ek_cell_layout_new (badge));
}

/* What the columns are, above them. Each row says it all by itself to those who hear it. */
GtkWidget *
ek_version_row_new_caption (EkCellWidth *memory, EkCellWidth *speed, EkCellWidth *badge)
{
  const struct
  {
    const char *text;
    EkCellWidth *width;
    float xalign;
  } columns[] = {
    { _ ("Version"), NULL, 0 },
    { _ ("Memory"), memory, 1 },
    { _ ("Speed"), speed, 1 },
    /* Translators: whether something fits, the caption of a column */
    { _ ("Verdict"), badge, 0.5 },
  };
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "spacing", SPACING,
                                 "margin-start", MARGIN + ROW_PADDING, "margin-end", MARGIN + ROW_PADDING, "margin-bottom",
                                 6, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkWidget *label =
        g_object_new (GTK_TYPE_LABEL, "label", columns[i].text, "xalign", columns[i].xalign, "accessible-role",
                      GTK_ACCESSIBLE_ROLE_PRESENTATION, "css-classes",
                      (const char *const[]) { "caption", "dim-label", NULL }, "hexpand", i == 0, NULL);

      GtkWidget *cell = i > 0 ? new_cell (label) : label;

      /* no version has a speed: no column for it */
      if (i > 0 && columns[i].width == NULL)
        gtk_widget_set_visible (cell, FALSE);
      else if (columns[i].width)
        gtk_widget_set_layout_manager (cell, ek_cell_layout_new (columns[i].width));
      if (columns[i].width && columns[i].width == speed)
        gtk_widget_set_margin_start (cell, COLUMN_MARGIN);
      gtk_box_append (GTK_BOX (box), cell);
    }
  return box;
}
