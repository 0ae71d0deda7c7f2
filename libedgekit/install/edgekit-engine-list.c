/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-estimator-private.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Which engine: every recipe judges itself, the list is sorted. */

static const EdgeKitRecipe *const recipes[] = {
  &_edgekit_recipe_llama_cpp, &_edgekit_recipe_ollama,         &_edgekit_recipe_llama_cpp_python,
  &_edgekit_recipe_mlx_lm,    &_edgekit_recipe_vllm,           &_edgekit_recipe_openvino_genai,
  &_edgekit_recipe_ik_llama_cpp, &_edgekit_recipe_tensorrt_llm,
};

const EdgeKitRecipe *
_edgekit_recipe_find (const char *canonical_name)
{
  for (guint i = 0; canonical_name && i < G_N_ELEMENTS (recipes); i++)
    if (g_str_equal (recipes[i]->name, canonical_name))
      return recipes[i];
  return NULL;
}

void
_edgekit_judge_for (EdgeKitJudgement *judgement, gint64 score, const char *reason)
{
  judgement->score = MAX (judgement->score, score);
  if (reason)
    g_strv_builder_add (judgement->reasons, reason);
}

void
_edgekit_judge_against (EdgeKitJudgement *judgement, const char *reason)
{
  judgement->suitable = FALSE;
  g_strv_builder_add (judgement->why_not, reason);
}

static const char *
format_name (const char *format)
{
  static const char *const names[][2] = { { "gguf", "GGUF" }, { "mlx", "MLX" }, { "safetensors", "safetensors" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i][0], format))
      return names[i][1];
  return format;
}

gboolean
_edgekit_judge_format (const EdgeKitSite *site, EdgeKitJudgement *judgement, const char *const *formats)
{
  const char *format = _edgekit_site_model_format (site);
  g_autofree char *reason = NULL;

  if (!format || g_strv_contains (formats, format))
    return TRUE;
  /* Translators: %s is a file format: “It does not load models as GGUF.” */
  reason = g_strdup_printf (_ ("It does not load models as %s."), format_name (format));
  _edgekit_judge_against (judgement, reason);
  return FALSE;
}

static EdgeKitEngine *
judge (const EdgeKitSite *site, const EdgeKitRecipe *recipe)
{
  GKeyFile *table = _edgekit_table_get ("engines");
  g_autoptr(GStrvBuilder) reasons = g_strv_builder_new (), why_not = g_strv_builder_new ();
  EdgeKitJudgement judgement = { 0, NULL, reasons, why_not, TRUE };
  EdgeKitEngine *engine = g_object_new (EDGEKIT_TYPE_ENGINE, NULL);
  g_autoptr(EdgeKitInstallPlan) plan = _edgekit_install_draft (site, recipe);

  recipe->judge (site, &judgement);
  /* what cannot be installed as things are stays a recommendation if a step
   * lifts the refusal */
  if (plan->method == EDGEKIT_INSTALL_METHOD_REFUSE && judgement.suitable &&
      g_list_model_get_n_items (G_LIST_MODEL (plan->steps)) == 0)
    _edgekit_judge_against (&judgement, plan->reason);
  engine->name = g_strdup (recipe->name);
  engine->title = _edgekit_engine_make_title (recipe->name);
  engine->loads = g_key_file_get_string_list (table, recipe->name, "loads", NULL, NULL);
  engine->suitable = judgement.suitable;
  engine->score = judgement.suitable ? judgement.score : 0;
  engine->summary = g_strdup (judgement.summary);
  engine->reasons = g_strv_builder_end (reasons);
  engine->why_not = g_strv_builder_end (why_not);
  engine->install = g_strdup (plan->command);
  return engine;
}

static int
compare_engines (gconstpointer a, gconstpointer b, gpointer data)
{
  const EdgeKitEngine *x = a, *y = b;

  return x->score == y->score ? 0 : x->score > y->score ? -1 : 1;
}

GListStore *
_edgekit_engine_rank (const EdgeKitSite *site)
{
  GListStore *list = g_list_store_new (EDGEKIT_TYPE_ENGINE);
  EdgeKitSite any = *site; /* the engine is not chosen by how one wants it installed */

  any.method = EDGEKIT_INSTALL_METHOD_AUTO;
  for (guint i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr(EdgeKitEngine) engine = judge (&any, recipes[i]);

      g_list_store_append (list, engine);
    }
  g_list_store_sort (list, compare_engines, NULL); /* stable: the order above breaks ties */
  return list;
}

/**
 * edgekit_engine_list:
 * @profile: a computer
 * @model: (nullable): the model that is to run, or %NULL for any
 * @goal: what the engine is wanted for
 *
 * Judges every engine that EdgeKit knows for a computer.
 *
 * Returns: (transfer full): the engines, the best first, unsuitable ones last
 *   (a list of [class@EdgeKit.Engine])
 *
 * Since: 0.1
 */
GListModel *
edgekit_engine_list (EdgeKitHardwareProfile *profile, EdgeKitModel *model, EdgeKitGoal goal)
{
  g_auto(EdgeKitSite) site = { 0 };

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);

  _edgekit_site_init (&site, profile, goal, model, EDGEKIT_INSTALL_METHOD_AUTO, EDGEKIT_SHELL_AUTO, FALSE);
  return G_LIST_MODEL (_edgekit_engine_rank (&site));
}

static void
write_engines (JsonBuilder *builder, GListModel *engines)
{
  g_autoptr(EdgeKitEngine) first = g_list_model_get_item (engines, 0);

  json_builder_begin_object (builder);
  _edgekit_json_add_string (builder, "schema", "edgekit.engine/1");
  json_builder_set_member_name (builder, "recommended");
  if (first && first->suitable)
    json_builder_add_string_value (builder, first->name);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "engines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr(EdgeKitEngine) engine = g_list_model_get_item (engines, i);

      _edgekit_record_write_object (engine, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * edgekit_engine_list_to_json:
 * @profile: a computer
 * @model: (nullable): the model that is to run, or %NULL for any
 * @goal: what the engine is wanted for
 * @translated: whether sentences are in the language of the locale, in place of English
 *
 * Writes [func@EdgeKit.Engine.list] as an `edgekit.engine/1` document.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
char *
edgekit_engine_list_to_json (EdgeKitHardwareProfile *profile, EdgeKitModel *model, EdgeKitGoal goal, gboolean translated)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GListModel) engines = NULL;

  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);

  if (!translated)
    _edgekit_i18n_push_english ();
  engines = edgekit_engine_list (profile, model, goal);
  if (!translated)
    _edgekit_i18n_pop_english ();
  write_engines (builder, engines);
  return _edgekit_json_build (builder);
}

/**
 * edgekit_engine_canonical_name:
 * @name: a name as people write it, such as `llama_cpp`
 *
 * Finds the name that EdgeKit uses for an engine.
 *
 * Returns: (transfer none) (nullable): the name, such as `llama.cpp`, or %NULL
 *   when EdgeKit knows no such engine
 *
 * Since: 0.1
 */
const char *
edgekit_engine_canonical_name (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return _edgekit_engine_find_name (name);
}
