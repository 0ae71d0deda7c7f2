/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ek-compat.h"
#include "ek-loading-card.h"

#define PULSE_MS 100

/* A model that is being read: how far it is, and a way out.  Without a source it
 * only waits. */
struct _EkLoadingCard
{
  GtkWidget parent_instance;

  GtkProgressBar *progress;
  GtkLabel *detail;
  GtkWidget *cancel;

  EdgeKitModelSource *source;
  char *title;
  gboolean whole; /* all of the model is read */
  guint pulse_id;
};

G_DEFINE_FINAL_TYPE (EkLoadingCard, ek_loading_card, GTK_TYPE_WIDGET)

enum
{
  PROP_SOURCE = 1,
  PROP_TITLE,
  PROP_WHOLE,
  N_PROPS
};

enum
{
  CANCELLED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
pulse (gpointer user_data)
{
  gtk_progress_bar_pulse (EK_LOADING_CARD (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

/* A bar that only says that something happens runs while it is seen. */
static void
update_pulse (EkLoadingCard *self, gboolean wanted)
{
  if (wanted && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_MS, pulse, self);
  if (!wanted)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
}

static void
update (EkLoadingCard *self)
{
  const double fraction = self->source ? edgekit_model_source_get_fraction (self->source) : -1;
  const gint64 bytes = self->source ? edgekit_model_source_get_bytes_read (self->source) : 0;
  const gboolean known = fraction > 0;

  if (known)
    gtk_progress_bar_set_fraction (self->progress, MIN (fraction, 1));
  update_pulse (self, !known && gtk_widget_get_mapped (GTK_WIDGET (self)));
  if (bytes > 0)
    {
      g_autofree char *size = edgekit_format_size (bytes);
      /* Translators: how much of a file was read, or downloaded: “212 kB read so far — not the whole model” */
      g_autofree char *text = g_strdup_printf (self->whole ? _ ("%s downloaded so far")
                                                           : _ ("%s read so far — not the whole model"),
                                               size);

      gtk_label_set_label (self->detail, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->detail), bytes > 0);
  gtk_widget_set_visible (self->cancel, self->source != NULL);
}

static void
cancel_clicked (EkLoadingCard *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
set_source (EkLoadingCard *self, EdgeKitModelSource *source)
{
  if (self->source)
    g_signal_handlers_disconnect_by_func (self->source, update, self);
  g_set_object (&self->source, source);
  if (source)
    g_signal_connect_object (source, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_progress_bar_set_fraction (self->progress, 0);
  update (self);
}

static void
ek_loading_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ek_loading_card_parent_class)->map (widget);
  update (EK_LOADING_CARD (widget));
}

static void
ek_loading_card_unmap (GtkWidget *widget)
{
  update_pulse (EK_LOADING_CARD (widget), FALSE);
  GTK_WIDGET_CLASS (ek_loading_card_parent_class)->unmap (widget);
}

static void
ek_loading_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkLoadingCard *self = EK_LOADING_CARD (object);

  switch (id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_WHOLE:
      g_value_set_boolean (value, self->whole);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_loading_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkLoadingCard *self = EK_LOADING_CARD (object);

  switch (id)
    {
    case PROP_SOURCE:
      set_source (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      break;
    case PROP_WHOLE:
      self->whole = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_loading_card_dispose (GObject *object)
{
  EkLoadingCard *self = EK_LOADING_CARD (object);

  update_pulse (self, FALSE);
  if (self->source)
    g_signal_handlers_disconnect_by_data (self->source, self);
  ek_dispose_template (GTK_WIDGET (object), EK_TYPE_LOADING_CARD);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (ek_loading_card_parent_class)->dispose (object);
}

static void
ek_loading_card_finalize (GObject *object)
{
  g_free (EK_LOADING_CARD (object)->title);
  G_OBJECT_CLASS (ek_loading_card_parent_class)->finalize (object);
}

static void
ek_loading_card_class_init (EkLoadingCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ek_loading_card_get_property;
  object_class->set_property = ek_loading_card_set_property;
  object_class->dispose = ek_loading_card_dispose;
  object_class->finalize = ek_loading_card_finalize;
  widget_class->map = ek_loading_card_map;
  widget_class->unmap = ek_loading_card_unmap;

  props[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, EDGEKIT_TYPE_MODEL_SOURCE, flags);
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_WHOLE] = g_param_spec_boolean ("whole", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "loadingcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/edgekit/EdgeKit/ui/ek-loading-card.ui");
  gtk_widget_class_bind_template_child (widget_class, EkLoadingCard, progress);
  gtk_widget_class_bind_template_child (widget_class, EkLoadingCard, detail);
  gtk_widget_class_bind_template_child (widget_class, EkLoadingCard, cancel);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked);
}

static void
ek_loading_card_init (EkLoadingCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
