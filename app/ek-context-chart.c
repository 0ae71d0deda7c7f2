/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ek-context-chart.h"
#include "ek-context-words.h"
#include "ek-css-class.h"
#include "ek-place.h"

#define HEIGHT 132
#define HEADROOM 1.3 /* how far above the limit the picture goes */
#define MAXIMUM_COLUMN 36
#define GAP 2
#define LABEL_SPACING 4
#define COVER_OVERHANG 8 /* of the ground of a label over columns: the padding in ek-widgets.css, and an edge */

/* What each length of the conversation costs, as a column over its stop of the
 * slider below, against a line at the limit, and a thinner one up to which all
 * of it lies on the graphics cards.  Child widgets only: the theme paints them. */
typedef struct
{
  GtkWidget *grows;
  GtkWidget *base;
  GtkWidget *label;
} Column;

struct _EkContextChart
{
  GtkWidget parent_instance;

  GArray *stops;
  GArray *columns;
  gint64 limit;
  gint64 cards;
  gint64 usable;
  int current;
  int track_first;
  int track_last;

  GtkWidget *zone;
  GtkWidget *line;
  GtkWidget *cards_line;
  GtkWidget *limit_label;
  GtkWidget *cards_label;
  GtkWidget *zone_label;
};

G_DEFINE_FINAL_TYPE (EkContextChart, ek_context_chart, GTK_TYPE_WIDGET)

enum
{
  STOP_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const EkContextStop *
get_stop (EkContextChart *self, guint index)
{
  return &g_array_index (self->stops, EkContextStop, index);
}

static Column *
get_column (EkContextChart *self, guint index)
{
  return &g_array_index (self->columns, Column, index);
}

static GtkWidget *
add_block (EkContextChart *self, const char *css_name, const char *css_class)
{
  GtkWidget *block = g_object_new (ADW_TYPE_BIN, "css-name", css_name, "can-target", FALSE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  if (css_class)
    gtk_widget_add_css_class (block, css_class);
  gtk_widget_set_parent (block, GTK_WIDGET (self));
  return block;
}

static GtkWidget *
add_label (EkContextChart *self, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "can-target", FALSE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, "single-line-mode", TRUE, NULL);

  gtk_widget_add_css_class (label, "caption");
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
ek_context_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  EkContextChart *self = EK_CONTEXT_CHART (widget);
  int label_height;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 480;
      return;
    }
  gtk_widget_measure (self->limit_label, GTK_ORIENTATION_VERTICAL, -1, NULL, &label_height, NULL, NULL);
  /* with a larger font the captions need more room above the limit */
  *minimum = *natural = MAX (HEIGHT, (int) (label_height * 6.5)) + label_height;
}

static double
position_of (EkContextChart *self, double index)
{
  if (self->stops->len < 2)
    return (self->track_first + self->track_last) / 2.0;
  return self->track_first + index * (self->track_last - self->track_first) / (double) (self->stops->len - 1);
}

static double
get_pitch (EkContextChart *self, int width)
{
  return self->stops->len < 2 ? width : position_of (self, 1) - position_of (self, 0);
}

/* Labels that would touch each other are left out. */
static void
allocate_labels (EkContextChart *self, int width, int y, int height, gboolean mirrored)
{
  int widest = 0, step;

  for (guint i = 0; i < self->columns->len; i++)
    {
      int w, h;

      ek_place_measure (get_column (self, i)->label, &w, &h);
      widest = MAX (widest, w);
    }
  step = ek_context_stops_label_step (get_pitch (self, width), widest + LABEL_SPACING);
  for (guint i = 0, powers = 0; i < self->columns->len; i++)
    {
      GtkWidget *label = get_column (self, i)->label;
      const gboolean shown = ek_context_stops_shows_label (get_stop (self, i), step, &powers);
      int w, h, x;

      gtk_widget_set_child_visible (label, shown);
      if (!shown)
        continue;
      ek_place_measure (label, &w, &h);
      x = (int) lround (position_of (self, i) - w / 2.0);
      ek_place_at (label, CLAMP (x, 0, MAX (width - w, 0)), y, w, height, width, mirrored);
    }
}

