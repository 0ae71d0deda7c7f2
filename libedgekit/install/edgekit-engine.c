/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-engine-private.h"

/**
 * EdgeKitEngine:
 *
 * A program that runs models, judged for one computer.
 *
 * Engines come ranked from [func@EdgeKit.Engine.list]; the first suitable one is
 * the one to use.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EdgeKitEngine, edgekit_engine, G_TYPE_OBJECT)

/**
 * EdgeKitEngine:name: (getter get_name)
 *
 * The name of the engine, such as `llama.cpp`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:title: (getter get_title)
 *
 * The name of the engine as its makers write it, such as `Ollama`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:score: (getter get_score)
 *
 * How well the engine suits the computer and the goal, 0 to 100; 0 when it does not.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:suitable: (getter get_suitable)
 *
 * Whether the engine can be used on the computer for the goal.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:summary: (getter get_summary)
 *
 * Why one would use the engine, a sentence in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:reasons: (getter get_reasons)
 *
 * What speaks for the engine here, sentences in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:why-not: (getter get_why_not)
 *
 * What speaks against the engine here, sentences in the language of the locale.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:loads: (getter get_loads)
 *
 * The kinds of model that the engine loads, such as `GGUF`.
 *
 * Since: 0.1
 */
/**
 * EdgeKitEngine:install: (getter get_install)
 *
 * The command that installs the engine.
 *
 * Since: 0.1
 */
static const EdgeKitField engine_fields[] = {
  { "name", "name", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEngine, name) },
  { "title", NULL, EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEngine, title) },
  { "score", "score", EDGEKIT_FIELD_INT, G_STRUCT_OFFSET (EdgeKitEngine, score) },
  { "suitable", "suitable", EDGEKIT_FIELD_BOOLEAN, G_STRUCT_OFFSET (EdgeKitEngine, suitable) },
  { "summary", "summary", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEngine, summary) },
  { "reasons", "reasons", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitEngine, reasons) },
  { "why-not", "why_not", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitEngine, why_not) },
  { "loads", "loads", EDGEKIT_FIELD_STRV, G_STRUCT_OFFSET (EdgeKitEngine, loads) },
  { "install", "install", EDGEKIT_FIELD_STRING, G_STRUCT_OFFSET (EdgeKitEngine, install) },
};

static void
edgekit_engine_class_init (EdgeKitEngineClass *klass)
{
  _edgekit_record_class_install (G_OBJECT_CLASS (klass), engine_fields, G_N_ELEMENTS (engine_fields), 0);
}

static void
edgekit_engine_init (EdgeKitEngine *self)
{
  _edgekit_record_init (self);
}

/**
 * edgekit_engine_get_name: (get-property name)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets the name of the engine, such as `llama.cpp`.
 *
 * Returns: the name of the engine, such as `llama.cpp`
 *
 * Since: 0.1
 */
const char *
edgekit_engine_get_name (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return self->name;
}

/**
 * edgekit_engine_get_title: (get-property title)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets the name of the engine as its makers write it, such as `Ollama`.
 *
 * Returns: the name of the engine as its makers write it, such as `Ollama`
 *
 * Since: 0.1
 */
const char *
edgekit_engine_get_title (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return self->title;
}

/**
 * edgekit_engine_get_score: (get-property score)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets how well the engine suits the computer and the goal, 0 to 100; 0 when it does not.
 *
 * Returns: how well the engine suits the computer and the goal, 0 to 100; 0 when it does not, or [const@EdgeKit.UNKNOWN]
 *
 * Since: 0.1
 */
gint64
edgekit_engine_get_score (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), EDGEKIT_UNKNOWN);

  return self->score;
}

/**
 * edgekit_engine_get_suitable: (get-property suitable)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets whether the engine can be used on the computer for the goal.
 *
 * Returns: whether the engine can be used on the computer for the goal
 *
 * Since: 0.1
 */
gboolean
edgekit_engine_get_suitable (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), FALSE);

  return self->suitable;
}

/**
 * edgekit_engine_get_summary: (get-property summary)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets why one would use the engine, a sentence in the language of the locale.
 *
 * Returns: (nullable): why one would use the engine, a sentence in the language of the locale, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_engine_get_summary (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return self->summary;
}

/**
 * edgekit_engine_get_reasons: (get-property reasons)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets what speaks for the engine here, sentences in the language of the locale.
 *
 * Returns: (transfer none) (array zero-terminated=1): what speaks for the engine here, sentences in the language of the locale
 *
 * Since: 0.1
 */
const char *const *
edgekit_engine_get_reasons (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return (const char *const *) self->reasons;
}

/**
 * edgekit_engine_get_why_not: (get-property why-not)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets what speaks against the engine here, sentences in the language of the locale.
 *
 * Returns: (transfer none) (array zero-terminated=1): what speaks against the engine here, sentences in the language of the locale
 *
 * Since: 0.1
 */
const char *const *
edgekit_engine_get_why_not (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return (const char *const *) self->why_not;
}

/**
 * edgekit_engine_get_loads: (get-property loads)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets the kinds of model that the engine loads, such as `GGUF`.
 *
 * Returns: (transfer none) (array zero-terminated=1): the kinds of model that the engine loads, such as `GGUF`
 *
 * Since: 0.1
 */
const char *const *
edgekit_engine_get_loads (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return (const char *const *) self->loads;
}

/**
 * edgekit_engine_get_install: (get-property install)
 * @self: a [class@EdgeKit.Engine]
 *
 * Gets the command that installs the engine.
 *
 * Returns: (nullable): the command that installs the engine, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
edgekit_engine_get_install (EdgeKitEngine *self)
{
  g_return_val_if_fail (EDGEKIT_IS_ENGINE (self), NULL);

  return self->install;
}
