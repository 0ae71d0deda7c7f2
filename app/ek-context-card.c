/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ek-compat.h"
#include "ek-context-card.h"
#include "ek-context-plot.h"
#include "ek-rows.h"

/* “Conversation length”: a slider whose stops come from the library, the memory
 * each would need, and the longest that fits.  Moving it sets the context of the
 * preflight’s workload; everything else on the page follows that. */
struct _EkContextCard
{
  GtkWidget parent_instance;

  EkContextPlot *plot;
  GtkLabel *tokens;
  GtkLabel *pages;
  GtkLabel *sentence;
  GtkBox *foot;
  GtkWidget *longest;

  EdgeKitPreflight *preflight;
  GArray *stops;
  gint64 chosen; /* by hand and not yet handed on; 0 for none */
  guint idle_id;
  gboolean updating;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (EkContextCard, ek_context_card, GTK_TYPE_WIDGET)

enum
{
  PROP_PREFLIGHT = 1,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static char *
describe_value (EdgeKitOutcome outcome, gint64 context)
{
  /* Translators: a length of the conversation, in tokens and in pages, and whether that fits:
   * “16,384 tokens, about 24 pages, fits” */
  static const char *const sentences[] = {
    [EDGEKIT_OUTCOME_FITS] = N_ ("%1$s, %2$s, fits"),
    [EDGEKIT_OUTCOME_TIGHT] = N_ ("%1$s, %2$s, fits only just"),
    [EDGEKIT_OUTCOME_PARTIAL] = N_ ("%1$s, %2$s, fits partly"),
    [EDGEKIT_OUTCOME_NO] = N_ ("%1$s, %2$s, does not fit"),
    [EDGEKIT_OUTCOME_UNKNOWN] = N_ ("%1$s, %2$s, unknown whether it fits"),
  };
  g_autofree char *tokens = edgekit_format_tokens (context);
  g_autofree char *pages = edgekit_format_pages (context);

  g_assert ((guint) outcome < G_N_ELEMENTS (sentences));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (sentences[outcome]), tokens, pages);
#pragma GCC diagnostic pop
}

/* What every stop costs.  The library answers without a new check each time. */
static void
read_stops (EkContextCard *self)
{
  gsize n_stops = 0;
  g_autofree gint64 *contexts = edgekit_preflight_list_context_stops (self->preflight, &n_stops);

  g_array_set_size (self->stops, 0);
  for (gsize i = 0; i < n_stops; i++)
    {
      g_autoptr (EdgeKitEstimate) estimate = edgekit_preflight_estimate_at (self->preflight, contexts[i]);
      EkContextStop stop = { .context = contexts[i] };

      if (estimate == NULL)
        continue;
      stop.grows = MAX (edgekit_estimate_get_kv_cache (estimate), 0);
      stop.base = MAX (edgekit_estimate_get_total (estimate) - stop.grows, 0);
      g_array_append_val (self->stops, stop);
    }
}

static void
show_context (EkContextCard *self, gint64 context, EdgeKitOutcome outcome)
{
  g_autofree char *tokens = edgekit_format_tokens (context);
  g_autofree char *pages = edgekit_format_pages (context);
  g_autofree char *value = describe_value (outcome, context);
  GtkRange *range = GTK_RANGE (ek_context_plot_get_scale (self->plot));

  gtk_label_set_label (self->tokens, tokens);
  gtk_label_set_label (self->pages, pages);
  ek_context_chart_set_current (ek_context_plot_get_chart (self->plot), context);

  self->updating = TRUE;
  gtk_range_set_value (range,
                       ek_context_stops_index ((EkContextStop *) self->stops->data, self->stops->len, context));
  self->updating = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (range), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
}

static void
update (EkContextCard *self)
{
  GtkRange *range = GTK_RANGE (ek_context_plot_get_scale (self->plot));
  EdgeKitVerdict *verdict = self->preflight ? edgekit_preflight_get_verdict (self->preflight) : NULL;
  EdgeKitPlacement *placement;
  gint64 limit = EDGEKIT_UNKNOWN, cards = EDGEKIT_UNKNOWN;
  g_autofree char *sentence = NULL;
  gint64 usable, rounded, used;

  if (verdict == NULL)
    return;
  read_stops (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->stops->len > 0);
  if (self->stops->len == 0)
    return;

  placement = edgekit_preflight_get_placement (self->preflight);
  if (placement)
    {
      limit = edgekit_placement_get_budget (placement);
      cards = edgekit_placement_get_card_budget (placement);
    }
  usable = edgekit_verdict_get_context_usable (verdict);
  rounded = edgekit_verdict_get_context_rounded (verdict);
  used = edgekit_verdict_get_context_used (verdict);
  self->updating = TRUE;
  gtk_adjustment_configure (gtk_range_get_adjustment (range), gtk_range_get_value (range), 0,
                            MAX ((double) self->stops->len - 1, 1), 1, 2, 0);
  self->updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (range), self->stops->len > 1);
  ek_context_chart_set_stops (ek_context_plot_get_chart (self->plot), (EkContextStop *) self->stops->data,
                              self->stops->len, limit, cards, usable, rounded,
                              edgekit_preflight_get_memory_units (self->preflight));
  show_context (self, used, edgekit_verdict_get_outcome (verdict));

