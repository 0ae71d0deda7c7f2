/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "edgekit-catalogue-model-private.h"
#include "edgekit-catalogue.h"
#include "edgekit-outline-private.h"

/**
 * EdgeKitCatalogue:
 *
 * The models that EdgeKit knows by itself, so that it can say what a computer runs
 * before anybody names a model.
 *
 * A record holds facts of an architecture, from published configurations, and not
 * of a file. The catalogue is part of the library and does not change while a
 * program runs.
 *
 * Since: 0.1
 */


struct _EdgeKitCatalogue
{
  GObject parent_instance;
  GListStore *models;
  char *recorded;
};

G_DEFINE_FINAL_TYPE (EdgeKitCatalogue, edgekit_catalogue, G_TYPE_OBJECT)

/**
 * EdgeKitCatalogue:models: (getter get_models)
 *
 * All models, as [class@EdgeKit.CatalogueModel].
 *
 * Since: 0.1
 */
/**
 * EdgeKitCatalogue:recorded: (getter get_recorded)
 *
 * When the catalogue was put together, such as “2026-11”.
 *
 * Since: 0.1
 */
enum
{
  PROP_MODELS = 1,
  PROP_RECORDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
edgekit_catalogue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EdgeKitCatalogue *self = EDGEKIT_CATALOGUE (object);

  if (id == PROP_MODELS)
    g_value_set_object (value, self->models);
  else if (id == PROP_RECORDED)
    g_value_set_string (value, self->recorded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
edgekit_catalogue_finalize (GObject *object)
{
  EdgeKitCatalogue *self = EDGEKIT_CATALOGUE (object);

  g_clear_object (&self->models);
  g_free (self->recorded);
  G_OBJECT_CLASS (edgekit_catalogue_parent_class)->finalize (object);
}

static void
edgekit_catalogue_class_init (EdgeKitCatalogueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = edgekit_catalogue_get_property;
  object_class->finalize = edgekit_catalogue_finalize;
  props[PROP_MODELS] = g_param_spec_object ("models", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[PROP_RECORDED] = g_param_spec_string ("recorded", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
edgekit_catalogue_init (EdgeKitCatalogue *self)
{
  g_autoptr(JsonNode) root = _edgekit_outline_read_catalogue ();
  JsonObject *object = json_node_get_object (root);
  JsonArray *records = json_object_get_array_member (object, "models");

  self->models = g_list_store_new (EDGEKIT_TYPE_CATALOGUE_MODEL);
  self->recorded = g_strdup (json_object_get_string_member (object, "recorded"));
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      g_autoptr(EdgeKitCatalogueModel) model =
          _edgekit_catalogue_model_new (json_array_get_object_element (records, i));

      g_list_store_append (self->models, model);
    }
}

/**
 * edgekit_catalogue_get_default:
 *
 * Gets the catalogue. The first call reads it, which takes some milliseconds. May
 * be called from any thread.
 *
 * Returns: (transfer none): the catalogue
 *
 * Since: 0.1
 */
EdgeKitCatalogue *
edgekit_catalogue_get_default (void)
{
  static gsize once = 0;
  static EdgeKitCatalogue *catalogue;

  if (g_once_init_enter (&once))
    {
      catalogue = g_object_new (EDGEKIT_TYPE_CATALOGUE, NULL);
      g_once_init_leave (&once, 1);
    }
  return catalogue;
}

/**
 * edgekit_catalogue_get_models: (get-property models)
 * @self: a catalogue
 *
 * Gets all models.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.CatalogueModel]
 *
 * Since: 0.1
 */
GListModel *
edgekit_catalogue_get_models (EdgeKitCatalogue *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * edgekit_catalogue_get_recorded: (get-property recorded)
 * @self: a catalogue
 *
 * Gets when the catalogue was put together.
 *
 * Returns: a month, such as “2026-11”
 *
 * Since: 0.1
 */
const char *
edgekit_catalogue_get_recorded (EdgeKitCatalogue *self)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);

  return self->recorded;
}

/**
 * edgekit_catalogue_lookup:
 * @self: a catalogue
 * @id: the name of a record
 *
 * Finds a model by its [property@EdgeKit.CatalogueModel:id].
 *
 * Returns: (transfer none) (nullable): a model, or %NULL when there is none of that name
 *
 * Since: 0.1
 */
EdgeKitCatalogueModel *
edgekit_catalogue_lookup (EdgeKitCatalogue *self, const char *id)
{
  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(EdgeKitCatalogueModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (g_str_equal (model->id, id))
        return model; /* the list holds it */
    }
  return NULL;
}

/* --- Names that are nearly right ---------------------------------------------- */

#define MAX_NAME 128

/* Only letters and digits, so that “Qwen3-8B-Instruct” and “qwen 3 8b” are alike. */
static char *
plain (const char *name)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *slash = strrchr (name, '/');

  for (const char *p = slash ? slash + 1 : name; *p && text->len < MAX_NAME; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (text, g_ascii_tolower (*p));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* How many letters have to be changed, added or left out (Levenshtein). */
static guint
distance (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint row[MAX_NAME + 1];

  for (gsize j = 0; j <= m; j++)
    row[j] = j;
  for (gsize i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (gsize j = 1; j <= m; j++)
        {
          guint cost = diagonal + (a[i - 1] != b[j - 1]);

          diagonal = row[j];
          row[j] = MIN (cost, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[m];
}

/**
 * edgekit_catalogue_find_near:
 * @self: a catalogue
 * @name: what somebody typed, such as “owner/name”
 *
 * Finds the model whose name is most like @name, for a “Did you mean …?”.
 *
 * Returns: (transfer none) (nullable): a model, or %NULL when none is near
 *
 * Since: 0.1
 */
EdgeKitCatalogueModel *
edgekit_catalogue_find_near (EdgeKitCatalogue *self, const char *name)
{
  g_autofree char *wanted = NULL;
  EdgeKitCatalogueModel *best = NULL;
  guint least = G_MAXUINT;

  g_return_val_if_fail (EDGEKIT_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  wanted = plain (name);
  for (guint i = 0; *wanted && i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(EdgeKitCatalogueModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);
      const char *names[] = { model->id, model->name, model->repository, model->gguf_repository };

      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        {
          g_autofree char *text = names[k] ? plain (names[k]) : NULL;
          guint d = text ? distance (wanted, text) : G_MAXUINT;

          if (d < least)
            {
              least = d;
              best = model;
            }
        }
    }
  /* a third of the letters wrong is another name */
  return least <= strlen (wanted) / 3 ? best : NULL;
}
