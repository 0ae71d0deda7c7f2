/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-companion.h"
#include "edgekit-remote-options.h"
#include "edgekit-variant-list-private.h"
#include "edgekit-variant.h"

/**
 * EdgeKitVariantList:
 *
 * The versions of a model in a folder, or in a repository of a store of this
 * computer: a list of [class@EdgeKit.Variant]. Of each model the largest version
 * comes first.
 *
 * Files belong together by their names: the parts of a set, and what accompanies a
 * model. Then the header of each version is read, so that its bits per weight are
 * computed and not guessed. The list is empty until it is loaded. It belongs to the
 * thread that made it.
 *
 * Since: 0.1
 */

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EdgeKitVariantList, edgekit_variant_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_LOCATION,
  PROP_COMPANIONS,
  PROP_FRACTION,
  PROP_ACTIVITY,
  PROP_BYTES_READ,
  PROP_OPTIONS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *list)
{
  return EDGEKIT_TYPE_VARIANT;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (EDGEKIT_VARIANT_LIST (list)->variants));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (EDGEKIT_VARIANT_LIST (list)->variants), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
edgekit_variant_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitVariantList *self = EDGEKIT_VARIANT_LIST (object);

  switch (id)
    {
    case PROP_LOCATION:
      g_value_set_string (value, self->location);
      break;
    case PROP_COMPANIONS:
      g_value_set_object (value, self->companions);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    case PROP_BYTES_READ:
      g_value_set_int64 (value, self->bytes_read);
      break;
    case PROP_OPTIONS:
      g_value_set_object (value, self->options);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_variant_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EdgeKitVariantList *self = EDGEKIT_VARIANT_LIST (object);

  switch (id)
    {
    case PROP_OPTIONS:
      edgekit_variant_list_set_options (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_variant_list_finalize (GObject *object)
{
  EdgeKitVariantList *self = EDGEKIT_VARIANT_LIST (object);

  g_free (self->location);
  g_clear_object (&self->variants);
  g_clear_object (&self->companions);
  g_free (self->activity);
  g_clear_object (&self->options);
  G_OBJECT_CLASS (edgekit_variant_list_parent_class)->finalize (object);
}

static void
edgekit_variant_list_class_init (EdgeKitVariantListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = edgekit_variant_list_get_property;
  object_class->set_property = edgekit_variant_list_set_property;
  object_class->finalize = edgekit_variant_list_finalize;

  /**
   * EdgeKitVariantList:location: (getter get_location)
   *
   * What was named: a folder or a repository.
   *
   * Since: 0.1
   */
  props[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, NULL, flags);
  /**
   * EdgeKitVariantList:companions: (getter get_companions)
   *
   * What accompanies the versions, a list of [class@EdgeKit.Companion].
   *
   * Since: 0.1
   */
  props[PROP_COMPANIONS] = g_param_spec_object ("companions", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  /**
   * EdgeKitVariantList:fraction: (getter get_fraction)
   *
   * How many of the versions have been read, from 0 to 1.
   *
   * Since: 0.1
   */
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  /**
   * EdgeKitVariantList:activity: (getter get_activity)
   *
   * What is being done, a sentence for people; %NULL while nothing is.
   *
   * Since: 0.1
   */
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  /**
   * EdgeKitVariantList:bytes-read: (getter get_bytes_read)
   *
   * The bytes of headers that were read.
   *
   * Since: 0.1
   */
  props[PROP_BYTES_READ] = g_param_spec_int64 ("bytes-read", NULL, NULL, 0, G_MAXINT64, 0, flags);
  /**
   * EdgeKitVariantList:options: (getter get_options) (setter set_options)
   *
   * How a repository that is not on this computer is read; %NULL: as usual. Only the
   * facts are read of it, whatever they say of the depth.
   *
   * Since: 0.1
   */
  props[PROP_OPTIONS] =
    g_param_spec_object ("options", NULL, NULL, EDGEKIT_TYPE_REMOTE_OPTIONS,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
items_changed (GListModel *variants, guint position, guint removed, guint added, gpointer data)
{
  g_list_model_items_changed (G_LIST_MODEL (data), position, removed, added);
}

static void
edgekit_variant_list_init (EdgeKitVariantList *self)
{
  self->variants = g_list_store_new (EDGEKIT_TYPE_VARIANT);
  self->companions = g_list_store_new (EDGEKIT_TYPE_COMPANION);
  g_signal_connect (self->variants, "items-changed", G_CALLBACK (items_changed), self);
}

/**
 * edgekit_variant_list_new:
 * @location: a folder, or the name of a repository in a store, such as `hf:owner/name` or `ollama:llama3.1`
 *
 * Creates a list, which is empty until it is loaded.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1
 */
EdgeKitVariantList *
edgekit_variant_list_new (const char *location)
{
  EdgeKitVariantList *self;

  g_return_val_if_fail (location != NULL, NULL);

  self = g_object_new (EDGEKIT_TYPE_VARIANT_LIST, NULL);
  self->location = g_strdup (location);
  return self;
}

/**
 * edgekit_variant_list_get_location: (get-property location)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets what was named.
 *
 * Returns: a folder or the name of a repository
 *
 * Since: 0.1
 */
const char *
edgekit_variant_list_get_location (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), NULL);

  return self->location;
}

/**
 * edgekit_variant_list_get_companions: (get-property companions)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets what accompanies the versions.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.Companion]
 *
 * Since: 0.1
 */
GListModel *
edgekit_variant_list_get_companions (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), NULL);

  return G_LIST_MODEL (self->companions);
}

/**
 * edgekit_variant_list_get_fraction: (get-property fraction)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets how many of the versions have been read.
 *
 * Returns: a number from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_variant_list_get_fraction (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), 0);

  return self->fraction;
}

/**
 * edgekit_variant_list_get_activity: (get-property activity)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets what is being done.
 *
 * Returns: (nullable): a sentence for people, or %NULL while nothing is done
 *
 * Since: 0.1
 */
const char *
edgekit_variant_list_get_activity (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), NULL);

  return self->activity;
}

/**
 * edgekit_variant_list_get_bytes_read: (get-property bytes-read)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets how many bytes of headers were read.
 *
 * Returns: a number of bytes
 *
 * Since: 0.1
 */
gint64
edgekit_variant_list_get_bytes_read (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), 0);

  return self->bytes_read;
}

/**
 * edgekit_variant_list_get_options: (get-property options)
 * @self: a [class@EdgeKit.VariantList]
 *
 * Gets how a repository that is not on this computer is read.
 *
 * Returns: (nullable) (transfer none): options, or %NULL for the usual ones
 *
 * Since: 0.1
 */
EdgeKitRemoteOptions *
edgekit_variant_list_get_options (EdgeKitVariantList *self)
{
  g_return_val_if_fail (EDGEKIT_IS_VARIANT_LIST (self), NULL);

  return self->options;
}

/**
 * edgekit_variant_list_set_options: (set-property options)
 * @self: a [class@EdgeKit.VariantList]
 * @options: (nullable): options, or %NULL for the usual ones
 *
 * Sets how a repository that is not on this computer is read. The next loading goes by them.
 *
 * Since: 0.1
 */
void
edgekit_variant_list_set_options (EdgeKitVariantList *self, EdgeKitRemoteOptions *options)
{
  g_return_if_fail (EDGEKIT_IS_VARIANT_LIST (self));
  g_return_if_fail (options == NULL || EDGEKIT_IS_REMOTE_OPTIONS (options));

  if (g_set_object (&self->options, options))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPTIONS]);
}
