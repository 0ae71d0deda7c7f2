/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ek-compat.h"
#include "ek-rows.h"
#include "ek-settings.h"
#include "ek-version-list.h"
#include "ek-version-order.h"
#include "ek-version-row.h"

#define SHOWN 6

struct _EkVersionList
{
  GtkWidget parent_instance;

  /* none of these before there are versions */
  GtkWidget *group;
  GtkDropDown *order;
  AdwBin *caption;
  GtkListBox *list;
  EkCellWidth *memory;
  EkCellWidth *speed;
  EkCellWidth *badge;
  GtkWidget *all; /* the last row, or NULL when all are shown */
  guint n_versions;
  gboolean with_speed;

  EdgeKitPreflight *preflight;
  char *location;
  gboolean narrow;
  gboolean show_all;

  EdgeKitVariantList *variants;
  EdgeKitVariantVerdict *smaller;
  GCancellable *cancellable; /* of the listing */
  GCancellable *judging;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (EkVersionList, ek_version_list, GTK_TYPE_WIDGET)

enum
{
  PROP_PREFLIGHT = 1,
  PROP_LOCATION,
  PROP_NARROW,
  PROP_SMALLER,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_current (EkVersionList *self, EdgeKitVariantVerdict *verdict)
{
  return ek_version_order_is_of (verdict, edgekit_preflight_get_model (self->preflight), self->location);
}

static void order_changed (EkVersionList *self);
static void row_activated (EkVersionList *self, GtkListBoxRow *row);

/* Most models have one version, and need no list. */
static void
ensure_group (EkVersionList *self)
{
  g_autoptr (GtkStringList) names = NULL;

  if (self->group)
    return;
  names = gtk_string_list_new (NULL);

  for (guint i = 0; i < EK_N_VERSION_ORDERS; i++)
    gtk_string_list_append (names, ek_version_order_get_name (i));
  self->order = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL));
  gtk_widget_set_valign (GTK_WIDGET (self->order), GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (GTK_WIDGET (self->order), 12);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->order), _ ("Sort Versions"));
  ek_drop_down_set_label (self->order, _ ("Sort Versions"));
  gtk_drop_down_set_selected (self->order, g_settings_get_enum (ek_settings_get (), "versions-sort"));
  g_signal_connect_object (self->order, "notify::selected", G_CALLBACK (order_changed), self, G_CONNECT_SWAPPED);

  self->memory = ek_cell_width_new ();
  self->speed = ek_cell_width_new ();
  self->badge = ek_cell_width_new ();
  self->caption = ADW_BIN (adw_bin_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->caption), !self->narrow);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Versions"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);

  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _ ("Versions"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->group),
                                         _ ("The same model, stored in fewer or more bits"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->order));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->caption));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->list));
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
}

static void
unref_if_any (gpointer verdict)
{
  g_clear_object (&verdict);
}

/* Of a verdict; or of how many there are, as the last row. */
static GtkWidget *
make_row (gpointer thing, gpointer user_data)
{
  EkVersionList *self = user_data;
  GtkWidget *row;

  if (thing == NULL)
    {
      /* Translators: opens a list of that many versions of a model */
      g_autofree char *title = g_strdup_printf (ngettext ("Show the Only One", "Show All %u", self->n_versions),
                                                self->n_versions);

      self->all = ek_row_new (NULL, title, NULL);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->all), TRUE);
      return self->all;
    }
  row = ek_version_row_new (thing, edgekit_preflight_get_memory_units (self->preflight), self->with_speed);
  ek_version_row_align (EK_VERSION_ROW (row), self->memory, self->speed, self->badge);
  ek_version_row_set_narrow (EK_VERSION_ROW (row), self->narrow);
  ek_version_row_set_current (EK_VERSION_ROW (row), is_current (self, thing));
  return row;
}

static void
show (EkVersionList *self, GPtrArray *verdicts)
{
  g_autoptr (GPtrArray) things = g_ptr_array_new_with_free_func ((GDestroyNotify) unref_if_any);
  /* a row that shows one more would take its place */
  const gboolean all = self->show_all || verdicts->len <= SHOWN + 1;

  self->n_versions = verdicts->len;
  self->with_speed = ek_version_order_have_speeds (verdicts);
  adw_bin_set_child (self->caption,
                     ek_version_row_new_caption (self->memory, self->with_speed ? self->speed : NULL, self->badge));
  for (guint i = 0; i < verdicts->len && (all || i < SHOWN); i++)
    g_ptr_array_add (things, g_object_ref (g_ptr_array_index (verdicts, i)));
  if (things->len < verdicts->len)
    g_ptr_array_add (things, NULL);
  self->all = NULL;
  ek_list_fill_in_turn (self->list, things, make_row, self);
}

