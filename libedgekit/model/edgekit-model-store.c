/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-i18n-private.h"
#include "edgekit-model-store-private.h"
#include "edgekit-note-private.h"

/**
 * EdgeKitModelStore:
 *
 * A place where a program keeps the models that it downloaded.
 *
 * [class@EdgeKit.ModelLibrary] lists them.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitModelStore, edgekit_model_store, G_TYPE_OBJECT)

/**
 * EdgeKitModelStore:store: (getter get_store)
 *
 * The word that its models' names begin with, such as `ollama`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModelStore:title: (getter get_title)
 *
 * The program that it belongs to.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModelStore:found: (getter get_found)
 *
 * Whether it is there.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModelStore:path: (getter get_path)
 *
 * Where it is, or would be.
 *
 * Since: 0.1
 */
/**
 * EdgeKitModelStore:notes: (getter get_notes)
 *
 * What could not be read, a list of [class@EdgeKit.Note].
 *
 * Since: 0.1
 */
static const EdgeKitField model_store_fields[] = {
  { "store", "store", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModelStore, store) },
  { "title", "title", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModelStore, title) },
  { "found", "found", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitModelStore, found) },
  { "path", "path", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitModelStore, path) },
  { "notes", "notes", EDGEKIT_FIELD_LIST, G_STRUCT_OFFSET (EdgeKitModelStore, notes), edgekit_note_get_type },
};

static void
edgekit_model_store_class_init (EdgeKitModelStoreClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), model_store_fields, G_N_ELEMENTS (model_store_fields), 0);
}

static void
edgekit_model_store_init (EdgeKitModelStore *self)
{
  _edgekit_record_init (self);
}

static void
note (GListStore *notes, const char *code, EdgeKitSeverity severity, char *message, const char *hint)
{
  g_autofree char *taken = message;
  g_autoptr(EdgeKitNote) one = _edgekit_note_new (code, severity, taken, hint);

  g_list_store_append (notes, one);
}

/* What could not be read, and what is not there yet. */
static void
add_notes (GListStore *notes, const EdgeKitStoreWalk *walk)
{
  guint n_unfinished = walk->n_unfinished + walk->n_dangling;

  if (walk->denied)
    note (notes, "store-denied", EDGEKIT_SEVERITY_WARNING,
          g_strdup (_ ("Some of this store may not be read, so models can be missing from the list.")),
          _ ("It belongs to another user of this computer, such as that of a service."));
  if (walk->exhausted)
    note (notes, "store-large", EDGEKIT_SEVERITY_WARNING,
          g_strdup (_ ("This store has more files than EdgeKit looks at, so models can be missing from the list.")), NULL);
  if (walk->n_damaged > 0)
    note (notes, "store-damaged", EDGEKIT_SEVERITY_WARNING,
          g_strdup_printf (_edgekit_ngettext ("%u file that describes a model is damaged.",
                                              "%u files that describe models are damaged.", walk->n_damaged),
                           walk->n_damaged),
          NULL);
  if (walk->n_outside > 0)
    note (notes, "store-links-outside", EDGEKIT_SEVERITY_INFO,
          g_strdup_printf (_edgekit_ngettext ("%u link leads out of this store and is left out.",
                                              "%u links lead out of this store and are left out.", walk->n_outside),
                           walk->n_outside),
          NULL);
  if (n_unfinished > 0)
    note (notes, "store-unfinished", EDGEKIT_SEVERITY_INFO,
          g_strdup_printf (_edgekit_ngettext ("%u file is not downloaded completely.",
                                              "%u files are not downloaded completely.", n_unfinished),
                           n_unfinished),
          NULL);
}

EdgeKitModelStore *
_edgekit_model_store_new (const EdgeKitStorePlace *place, const EdgeKitStoreWalk *walk)
{
  EdgeKitModelStore *self = g_object_new (EDGEKIT_TYPE_MODEL_STORE, NULL);

  self->store = g_strdup (place->store);
  self->title = g_strdup (place->title);
  self->path = g_strdup (place->path);
  if (!walk)
    return self;
  self->outcome = *walk;
  self->outcome.root = NULL;
  self->outcome.cancellable = NULL;
  self->found = walk->root != NULL;
  add_notes (self->notes, walk);
  return self;
}

void
_edgekit_model_store_write (EdgeKitModelStore *self, JsonBuilder *builder)
{
  g_autoptr(EdgeKitModelStore) english = g_object_new (EDGEKIT_TYPE_MODEL_STORE, NULL);

  english->store = g_strdup (self->store);
  english->title = g_strdup (self->title);
  english->path = g_strdup (self->path);
  english->found = self->found;
  _edgekit_i18n_push_english ();
  add_notes (english->notes, &self->outcome);
  _edgekit_i18n_pop_english ();
  _edgekit_record_write_object (english, builder);
}

/**
 * edgekit_model_store_get_store: (get-property store)
 * @self: a [class@EdgeKit.ModelStore]
 *
 * Gets the word that its models' names begin with.
 *
 * Returns: a word, such as `ollama`
 *
 * Since: 0.1
 */
const char *
edgekit_model_store_get_store (EdgeKitModelStore *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_STORE (self), NULL);

  return self->store;
}

/**
 * edgekit_model_store_get_title: (get-property title)
 * @self: a [class@EdgeKit.ModelStore]
 *
 * Gets the program that the store belongs to.
 *
 * Returns: a name, such as “LM Studio”
 *
 * Since: 0.1
 */
const char *
edgekit_model_store_get_title (EdgeKitModelStore *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_STORE (self), NULL);

  return self->title;
}

/**
 * edgekit_model_store_get_found: (get-property found)
 * @self: a [class@EdgeKit.ModelStore]
 *
 * Gets whether the store is there.
 *
 * Returns: %FALSE when there is no such folder
 *
 * Since: 0.1
 */
gboolean
edgekit_model_store_get_found (EdgeKitModelStore *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_STORE (self), FALSE);

  return self->found;
}

/**
 * edgekit_model_store_get_path: (get-property path)
 * @self: a [class@EdgeKit.ModelStore]
 *
 * Gets where the store is, or would be. This is private: it may have the name of a person in it.
 *
 * Returns: the path of a folder
 *
 * Since: 0.1
 */
const char *
edgekit_model_store_get_path (EdgeKitModelStore *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_STORE (self), NULL);

  return self->path;
}

/**
 * edgekit_model_store_get_notes: (get-property notes)
 * @self: a [class@EdgeKit.ModelStore]
 *
 * Gets what could not be read.
 *
 * Returns: (transfer none): a list of [class@EdgeKit.Note]
 *
 * Since: 0.1
 */
GListModel *
edgekit_model_store_get_notes (EdgeKitModelStore *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL_STORE (self), NULL);

  return G_LIST_MODEL (self->notes);
}
