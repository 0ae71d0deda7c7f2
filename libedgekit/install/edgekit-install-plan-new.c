/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "edgekit-enum-types.h"
#include "edgekit-i18n-private.h"
#include "edgekit-json-private.h"
#include "edgekit-model.h"
#include "edgekit-recipe-private.h"
#include "edgekit-table-private.h"

/* Making a plan, and writing it as a document. */

/* The device behind the plan's word for what it computes with: its driver, where people go by that, or its name. */
static void
describe_uses (const EdgeKitSite *site, EdgeKitInstallPlan *plan)
{
  g_autoptr(GPtrArray) backends = _edgekit_backend_list (site);

  for (guint i = 0; plan->uses && !plan->uses_detail && i < backends->len; i++)
    {
      const EdgeKitBackend *backend = g_ptr_array_index (backends, i);

      if (!g_str_equal (_edgekit_backend_title (backend->kind), plan->uses))
        continue;
      if (!backend->device)
        plan->uses_detail = backend->kind == EDGEKIT_BACKEND_CPU ? g_strdup (site->cpu->name) : NULL;
      else if (g_strcmp0 (backend->device->vendor, "nvidia") == 0 && backend->device->driver_version)
        /* Translators: %s is a version, as in “NVIDIA driver 550.54.15” */
        plan->uses_detail = g_strdup_printf (_ ("NVIDIA driver %s"), backend->device->driver_version);
      else
        plan->uses_detail = g_strdup (backend->device->name);
    }
}

static char *
list_needs (EdgeKitInstallPlan *plan, int state)
{
  GListModel *steps = G_LIST_MODEL (plan->steps);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(EdgeKitInstallStep) step = g_list_model_get_item (steps, i);

      if (step->kind == EDGEKIT_STEP_KIND_PREREQUISITE && step->state == state)
        g_string_append_printf (text, "%s%s", text->len ? " · " : "", step->title);
    }
  return text->len ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Said with the reason, so that nobody has to find it among the steps. */
static void
say_what_is_missing (EdgeKitInstallPlan *plan)
{
  g_autofree char *reason = g_steal_pointer (&plan->reason);
  g_autofree char *missing = list_needs (plan, EDGEKIT_STEP_STATE_MISSING);
  g_autofree char *unknown = list_needs (plan, EDGEKIT_STEP_STATE_UNKNOWN);

  if (reason && missing)
    /* Translators: %1$s is a sentence, %2$s what an installation needs and is not there:
     * “It runs here as it is. Still missing: NVIDIA driver.” */
    plan->reason = g_strdup_printf (_ ("%1$s Still missing: %2$s."), reason, missing);
  else if (reason && unknown)
    /* Translators: %1$s is a sentence, %2$s what an installation needs and may be there or not:
     * “It runs here as it is. Could not be checked: curl and tar.” */
    plan->reason = g_strdup_printf (_ ("%1$s Could not be checked: %2$s."), reason, unknown);
  else
    plan->reason = g_steal_pointer (&reason);
}

EdgeKitInstallPlan *
_edgekit_install_draft (const EdgeKitSite *site, const EdgeKitRecipe *recipe)
{
  EdgeKitInstallPlan *plan = g_object_new (EDGEKIT_TYPE_INSTALL_PLAN, NULL);

  plan->engine = g_strdup (recipe->name);
  plan->shell = site->shell;
  /* what is not known is guessed the usual way, and said */
  plan->complete = site->os->family && site->arch;
  if (site->distributed && !g_key_file_has_key (_edgekit_table_get ("engines"), recipe->name, "machines", NULL))
    _edgekit_plan_refuse (plan, _ ("It does not divide a model among several computers."), NULL, NULL);
  else
    recipe->plan (site, plan);
  if (plan->method != EDGEKIT_INSTALL_METHOD_REFUSE)
    {
      describe_uses (site, plan);
      say_what_is_missing (plan);
    }
  g_assert (plan->title && plan->method != EDGEKIT_INSTALL_METHOD_AUTO);
  return plan;
}

