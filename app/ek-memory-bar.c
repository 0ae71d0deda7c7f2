/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-bar-layout.h"
#include "ek-css-class.h"
#include "ek-memory-bar.h"
#include "ek-memory-segment.h"
#include "ek-memory-words.h"
#include "ek-place.h"

#define BAR_HEIGHT 28
#define LINE_OVERHANG 3
#define MINIMUM_WIDTH 120
#define GAP 2
#define ANIMATION_MS 200

/* Where a model goes in one memory, as a picture.  Every number comes from the
 * EdgeKitPoolUse; this only lays them out, as child widgets so that the theme
 * paints them. */
struct _EkMemoryBar
{
  GtkWidget parent_instance;

  EdgeKitPoolUse *use;
  EdgeKitEstimate *estimate;
  EdgeKitMemoryUnits units;

  GtkWidget *trough;
  GtkWidget *segments[EK_N_MEMORY_PARTS];
  GtkWidget *limit;

  gint64 before[EK_N_MEMORY_PARTS];
  gint64 target[EK_N_MEMORY_PARTS];
  gint64 shown[EK_N_MEMORY_PARTS];
  EkBarSlot slots[EK_N_MEMORY_PARTS];
  AdwAnimation *animation;
  guint pulse_id;
  EkMemoryPart pulsing;
};

G_DEFINE_FINAL_TYPE (EkMemoryBar, ek_memory_bar, GTK_TYPE_WIDGET)

enum
{
  PROP_POOL_USE = 1,
  PROP_ESTIMATE,
  PROP_UNITS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
ek_memory_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_WIDTH;
      *natural = 3 * MINIMUM_WIDTH;
    }
  else
    *minimum = *natural = BAR_HEIGHT + 2 * LINE_OVERHANG;
}

/* Where the safety margin begins, in pixels; it may lie inside what is perhaps
 * needed on top. */
static int
limit_position (EkMemoryBar *self, int width)
{
  gint64 sum = 0;
  gint64 total = 0;
  gint64 limit;

  for (guint i = 0; i < EK_MEMORY_PART_OVER; i++)
    total += self->shown[i];
  limit = total - MAX (edgekit_pool_use_get_margin (self->use), 0);
  for (guint i = 0; i < EK_MEMORY_PART_OVER; i++)
    {
      sum += self->shown[i];
      if (self->shown[i] > 0 && sum > limit)
        {
          double inside = 1.0 - (double) (sum - limit) / (double) self->shown[i];

          return inside <= 0.0 ? self->slots[i].x - GAP : self->slots[i].x + (int) (inside * self->slots[i].width);
        }
    }
  return self->shown[EK_MEMORY_PART_OVER] > 0 ? self->slots[EK_MEMORY_PART_OVER].x - GAP : width - GAP;
}

/* As the style says: its edge leaves room for the colour. */
static int
least_width (EkMemoryBar *self)
{
  int least = 1;

  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      int minimum;

      gtk_widget_measure (self->segments[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      least = MAX (least, minimum);
    }
  return least;
}

static void
ek_memory_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EkMemoryBar *self = EK_MEMORY_BAR (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int bar_height = height - 2 * LINE_OVERHANG;
  gboolean empty = TRUE;

  ek_bar_layout (self->shown, EK_N_MEMORY_PARTS, width, GAP, least_width (self), self->slots);
  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      const gboolean visible = self->slots[i].width > 0;

      gtk_widget_set_child_visible (self->segments[i], visible);
      if (!visible)
        continue;
      ek_place_at (self->segments[i], self->slots[i].x, LINE_OVERHANG, self->slots[i].width, bar_height, width,
                   mirrored);
      empty = FALSE;
    }
  gtk_widget_set_child_visible (self->trough, empty);
  if (empty)
    ek_place_at (self->trough, 0, LINE_OVERHANG, width, bar_height, width, mirrored);

  if (self->use && !empty && edgekit_pool_use_get_total (self->use) >= 0)
    {
      gtk_widget_set_child_visible (self->limit, TRUE);
      ek_place_at (self->limit, CLAMP (limit_position (self, width), 0, width - GAP), 0, GAP, height, width,
                   mirrored);
    }
  else
    gtk_widget_set_child_visible (self->limit, FALSE);
}

/* The ends of the bar are rounder than its inner corners. */
static void
mark_ends (EkMemoryBar *self)
{
  int first = -1, last = -1;

  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      gtk_widget_remove_css_class (self->segments[i], "first");
      gtk_widget_remove_css_class (self->segments[i], "last");
      if (self->target[i] <= 0)
        continue;
      first = first < 0 ? i : first;
      last = i;
    }
  if (first < 0)
    return;
  gtk_widget_add_css_class (self->segments[first], "first");
  gtk_widget_add_css_class (self->segments[last], "last");
}

static void
write_texts (EkMemoryBar *self)
{
  const gint64 scale = self->use ? edgekit_pool_use_get_total (self->use) : EDGEKIT_UNKNOWN;

  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      g_autofree char *amount = NULL;
      g_autofree char *text = NULL;

      if (self->target[i] <= 0 || i == EK_MEMORY_PART_MAYBE || i == EK_MEMORY_PART_FREE
          || i == EK_MEMORY_PART_MARGIN || i == EK_MEMORY_PART_OVER)
        continue;
      amount = edgekit_format_memory_amount (self->target[i], scale, self->units);
      /* Translators: in a picture of the memory: a name and how much it takes, such as “Model 4.4” */
      text = g_strdup_printf (C_ ("memory", "%1$s %2$s"), ek_memory_part_get_name (i), amount);
      ek_memory_segment_set_text (EK_MEMORY_SEGMENT (self->segments[i]), text, amount);
    }
}