static void
take_smaller (EkVersionList *self, EdgeKitVariantVerdict *smaller)
{
  g_clear_object (&self->smaller);
  self->smaller = smaller;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SMALLER]);
}

static void
fill (EkVersionList *self, GPtrArray *verdicts)
{
  const gboolean any = verdicts && verdicts->len > 1;

  take_smaller (self, any ? ek_version_order_find_smaller (verdicts, edgekit_preflight_get_model (self->preflight),
                                                           self->location)
                          : NULL);
  if (any)
    {
      ensure_group (self);
      show (self, verdicts);
    }
  else if (self->group)
    ek_list_clear (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
}

static EkVersionOrder
get_order (EkVersionList *self)
{
  return self->group ? gtk_drop_down_get_selected (self->order)
                     : (guint) g_settings_get_enum (ek_settings_get (), "versions-sort");
}

static void
judged (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EdgeKitPreflight *preflight = EDGEKIT_PREFLIGHT (object);
  g_autoptr (GListModel) verdicts = edgekit_preflight_check_variants_finish (preflight, result, NULL);
  g_autoptr (GPtrArray) chosen = NULL;
  EkVersionList *self;

  /* it was cancelled: something else is asked by now, or the widget is gone */
  if (verdicts == NULL)
    return;
  self = user_data;
  if (edgekit_preflight_get_model (preflight))
    chosen = ek_version_order_choose (get_order (self), verdicts, edgekit_preflight_get_model (preflight));
  fill (self, chosen);
}

static void
stop_judging (EkVersionList *self)
{
  g_cancellable_cancel (self->judging);
  g_clear_object (&self->judging);
}

static gboolean
update_now (gpointer user_data)
{
  EkVersionList *self = user_data;

  self->update_id = 0;
  stop_judging (self);
  if (self->preflight && self->variants && edgekit_preflight_get_ready (self->preflight))
    {
      self->judging = g_cancellable_new ();
      edgekit_preflight_check_variants_async (self->preflight, self->variants, self->judging, judged, self);
    }
  else
    fill (self, NULL);
  return G_SOURCE_REMOVE;
}

/* The slider asks many times; the rows follow when it rests. */
static void
update (EkVersionList *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  self->update_id = g_timeout_add (150, update_now, self);
}

static void list_place (EkVersionList *self, const char *place);

static void
listed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  EkVersionList *self = user_data;
  g_autoptr (GError) error = NULL;

  /* What cannot be listed has no other versions to offer; why is said of the model itself.
   * When it was cancelled, the widget may be gone. */
  if (edgekit_variant_list_load_finish (EDGEKIT_VARIANT_LIST (object), result, &error))
    update (self);
  else if (g_error_matches (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT)
           && g_path_is_absolute (edgekit_variant_list_get_location (EDGEKIT_VARIANT_LIST (object))))
    {
      /* one file: its versions lie beside it */
      g_autofree char *folder = g_path_get_dirname (edgekit_variant_list_get_location (EDGEKIT_VARIANT_LIST (object)));

      list_place (self, folder);
    }
}

static void
stop_listing (EkVersionList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->variants);
}

/* A folder, a file in it, or what the versions are parts of; which of them is found out in the thread. */
static void
list_place (EkVersionList *self, const char *place)
{
  g_autoptr (EdgeKitRemoteOptions) options = ek_settings_make_remote_options ();

  stop_listing (self);
  self->cancellable = g_cancellable_new ();
  self->variants = edgekit_variant_list_new (place);
  edgekit_variant_list_set_options (self->variants, options);
  edgekit_variant_list_load_async (self->variants, self->cancellable, listed, self);
}