static void
add_alternatives (EdgeKitInstallPlan *plan, GListModel *engines)
{
  for (guint i = 0; i < g_list_model_get_n_items (engines); i++)
    {
      g_autoptr(EdgeKitEngine) engine = g_list_model_get_item (engines, i);

      if (!g_str_equal (engine->name, plan->engine))
        g_list_store_append (plan->alternatives, engine);
    }
}

/* What is not suitable can still be asked for, and then says what stands against it. */
static EdgeKitInstallPlan *
make_plan (EdgeKitHardwareProfile *profile, const EdgeKitRecipe *recipe, EdgeKitGoal goal, EdgeKitModel *model,
           EdgeKitInstallMethod method, EdgeKitShell shell, gboolean portable, gboolean distributed)
{
  g_auto(EdgeKitSite) site = { 0 };
  g_autoptr(GListStore) engines = NULL;
  EdgeKitInstallPlan *plan;

  _edgekit_site_init (&site, profile, goal, model, method, shell, portable);
  site.distributed = distributed;
  engines = _edgekit_engine_rank (&site);
  if (!recipe)
    {
      g_autoptr(EdgeKitEngine) best = g_list_model_get_item (G_LIST_MODEL (engines), 0);

      /* for a model that nothing here loads: the engine that runs everywhere */
      recipe = best->suitable ? _edgekit_recipe_find (best->name) : &_edgekit_recipe_llama_cpp;
    }
  plan = _edgekit_install_draft (&site, recipe);
  add_alternatives (plan, G_LIST_MODEL (engines));
  g_set_object (&plan->profile, profile);
  g_set_object (&plan->model, model);
  plan->goal = goal;
  plan->wanted_method = method;
  plan->portable = portable;
  plan->distributed = distributed;
  return plan;
}

static EdgeKitInstallPlan *
try_plan (EdgeKitHardwareProfile *profile, const char *engine, EdgeKitGoal goal, EdgeKitModel *model,
          EdgeKitInstallMethod method, EdgeKitShell shell, gboolean portable, gboolean distributed, GError **error)
{
  const EdgeKitRecipe *recipe = engine ? _edgekit_recipe_find (edgekit_engine_canonical_name (engine)) : NULL;

  if (engine && !recipe)
    {
      g_set_error (error, EDGEKIT_ERROR, EDGEKIT_ERROR_INVALID_ARGUMENT, "%.80s: EdgeKit knows no such engine", engine);
      return NULL;
    }
  return make_plan (profile, recipe, goal, model,
                    method == EDGEKIT_INSTALL_METHOD_REFUSE ? EDGEKIT_INSTALL_METHOD_AUTO : method, shell, portable,
                    distributed);
}

/**
 * edgekit_install_plan_new:
 * @profile: a computer
 * @engine: (nullable): an engine, in any spelling of
 *   [func@EdgeKit.Engine.canonical_name], or %NULL for the recommended one
 * @goal: what the engine is wanted for
 * @model: (nullable): the model that is to run, or %NULL for any
 * @method: how to install it, or `AUTO`
 * @shell: the shell to write the commands for, or `AUTO`
 * @portable: whether to build for other computers too, and not for the processor
 *   of this one alone
 * @error: return location for an error
 *
 * Plans the installation of an engine.
 *
 * The plan depends on @profile and nothing else: it can be made for another
 * computer, of another system. An installation that is not possible is a plan
 * too, with the method `REFUSE`, a reason and, where there is one, the step that
 * helps.
 *
 * Returns: (transfer full): a plan, or %NULL with [error@EdgeKit.Error]
 *   `INVALID_ARGUMENT` when EdgeKit does not know @engine
 *
 * Since: 0.1
 */