  sentence = edgekit_preflight_describe_context (self->preflight);
  gtk_label_set_label (self->sentence, sentence ? sentence : "");
  gtk_widget_set_sensitive (self->longest, usable > 0 && (used < rounded || used > usable));
}

/* At most once for each frame, however often the slider moves. */
static gboolean
settle (gpointer user_data)
{
  EkContextCard *self = user_data;
  const gint64 chosen = self->chosen;

  self->idle_id = 0;
  self->chosen = 0;
  if (self->preflight && chosen > 0)
    edgekit_workload_set_context (edgekit_preflight_get_workload (self->preflight), chosen);
  /* the workload may have asked for another one meanwhile: it is this one */
  g_clear_handle_id (&self->idle_id, g_source_remove);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
settle_soon (EkContextCard *self)
{
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, settle, self, NULL);
}

static void
choose (EkContextCard *self, gint64 context)
{
  self->chosen = context;
  settle_soon (self);
}

static void
slider_moved (GtkRange *range, gpointer user_data)
{
  EkContextCard *self = user_data;

  if (self->updating || self->stops->len == 0)
    return;
  choose (self, ek_context_stops_context_at ((EkContextStop *) self->stops->data, self->stops->len,
                                             gtk_range_get_value (range)));
}

static void
stop_activated (EkContextChart *chart, guint index, gpointer user_data)
{
  EkContextCard *self = user_data;

  choose (self, ek_context_stops_context_at ((EkContextStop *) self->stops->data, self->stops->len, index));
}

static void
set_preflight (EkContextCard *self, EdgeKitPreflight *preflight)
{
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  if (!g_set_object (&self->preflight, preflight) || preflight == NULL)
    return;
  g_signal_connect_object (preflight, "notify::verdict", G_CALLBACK (settle_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preflight, "notify::memory-units", G_CALLBACK (settle_soon), self, G_CONNECT_SWAPPED);
  settle_soon (self);
}

static void
set_narrow (EkContextCard *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->foot),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
ek_context_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkContextCard *self = EK_CONTEXT_CARD (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_context_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkContextCard *self = EK_CONTEXT_CARD (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      set_preflight (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_context_card_dispose (GObject *object)
{
  EkContextCard *self = EK_CONTEXT_CARD (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_CONTEXT_CARD);
  g_clear_object (&self->preflight);
  G_OBJECT_CLASS (ek_context_card_parent_class)->dispose (object);
}

static void
ek_context_card_finalize (GObject *object)
{
  g_array_unref (EK_CONTEXT_CARD (object)->stops);
  G_OBJECT_CLASS (ek_context_card_parent_class)->finalize (object);
}

static void
ek_context_card_class_init (EkContextCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ek_context_card_get_property;
  object_class->set_property = ek_context_card_set_property;
  object_class->dispose = ek_context_card_dispose;
  object_class->finalize = ek_context_card_finalize;

  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (EK_TYPE_CONTEXT_PLOT);
  gtk_widget_class_set_css_name (widget_class, "contextcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-context-card.ui");
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, plot);
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, tokens);
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, pages);
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, sentence);
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, foot);
  gtk_widget_class_bind_template_child (widget_class, EkContextCard, longest);
  gtk_widget_class_bind_template_callback (widget_class, ek_context_card_use_longest);
}

static void
ek_context_card_init (EkContextCard *self)
{
  self->stops = g_array_new (FALSE, TRUE, sizeof (EkContextStop));
  gtk_widget_init_template (GTK_WIDGET (self));
  ek_button_wrap (self->longest);
  g_signal_connect (ek_context_plot_get_scale (self->plot), "value-changed", G_CALLBACK (slider_moved), self);
  g_signal_connect (ek_context_plot_get_chart (self->plot), "stop-activated", G_CALLBACK (stop_activated), self);
}

void
ek_context_card_use_longest (EkContextCard *self)
{
  EdgeKitVerdict *verdict;

  g_return_if_fail (EK_IS_CONTEXT_CARD (self));

  verdict = self->preflight ? edgekit_preflight_get_verdict (self->preflight) : NULL;
  if (verdict && edgekit_verdict_get_context_rounded (verdict) > 0)
    choose (self, edgekit_verdict_get_context_rounded (verdict));
}
