/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-installed-model-private.h"
#include "edgekit-json-private.h"
#include "edgekit-library-search-private.h"
#include "edgekit-model-library.h"
#include "edgekit-model-store-private.h"
#include "edgekit-task-private.h"

/**
 * EdgeKitModelLibrary:
 *
 * The models that other programs downloaded to this computer: a list of
 * [class@EdgeKit.InstalledModel], one for each version.
 *
 * It is empty until it is loaded, and fills while it loads, store by store. Only
 * names, sizes and the small files that describe a model are read. A store that
 * is not there, or may not be read, is no error; [property@EdgeKit.ModelLibrary:stores]
 * says so. A library belongs to the thread that made it.
 *
 * Since: 0.1
 */
struct _EdgeKitModelLibrary
{
  GObject parent_instance;

  GListStore *models; /* EdgeKitInstalledModel */
  GListStore *stores; /* EdgeKitModelStore */
  double fraction;
  char *activity;
  EdgeKitLibrarySearch *search; /* the one that fills it now, or NULL */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EdgeKitModelLibrary, edgekit_model_library, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_STORES,
  PROP_FRACTION,
  PROP_ACTIVITY,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static GType
get_item_type (GListModel *list)
{
  return EDGEKIT_TYPE_INSTALLED_MODEL;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (EDGEKIT_MODEL_LIBRARY (list)->models));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (EDGEKIT_MODEL_LIBRARY (list)->models), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
edgekit_model_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitModelLibrary *self = EDGEKIT_MODEL_LIBRARY (object);

  switch (id)
    {
    case PROP_STORES:
      g_value_set_object (value, self->stores);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_ACTIVITY:
      g_value_set_string (value, self->activity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
edgekit_model_library_finalize (GObject *object)
{
  EdgeKitModelLibrary *self = EDGEKIT_MODEL_LIBRARY (object);

  g_clear_pointer (&self->search, _edgekit_library_search_unref);
  g_clear_object (&self->models);
  g_clear_object (&self->stores);
  g_free (self->activity);
  G_OBJECT_CLASS (edgekit_model_library_parent_class)->finalize (object);
}

static void
edgekit_model_library_class_init (EdgeKitModelLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = edgekit_model_library_get_property;
  object_class->finalize = edgekit_model_library_finalize;

  /**
   * EdgeKitModelLibrary:stores: (getter get_stores)
   *
   * The places that were looked at, a list of [class@EdgeKit.ModelStore].
   *
   * Since: 0.1
   */
  props[PROP_STORES] = g_param_spec_object ("stores", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  /**
   * EdgeKitModelLibrary:fraction: (getter get_fraction)
   *
   * How many of the places have been looked at, from 0 to 1.
   *
   * Since: 0.1
   */
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  /**
   * EdgeKitModelLibrary:activity: (getter get_activity)
   *
   * What is being done, a sentence for people; %NULL while nothing is.
   *
   * Since: 0.1
   */
  props[PROP_ACTIVITY] = g_param_spec_string ("activity", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
items_changed (GListModel *models, guint position, guint removed, guint added, gpointer data)
{
  g_list_model_items_changed (G_LIST_MODEL (data), position, removed, added);
}

static void
edgekit_model_library_init (EdgeKitModelLibrary *self)
{
  self->models = g_list_store_new (EDGEKIT_TYPE_INSTALLED_MODEL);
  self->stores = g_list_store_new (EDGEKIT_TYPE_MODEL_STORE);
  g_signal_connect (self->models, "items-changed", G_CALLBACK (items_changed), self);
}

/* --- Loading ---------------------------------------------------------------- */

static void
set_activity (EdgeKitModelLibrary *self, const char *activity)
{
  if (g_strcmp0 (self->activity, activity) == 0)
    return;
  g_free (self->activity);
  self->activity = g_strdup (activity);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVITY]);
}

static void
append_all (GListStore *list, GPtrArray *items)
{
  if (items->len > 0)
    g_list_store_splice (list, g_list_model_get_n_items (G_LIST_MODEL (list)), 0, items->pdata, items->len);
}

static void
show_progress (GObject *object, const EdgeKitProgressState *state)
{
  EdgeKitModelLibrary *self = EDGEKIT_MODEL_LIBRARY (object);
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GPtrArray) stores = NULL;

  if (!self->search)
    return;
  _edgekit_library_search_take (self->search, &models, &stores);
  append_all (self->stores, stores);
  append_all (self->models, models);
  if (self->fraction != state->fraction)
    {
      self->fraction = state->fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  set_activity (self, state->done ? NULL : state->activity);
  if (state->done)
    g_clear_pointer (&self->search, _edgekit_library_search_unref);
}

/* NULL with an error when one has begun and not ended. */
static EdgeKitLibrarySearch *
begin (EdgeKitModelLibrary *self, gboolean direct, GError **error)
{
  if (self->search)
    {
      g_set_error_literal (error, EDGEKIT_ERROR, EDGEKIT_ERROR_FAILED, _ ("the models are being looked for already"));
      return NULL;
    }
  self->search = _edgekit_library_search_new (_edgekit_progress_new (G_OBJECT (self), show_progress, direct));
  g_list_store_remove_all (self->models);
  g_list_store_remove_all (self->stores);
  self->fraction = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
  set_activity (self, _ ("Looking for models on this computer…"));
  return _edgekit_library_search_ref (self->search);
}

static void
load_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean good = _edgekit_library_search_run (task_data, cancellable, &error);

  _edgekit_task_return_boolean (task, good, error);
}

/**
 * edgekit_model_library_new:
 *
 * Creates a library, which is empty until it is loaded.
 *
 * Returns: (transfer full): a new library
 *
 * Since: 0.1
 */
EdgeKitModelLibrary *
edgekit_model_library_new (void)
{
  return g_object_new (EDGEKIT_TYPE_MODEL_LIBRARY, NULL);
}

/**
 * edgekit_model_library_get_stores: (get-property stores)
 * @self: a [class@EdgeKit.ModelLibrary]
 *
 * Gets the places that were looked at. Of a program that has none on this
 * computer, one is listed that is not found.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.ModelStore]
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_library_get_stores (EdgeKitModelLibrary *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self), NULL);

  return G_LIST_MODEL (self->stores);
}

/**
 * edgekit_model_library_get_fraction: (get-property fraction)
 * @self: a [class@EdgeKit.ModelLibrary]
 *
 * Gets how many of the places have been looked at.
 *
 * Returns: a number from 0 to 1
 *
 * Since: 0.1
 */
double
edgekit_model_library_get_fraction (EdgeKitModelLibrary *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self), 0);

  return self->fraction;
}

/**
 * edgekit_model_library_get_activity: (get-property activity)
 * @self: a [class@EdgeKit.ModelLibrary]
 *
 * Gets what is being done.
 *
 * Returns: (nullable): a sentence for people, or %NULL while nothing is done
 *
 * Since: 0.1
 */
const char *
edgekit_model_library_get_activity (EdgeKitModelLibrary *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self), NULL);

  return self->activity;
}