/* The outer columns stay inside the picture. */
static int
get_column_width (EkContextChart *self, int width)
{
  return CLAMP ((int) (get_pitch (self, width) * 0.55), 3, MIN (MAXIMUM_COLUMN, MAX (2 * self->track_first, 3)));
}

static void
allocate_column (EkContextChart *self, guint index, int width, int plot, gboolean mirrored)
{
  const EkContextStop *stop = get_stop (self, index);
  Column *column = get_column (self, index);
  const double top = HEADROOM * (double) self->limit;
  const int column_width = get_column_width (self, width);
  const int x = (int) lround (position_of (self, index) - column_width / 2.0);
  int base = (int) lround (plot * (double) stop->base / top);
  int full = (int) lround (plot * ((double) stop->base + (double) stop->grows) / top);
  int grows;

  base = CLAMP (base, 2, plot);
  full = CLAMP (full, base, plot);
  grows = full - base;
  gtk_widget_set_child_visible (column->base, TRUE);
  ek_place_at (column->base, x, plot - base, column_width, base, width, mirrored);
  /* a thin line still says that there is something */
  if (stop->grows > 0 && grows < GAP + 2)
    grows = GAP + 2;
  gtk_widget_set_child_visible (column->grows, stop->grows > 0 && base < plot);
  if (stop->grows > 0 && base < plot)
    {
      const int y = MAX (plot - base - grows, 0);

      ek_place_at (column->grows, x, y, column_width, MAX (plot - base - GAP - y, 1), width, mirrored);
    }
}

/* Whether a column within the first LABEL_WIDTH pixels goes up to Y; the last of them is the tallest. */
static gboolean
columns_reach (EkContextChart *self, int label_width, int y, int width, int plot)
{
  const double half = get_column_width (self, width) / 2.0;
  const EkContextStop *stop;
  guint last = 0;

  while (last + 1 < self->stops->len && position_of (self, last + 1) - half < label_width)
    last++;
  stop = get_stop (self, last);
  return plot * (1 - ((double) stop->base + (double) stop->grows) / (HEADROOM * (double) self->limit)) < y;
}

/* The name of a line stands above it; on it, with a ground of its own, where columns pass behind.  The class changes
 * no size: this is no time for another layout. */
static GtkAllocation
place_label (EkContextChart *self, GtkWidget *label, int line, int width, int plot)
{
  GtkAllocation box = { 0, 0, 0, 0 };
  gboolean covers;

  ek_place_measure (label, &box.width, &box.height);
  covers = columns_reach (self, box.width + COVER_OVERHANG, line - 2, width, plot);
  ek_css_class_set (label, "covering", covers);
  box.x = covers ? COVER_OVERHANG : 0;
  box.y = covers ? line - box.height / 2 : MAX (line - box.height - 2, 0);
  return box;
}

/* The part of the limit that the cards offer.  Its label goes below the line where the limit is near, or nowhere: the
 * description has it. */
static void
allocate_cards (EkContextChart *self, int width, int plot, int free_from, gboolean mirrored)
{
  const int line = plot - (int) lround (plot * (double) self->cards / (HEADROOM * (double) self->limit));
  GtkAllocation label = place_label (self, self->cards_label, line, width, plot);

  gtk_widget_set_child_visible (self->cards_line, TRUE);
  ek_place_at (self->cards_line, 0, line, width, 1, width, mirrored);
  if (label.y < free_from)
    label.y = MAX (line + 3, free_from);
  if (label.y + label.height > plot)
    return;
  gtk_widget_set_child_visible (self->cards_label, TRUE);
  ek_place_at (self->cards_label, label.x, label.y, label.width, label.height, width, mirrored);
}

static gboolean
has_cards_line (EkContextChart *self)
{
  return self->cards > 0 && self->cards < self->limit;
}

