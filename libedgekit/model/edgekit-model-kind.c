/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-model-facts-private.h"
#include "edgekit-table-private.h"

/* Not every file in the format of a model is one. */

typedef struct
{
  const char *error; /* what follows the name of the file */
  const char *message;
  const char *hint;
} KindWords;

static const KindWords kind_words[] = {
  /* Translators: the first sentence of each of these follows the name of a file and a colon */
  [EDGEKIT_MODEL_KIND_VOCABULARY] = {
    N_ ("the file describes a model but holds no weights, so it cannot be run; choose a file that has them"),
    /* the note “no-weights” says it already */
  },
  [EDGEKIT_MODEL_KIND_PROJECTOR] = {
    N_ ("this is the part of a model that sees images or hears (mmproj); choose the model that it belongs to"),
    N_ ("This is the part of a model that sees images or hears (mmproj), not a whole model."),
    N_ ("Choose the model that it belongs to."),
  },
  [EDGEKIT_MODEL_KIND_ADAPTER] = {
    N_ ("this is an adapter (LoRA) for a model; choose the model that it belongs to"),
    N_ ("This is an adapter (LoRA): it changes a model and is not one."),
    N_ ("Choose the model that it belongs to."),
  },
  [EDGEKIT_MODEL_KIND_IMPORTANCE_MATRIX] = {
    N_ ("this is an importance matrix for making smaller versions of a model, not a model"),
    N_ ("This is an importance matrix: it helps to make smaller versions of a model and is not one."),
    N_ ("Choose the model that it was made from."),
  },
  [EDGEKIT_MODEL_KIND_CONTROL_VECTOR] = {
    N_ ("this is a control vector, which steers a model; choose the model that it belongs to"),
    N_ ("This is a control vector: it steers a model and is not one."),
    N_ ("Choose the model that it belongs to."),
  },
  [EDGEKIT_MODEL_KIND_DRAFT] = {
    N_ ("this model only guesses tokens for another one; choose the model that it belongs to"),
    N_ ("This model only guesses tokens for another one and cannot run by itself."),
    N_ ("Choose the model that it belongs to."),
  },
  [EDGEKIT_MODEL_KIND_IMAGE] = {
    N_ ("this model makes images or videos, and EdgeKit answers about models of language"),
    N_ ("This model makes images or videos. EdgeKit answers about models of language."),
  },
  [EDGEKIT_MODEL_KIND_AUDIO] = {
    N_ ("this model makes sound from the codes of another one, and EdgeKit answers about models of language"),
    N_ ("This model makes sound from the codes of another one. EdgeKit answers about models of language."),
  },
};

static gboolean
find_row (const char *word, int *kind)
{
  GKeyFile *table = _edgekit_table_get ("model-kinds");
  g_autoptr(GTypeClass) kinds = g_type_class_ref (EDGEKIT_TYPE_MODEL_KIND);
  g_autofree char *nick = NULL;
  const GEnumValue *value;

  if (!word || !g_key_file_has_group (table, word))
    return FALSE;
  nick = g_key_file_get_string (table, word, "kind", NULL);
  value = nick ? g_enum_get_value_by_nick (G_ENUM_CLASS (kinds), nick) : NULL;
  if (!value)
    g_error ("model-kinds.ini [%s]: there is no such kind", word);
  *kind = value->value;
  return TRUE;
}

EdgeKitModelKind
_edgekit_model_kind_find (const char *type, const char *architecture)
{
  int kind = EDGEKIT_MODEL_KIND_MODEL;

  if (!find_row (type, &kind))
    find_row (architecture, &kind);
  return kind;
}

void
_edgekit_model_add_kind_note (EdgeKitModel *self)
{
  const KindWords *words = &kind_words[self->kind];

  if (words->message)
    _edgekit_model_add_note (self, "not-a-whole-model", EDGEKIT_SEVERITY_WARNING, _ (words->message),
                             words->hint ? _ (words->hint) : NULL);
}

/**
 * edgekit_model_get_kind: (get-property kind)
 * @self: a [class@EdgeKit.Model]
 *
 * Gets what the file is: a model, or something that belongs to one.
 *
 * Returns: what the file is
 *
 * Since: 0.1
 */
EdgeKitModelKind
edgekit_model_get_kind (EdgeKitModel *self)
{
  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), EDGEKIT_MODEL_KIND_MODEL);

  return self->kind;
}

/**
 * edgekit_model_check_runnable:
 * @self: a [class@EdgeKit.Model]
 * @error: return location for an error
 *
 * Checks that the file is a model that an engine can run by itself, and not, say, an adapter for one.
 *
 * Whether this computer has the memory for it is another question; see [class@EdgeKit.Preflight].
 *
 * Returns: %TRUE for a whole model; %FALSE with [error@EdgeKit.Error] `NOT_SUPPORTED` and a sentence that says what the
 *   file is
 *
 * Since: 0.1
 */
gboolean
edgekit_model_check_runnable (EdgeKitModel *self, GError **error)
{
  g_autoptr(EdgeKitModelFile) file = NULL;
  const char *name;

  g_return_val_if_fail (EDGEKIT_IS_MODEL (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->kind == EDGEKIT_MODEL_KIND_MODEL)
    return TRUE;
  file = g_list_model_get_item (G_LIST_MODEL (self->files), 0);
  name = file ? file->name : self->title ? self->title : "";
  g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_NOT_SUPPORTED, "%s: %s", name, _ (kind_words[self->kind].error));
  return FALSE;
}