static void
describe (EkMemoryBar *self)
{
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;

  if (self->use == NULL)
    return;
  label = ek_memory_words_label (self->use, self->units);
  description = ek_memory_words_description (self->use, self->units);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
show_fraction (double fraction, gpointer user_data)
{
  EkMemoryBar *self = user_data;

  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    self->shown[i] =
      self->before[i] + (gint64) (fraction * ((double) self->target[i] - (double) self->before[i]));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
update (EkMemoryBar *self, gboolean animate)
{
  memcpy (self->before, self->shown, sizeof self->before);
  ek_memory_parts_read (self->use, self->target);
  ek_memory_parts_clip (self->target);
  write_texts (self);
  mark_ends (self);
  describe (self);

  ek_css_class_set (GTK_WIDGET (self), "unused", self->use && !edgekit_pool_use_get_used (self->use));

  adw_animation_pause (self->animation);
  if (animate && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      adw_animation_reset (self->animation);
      adw_animation_play (self->animation);
      return;
    }
  memcpy (self->shown, self->target, sizeof self->shown);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
ek_memory_bar_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  EkMemoryBar *self = EK_MEMORY_BAR (widget);
  const int width = gtk_widget_get_width (widget);
  g_autofree char *text = NULL;
  int part;

  if (self->use == NULL || keyboard_tooltip)
    return FALSE;
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - 1 - x;
  part = ek_bar_layout_at (self->slots, EK_N_MEMORY_PARTS, x);
  if (part < 0)
    return FALSE;
  text = ek_memory_words_tooltip (self->use, self->estimate, part, self->units);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
ek_memory_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkMemoryBar *self = EK_MEMORY_BAR (object);

  switch (id)
    {
    case PROP_POOL_USE:
      g_value_set_object (value, self->use);
      break;
    case PROP_ESTIMATE:
      g_value_set_object (value, self->estimate);
      break;
    case PROP_UNITS:
      g_value_set_enum (value, self->units);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_memory_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkMemoryBar *self = EK_MEMORY_BAR (object);

  switch (id)
    {
    case PROP_POOL_USE:
      if (g_set_object (&self->use, g_value_get_object (value)))
        update (self, TRUE);
      break;
    case PROP_ESTIMATE:
      g_set_object (&self->estimate, g_value_get_object (value));
      break;
    case PROP_UNITS:
      if (self->units == (EdgeKitMemoryUnits) g_value_get_enum (value))
        break;
      self->units = g_value_get_enum (value);
      update (self, FALSE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_memory_bar_dispose (GObject *object)
{
  EkMemoryBar *self = EK_MEMORY_BAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->animation)
    adw_animation_reset (self->animation);
  g_clear_object (&self->animation);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->use);
  g_clear_object (&self->estimate);
  G_OBJECT_CLASS (ek_memory_bar_parent_class)->dispose (object);
}

static void
ek_memory_bar_class_init (EkMemoryBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_memory_bar_get_property;
  object_class->set_property = ek_memory_bar_set_property;
  object_class->dispose = ek_memory_bar_dispose;
  widget_class->measure = ek_memory_bar_measure;
  widget_class->size_allocate = ek_memory_bar_size_allocate;
  widget_class->query_tooltip = ek_memory_bar_query_tooltip;

  props[PROP_POOL_USE] =
    g_param_spec_object ("pool-use", NULL, NULL, EDGEKIT_TYPE_POOL_USE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /* for the tooltips: intervals and where the numbers come from */
  props[PROP_ESTIMATE] =
    g_param_spec_object ("estimate", NULL, NULL, EDGEKIT_TYPE_ESTIMATE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_UNITS] =
    g_param_spec_enum ("units", NULL, NULL, EDGEKIT_TYPE_MEMORY_UNITS, EDGEKIT_MEMORY_UNITS_IEC,
                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "memorybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static GtkWidget *
add_plain_child (EkMemoryBar *self, const char *css_name)
{
  GtkWidget *child = g_object_new (ADW_TYPE_BIN, "css-name", css_name, "can-target", FALSE, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return child;
}

static void
ek_memory_bar_init (EkMemoryBar *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (show_fraction, self, NULL);

  self->trough = add_plain_child (self, "trough");
  for (int i = 0; i < EK_N_MEMORY_PARTS; i++)
    {
      self->segments[i] = ek_memory_segment_new (ek_memory_part_get_css_class (i));
      gtk_widget_set_parent (self->segments[i], GTK_WIDGET (self));
    }
  self->limit = add_plain_child (self, "limit");
  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, ANIMATION_MS, target);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
ek_memory_bar_new (void)
{
  return g_object_new (EK_TYPE_MEMORY_BAR, NULL);
}

static gboolean
end_pulse (gpointer user_data)
{
  EkMemoryBar *self = user_data;

  gtk_widget_remove_css_class (self->segments[self->pulsing], "pulse");
  self->pulse_id = 0;
  return G_SOURCE_REMOVE;
}

/* Draws the eye to a part for a moment. */
void
ek_memory_bar_pulse (EkMemoryBar *self, EkMemoryPart part)
{
  g_return_if_fail (EK_IS_MEMORY_BAR (self));
  g_return_if_fail ((guint) part < EK_N_MEMORY_PARTS);

  if (self->pulse_id)
    {
      g_source_remove (self->pulse_id);
      end_pulse (self);
    }
  self->pulsing = part;
  gtk_widget_add_css_class (self->segments[part], "pulse");
  self->pulse_id = g_timeout_add (600, end_pulse, self);
}