/* One of the versions that are listed already. */
static gboolean
is_listed (EkVersionList *self, const char *location)
{
  const guint n = self->variants ? g_list_model_get_n_items (G_LIST_MODEL (self->variants)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EdgeKitVariant) variant = g_list_model_get_item (G_LIST_MODEL (self->variants), i);

      if (g_strcmp0 (edgekit_variant_get_location (variant), location) == 0
          || g_strcmp0 (edgekit_variant_get_path (variant), location) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
location_changed (EkVersionList *self)
{
  update (self);
  take_smaller (self, NULL);
  if (self->location && is_listed (self, self->location))
    return;
  stop_judging (self);
  stop_listing (self);
  self->show_all = FALSE;
  if (self->location && *self->location)
    list_place (self, self->location);
}

static void
choose (EkVersionList *self, EdgeKitVariantVerdict *verdict)
{
  EdgeKitVariant *variant = edgekit_variant_verdict_get_variant (verdict);

  g_signal_emit (self, signals[CHOSEN], 0, edgekit_variant_get_location (variant), edgekit_variant_get_name (variant));
}

static void
row_activated (EkVersionList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->all)
    {
      self->show_all = TRUE;
      update (self);
    }
  else if (EK_IS_VERSION_ROW (row))
    {
      EdgeKitVariantVerdict *verdict = ek_version_row_get_verdict (EK_VERSION_ROW (row));

      if (!is_current (self, verdict))
        choose (self, verdict);
    }
}

static void
order_changed (EkVersionList *self)
{
  g_settings_set_enum (ek_settings_get (), "versions-sort", gtk_drop_down_get_selected (self->order));
  update (self);
}

static void
set_preflight (EkVersionList *self, EdgeKitPreflight *preflight)
{
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  if (!g_set_object (&self->preflight, preflight))
    return;
  if (preflight)
    g_signal_connect_object (preflight, "notify::verdict", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREFLIGHT]);
  update (self);
}

static void
set_location (EkVersionList *self, const char *location)
{
  if (g_strcmp0 (self->location, location) == 0)
    return;
  g_free (self->location);
  self->location = g_strdup (location);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCATION]);
  location_changed (self);
}

static void
set_narrow (EkVersionList *self, gboolean narrow)
{
  GtkListBoxRow *row;

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  if (self->group)
    gtk_widget_set_visible (GTK_WIDGET (self->caption), !narrow);
  for (int i = 0; self->group && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (EK_IS_VERSION_ROW (row))
      ek_version_row_set_narrow (EK_VERSION_ROW (row), narrow);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
}

static void
ek_version_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EkVersionList *self = EK_VERSION_LIST (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      g_value_set_object (value, self->preflight);
      break;
    case PROP_LOCATION:
      g_value_set_string (value, self->location);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_SMALLER:
      g_value_set_object (value, self->smaller);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_version_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EkVersionList *self = EK_VERSION_LIST (object);

  switch (id)
    {
    case PROP_PREFLIGHT:
      set_preflight (self, g_value_get_object (value));
      break;
    case PROP_LOCATION:
      set_location (self, g_value_get_string (value));
      break;
    case PROP_NARROW:
      set_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ek_version_list_dispose (GObject *object)
{
  EkVersionList *self = EK_VERSION_LIST (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  stop_judging (self);
  stop_listing (self);
  if (self->preflight)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  g_clear_object (&self->preflight);
  g_clear_object (&self->smaller);
  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_pointer (&self->memory, ek_cell_width_unref);
  g_clear_pointer (&self->speed, ek_cell_width_unref);
  g_clear_pointer (&self->badge, ek_cell_width_unref);
  G_OBJECT_CLASS (ek_version_list_parent_class)->dispose (object);
}

static void
ek_version_list_finalize (GObject *object)
{
  g_free (EK_VERSION_LIST (object)->location);
  G_OBJECT_CLASS (ek_version_list_parent_class)->finalize (object);
}

static void
ek_version_list_class_init (EkVersionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ek_version_list_get_property;
  object_class->set_property = ek_version_list_set_property;
  object_class->dispose = ek_version_list_dispose;
  object_class->finalize = ek_version_list_finalize;
  props[PROP_PREFLIGHT] = g_param_spec_object ("preflight", NULL, NULL, EDGEKIT_TYPE_PREFLIGHT, flags);
  props[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, NULL, flags);
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  props[PROP_SMALLER] = g_param_spec_object ("smaller", NULL, NULL, EDGEKIT_TYPE_VARIANT_VERDICT,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ek_version_list_init (EkVersionList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

EdgeKitVariantVerdict *
ek_version_list_get_smaller (EkVersionList *self)
{
  return self->smaller;
}

void
ek_version_list_choose_smaller (EkVersionList *self)
{
  if (self->smaller)
    choose (self, self->smaller);
}