static void
ek_context_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkContextChart *self = EK_CONTEXT_CHART (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const gboolean with_limit = self->limit > 0 && self->stops->len > 0;
  GtkAllocation label;
  int label_width, label_height, zone_label_width, zone_label_height, plot, line, zone_end;

  ek_place_measure (self->limit_label, &label_width, &label_height);
  ek_place_measure (self->zone_label, &zone_label_width, &zone_label_height);
  plot = height - label_height - LABEL_SPACING;
  line = plot - (int) lround (plot / HEADROOM);

  gtk_widget_set_child_visible (self->line, with_limit);
  gtk_widget_set_child_visible (self->limit_label, with_limit);
  gtk_widget_set_child_visible (self->cards_line, FALSE);
  gtk_widget_set_child_visible (self->cards_label, FALSE);
  gtk_widget_set_child_visible (self->zone, FALSE);
  gtk_widget_set_child_visible (self->zone_label, FALSE);
  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_widget_set_child_visible (get_column (self, i)->base, FALSE);
      gtk_widget_set_child_visible (get_column (self, i)->grows, FALSE);
    }
  allocate_labels (self, width, height - label_height, label_height, mirrored);
  if (!with_limit)
    return;

  ek_place_at (self->line, 0, line, width, 1, width, mirrored);
  label = place_label (self, self->limit_label, line, width, plot);
  ek_place_at (self->limit_label, label.x, label.y, label.width, label.height, width, mirrored);
  for (guint i = 0; i < self->columns->len; i++)
    allocate_column (self, i, width, plot, mirrored);
  if (has_cards_line (self))
    allocate_cards (self, width, plot, MAX (label.y + label.height, line) + 2, mirrored);

  if (self->usable < get_stop (self, 0)->context)
    return;
  if (self->usable >= get_stop (self, self->stops->len - 1)->context)
    zone_end = width;
  else
    zone_end = (int) lround (position_of (
      self, ek_context_stops_index ((EkContextStop *) self->stops->data, self->stops->len, self->usable)));
  gtk_widget_set_child_visible (self->zone, TRUE);
  ek_place_at (self->zone, 0, line, zone_end, plot - line, width, mirrored);
  if (zone_end - zone_label_width < label_width + 12)
    return;
  gtk_widget_set_child_visible (self->zone_label, TRUE);
  ek_place_at (self->zone_label, zone_end - zone_label_width, MAX (line - zone_label_height - 2, 0), zone_label_width,
               zone_label_height, width, mirrored);
}

static void
clicked (GtkGestureClick *click, int n_press, double x, double y, gpointer user_data)
{
  EkContextChart *self = user_data;
  guint best = 0;

  if (self->stops->len == 0)
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  for (guint i = 1; i < self->stops->len; i++)
    if (fabs (position_of (self, i) - x) < fabs (position_of (self, best) - x))
      best = i;
  g_signal_emit (self, signals[STOP_ACTIVATED], 0, best);
}

static void
ek_context_chart_dispose (GObject *object)
{
  EkContextChart *self = EK_CONTEXT_CHART (object);
  GtkWidget *child;

  g_array_set_size (self->columns, 0);
  g_array_set_size (self->stops, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ek_context_chart_parent_class)->dispose (object);
}

static void
ek_context_chart_finalize (GObject *object)
{
  EkContextChart *self = EK_CONTEXT_CHART (object);

  g_array_unref (self->columns);
  g_array_unref (self->stops);
  G_OBJECT_CLASS (ek_context_chart_parent_class)->finalize (object);
}