EdgeKitInstallPlan *
edgekit_install_plan_new (EdgeKitHardwareProfile *profile, const char *engine, EdgeKitGoal goal, EdgeKitModel *model,
                          EdgeKitInstallMethod method, EdgeKitShell shell, gboolean portable, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (model == NULL || EDGEKIT_IS_MODEL (model), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return try_plan (profile, engine, goal, model, method, shell, portable, FALSE, error);
}

/**
 * edgekit_install_plan_new_distributed:
 * @profile: one of the computers
 * @engine: (nullable): an engine, in any spelling of
 *   [func@EdgeKit.Engine.canonical_name], or %NULL for the recommended one
 * @goal: what the engine is wanted for
 * @model: (nullable): the model that is to run, or %NULL for any
 * @method: how to install it, or `AUTO`
 * @shell: the shell to write the commands for, or `AUTO`
 * @portable: whether to build for other computers too, and not for the processor
 *   of this one alone
 * @error: return location for an error
 *
 * Plans the installation of an engine on one of several computers that are to hold a
 * model together, as [method@EdgeKit.Preflight.set_profiles] has it. Each of them needs
 * a plan of its own; which one starts the engine makes no difference.
 *
 * llama.cpp is built with its RPC back end (`GGML_RPC`), or is a release file that has
 * it; vLLM comes with Ray. Other engines are refused: they do not divide a model among
 * several computers.
 *
 * Returns: (transfer full): a plan, or %NULL with [error@EdgeKit.Error]
 *   `INVALID_ARGUMENT` when EdgeKit does not know @engine
 *
 * Since: 0.1
 */
EdgeKitInstallPlan *
edgekit_install_plan_new_distributed (EdgeKitHardwareProfile *profile, const char *engine, EdgeKitGoal goal,
                                      EdgeKitModel *model, EdgeKitInstallMethod method, EdgeKitShell shell,
                                      gboolean portable, GError **error)
{
  g_return_val_if_fail (EDGEKIT_IS_HARDWARE_PROFILE (profile), NULL);
  g_return_val_if_fail (model == NULL || EDGEKIT_IS_MODEL (model), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return try_plan (profile, engine, goal, model, method, shell, portable, TRUE, error);
}

static void
write_environment (JsonBuilder *builder, const char *const *environment)
{
  json_builder_set_member_name (builder, "environment");
  json_builder_begin_object (builder);
  for (; environment && *environment; environment++)
    {
      const char *equals = strchr (*environment, '=');
      g_autofree char *name = g_strndup (*environment, equals - *environment);

      _edgekit_json_add_string (builder, name, equals + 1);
    }
  json_builder_end_object (builder);
}

static void
write_list (JsonBuilder *builder, const char *member, GListStore *list)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      _edgekit_record_write_object (item, builder);
    }
  json_builder_end_array (builder);
}

/* The plan again, in English: its sentences were made in the language of the
 * locale. */
void
_edgekit_install_plan_write (EdgeKitInstallPlan *self, JsonBuilder *builder)
{
  g_autoptr(EdgeKitInstallPlan) plan = NULL;

  _edgekit_i18n_push_english ();
  plan = make_plan (self->profile, _edgekit_recipe_find (self->engine), self->goal, self->model, self->wanted_method,
                    self->shell, self->portable, self->distributed);
  _edgekit_i18n_pop_english ();
  _edgekit_json_add_string (builder, "schema", "edgekit.install/1");
  _edgekit_json_add_string (builder, "engine", plan->engine);
  _edgekit_json_add_enum (builder, "method", EDGEKIT_TYPE_INSTALL_METHOD, plan->method);
  write_list (builder, "steps", plan->steps);
  write_list (builder, "options", plan->options);
  write_environment (builder, (const char *const *) plan->environment);
  json_builder_set_member_name (builder, "command");
  if (plan->command)
    json_builder_add_string_value (builder, plan->command);
  else
    json_builder_add_null_value (builder);
  _edgekit_json_add_string (builder, "reason", plan->reason);
  _edgekit_json_add_int (builder, "download_size", plan->download_size);
  write_list (builder, "alternatives", plan->alternatives);
}

/**
 * edgekit_install_plan_to_json:
 * @self: a plan
 *
 * Writes the plan as an `edgekit.install/1` document, in English.
 *
 * Returns: (transfer full): JSON
 *
 * Since: 0.1
 */
char *
edgekit_install_plan_to_json (EdgeKitInstallPlan *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (EDGEKIT_IS_INSTALL_PLAN (self), NULL);

  json_builder_begin_object (builder);
  _edgekit_install_plan_write (self, builder);
  json_builder_end_object (builder);
  return _edgekit_json_build (builder);
}