/**
 * edgekit_model_library_load:
 * @self: a [class@EdgeKit.ModelLibrary]
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Looks for models, and fills the list anew. This blocks; see
 * [method@EdgeKit.ModelLibrary.load_async].
 *
 * Returns: %FALSE with `G_IO_ERROR_CANCELLED` when it was cancelled (what was
 *   found until then stays in the list), or with [error@EdgeKit.Error] `FAILED`
 *   when another loading has not ended
 *
 * Since: 0.1
 */
gboolean
edgekit_model_library_load (EdgeKitModelLibrary *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(EdgeKitModelLibrary) alive = NULL;
  g_autoptr(EdgeKitLibrarySearch) search = NULL;

  g_return_val_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  alive = g_object_ref (self);
  search = begin (self, TRUE, error);
  return search && _edgekit_library_search_run (search, cancellable, error);
}

/**
 * edgekit_model_library_load_async:
 * @self: a [class@EdgeKit.ModelLibrary]
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async): called when all stores have been looked at
 * @user_data: data for @callback
 *
 * Looks for models in another thread. Meanwhile the list grows, at most twenty
 * times a second, on the main context that is the thread's default now.
 *
 * Since: 0.1
 */
void
edgekit_model_library_load_async (EdgeKitModelLibrary *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  EdgeKitLibrarySearch *search;
  GError *error = NULL;

  g_return_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, edgekit_model_library_load_async);
  g_task_set_name (task, "[edgekit] look for models");
  search = begin (self, FALSE, &error);
  if (!search)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, search, (GDestroyNotify) _edgekit_library_search_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * edgekit_model_library_load_finish:
 * @self: a [class@EdgeKit.ModelLibrary]
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Ends what [method@EdgeKit.ModelLibrary.load_async] began.
 *
 * Returns: %FALSE with an error as of [method@EdgeKit.ModelLibrary.load]
 *
 * Since: 0.1
 */
gboolean
edgekit_model_library_load_finish (EdgeKitModelLibrary *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * edgekit_model_library_to_json:
 * @self: a [class@EdgeKit.ModelLibrary]
 *
 * Writes the document `edgekit.models/1`: the models and the stores. It has paths
 * in it, which are private.
 *
 * Returns: (transfer full): a JSON document
 *
 * Since: 0.1
 */
char *
edgekit_model_library_to_json (EdgeKitModelLibrary *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (EDGEKIT_IS_MODEL_LIBRARY (self), NULL);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.models/1");
  json_builder_set_member_name (builder, "models");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(EdgeKitInstalledModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      _edgekit_record_write_object (model, builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "stores");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->stores)); i++)
    {
      g_autoptr(EdgeKitModelStore) store = g_list_model_get_item (G_LIST_MODEL (self->stores), i);

      _edgekit_model_store_write (store, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