static void
ek_context_chart_class_init (EkContextChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ek_context_chart_dispose;
  object_class->finalize = ek_context_chart_finalize;
  widget_class->measure = ek_context_chart_measure;
  widget_class->size_allocate = ek_context_chart_size_allocate;

  /* the index of the stop whose column was clicked */
  signals[STOP_ACTIVATED] = g_signal_new ("stop-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "contextchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ek_context_chart_init (EkContextChart *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->stops = g_array_new (FALSE, TRUE, sizeof (EkContextStop));
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  self->current = -1;
  self->zone = add_block (self, "zone", NULL);
  self->line = add_block (self, "limitline", NULL);
  self->cards_line = add_block (self, "limitline", "cards");
  self->limit_label = add_label (self, "limit-label");
  self->cards_label = add_label (self, "limit-label");
  self->zone_label = add_label (self, "zone-label");
  g_signal_connect (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Memory needed by conversation length"), -1);
}

GtkWidget *
ek_context_chart_new (void)
{
  return g_object_new (EK_TYPE_CONTEXT_CHART, NULL);
}

static void
match_columns (EkContextChart *self, guint n)
{
  while (self->columns->len > n)
    {
      Column *column = get_column (self, self->columns->len - 1);

      gtk_widget_unparent (column->base);
      gtk_widget_unparent (column->grows);
      gtk_widget_unparent (column->label);
      g_array_set_size (self->columns, self->columns->len - 1);
    }
  while (self->columns->len < n)
    {
      Column column;

      column.base = add_block (self, "bar", "weights");
      column.grows = add_block (self, "bar", "kv");
      column.label = add_label (self, NULL);
      /* the line of the limit is drawn over the columns */
      gtk_widget_insert_before (column.base, GTK_WIDGET (self), self->line);
      gtk_widget_insert_before (column.grows, GTK_WIDGET (self), self->line);
      g_array_append_val (self->columns, column);
    }
}

static void
take_text (GtkWidget *label, char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  g_free (text);
}

void
ek_context_chart_set_stops (EkContextChart *self, const EkContextStop *stops, gsize n_stops, gint64 limit,
                            gint64 cards, gint64 usable, gint64 rounded, EdgeKitMemoryUnits units)
{
  g_autofree char *memory = edgekit_format_memory (limit, units);
  g_autofree char *cards_memory = edgekit_format_memory (cards, units);
  g_autofree char *tokens = edgekit_format_tokens_short (rounded);
  g_autofree char *description = NULL;

  g_return_if_fail (EK_IS_CONTEXT_CHART (self));
  g_return_if_fail (stops != NULL || n_stops == 0);

  g_array_set_size (self->stops, 0);
  if (n_stops > 0)
    g_array_append_vals (self->stops, stops, (guint) n_stops);
  self->limit = limit;
  self->cards = cards;
  self->usable = usable;
  match_columns (self, (guint) n_stops);
  for (guint i = 0; i < n_stops; i++)
    {
      Column *column = get_column (self, i);
      g_autofree char *text = edgekit_format_tokens_short (stops[i].context);
      const gboolean beyond = usable >= 0 && stops[i].context > usable;
      const double top = HEADROOM * (double) limit;

      gtk_label_set_label (GTK_LABEL (column->label), text);
      ek_css_class_set (column->base, "beyond", beyond);
      ek_css_class_set (column->grows, "beyond", beyond);
      ek_css_class_set (column->base, "cut", (double) stops[i].base > top);
      ek_css_class_set (column->grows, "cut", (double) stops[i].base + (double) stops[i].grows > top);
    }
  /* Translators: the line up to which memory may be used: “Limit 9.3 GiB” */
  take_text (self->limit_label, g_strdup_printf (_ ("Limit %s"), memory));
  /* Translators: the line up to which a model lies on the graphics cards alone: “Graphics only 9.3 GiB” */
  take_text (self->cards_label, g_strdup_printf (_ ("Graphics only %s"), cards_memory));
  /* Translators: a short number of tokens: “Fits up to 34K” */
  take_text (self->zone_label, g_strdup_printf (_ ("Fits up to %s"), tokens));
  description = ek_context_words_description (stops, n_stops, limit, has_cards_line (self) ? cards : EDGEKIT_UNKNOWN,
                                              usable, rounded, units);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  self->current = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Marks the stop nearest to @context. */
void
ek_context_chart_set_current (EkContextChart *self, gint64 context)
{
  int current;

  g_return_if_fail (EK_IS_CONTEXT_CHART (self));

  current = self->stops->len == 0 ? -1
                                  : (int) lround (ek_context_stops_index ((EkContextStop *) self->stops->data,
                                                                          self->stops->len, context));
  if (current == self->current)
    return;
  self->current = current;
  for (int i = 0; i < (int) self->columns->len; i++)
    ek_css_class_set (get_column (self, (guint) i)->label, "current", i == current);
}

/* The pixels of the slider below at the first and the last stop, counted from
 * the start of the line of text. Called while that is laid out, so nothing is queued. */
void
ek_context_chart_set_track (EkContextChart *self, int first, int last)
{
  g_return_if_fail (EK_IS_CONTEXT_CHART (self));

  self->track_first = first;
  self->track_last = last;
}
